// In the browser: opens the book in foliate-js and answers what the hand outside (read.mjs) asks. Whatever is wrong is
// a line of words; an empty list is what is wanted.

import '/foliate/view.js'
import { FootnoteHandler } from '/foliate/footnotes.js'
import { clipped, misplaced, verseFaults } from '/tests/geometry.js'

const view = document.createElement('foliate-view')
document.body.append(view)

const current = () => view.renderer.getContents()[0]
const letters = text => (text ?? '').normalize('NFC').toLowerCase().replace(/[^\p{L}]/gu, '')
const frame = () => current().doc.defaultView.frameElement.getBoundingClientRect()

/** Until what has changed is on the screen. */
const frames = async () => {
    for (let twice = 0; twice < 2; twice++) await new Promise(requestAnimationFrame)
}

/** Until fonts and pictures are there and the pages have been cut anew. */
const settled = async () => {
    const { doc } = current()
    await Promise.all([...doc.images].map(image => image.decode().catch(() => {})))
    await doc.fonts.ready
    await frames()
}

/** The middle of an element's first visible piece, as the hand outside points at it. */
const middle = element => {
    const { left, top } = frame()
    const rect = [...element.getClientRects()].find(({ width, height }) => width > 0 && height > 0)
    return rect && { x: left + rect.left + rect.width / 2, y: top + rect.top + rect.height / 2 }
}

const onScreen = element => {
    const point = middle(element)
    return !!point && point.x > 0 && point.x < innerWidth && point.y > 0 && point.y < innerHeight
}

const entries = (items, out = []) => {
    for (const { label, href, subitems } of items ?? []) {
        out.push({ label: label.trim(), href })
        entries(subitems, out)
    }
    return out
}

globalThis.reader = {
    frames,

    async open() {
        await view.open('/book.epub')
        await view.goTo(0)
        await settled()
        return { sections: view.book.sections.length, entries: entries(view.book.toc) }
    },

    async goTo(target) {
        await view.goTo(target)
        await settled()
    },

    /** Where the reader is; pages count from 1, for the first and the last are empty in foliate-js. */
    state() {
        const { page, pages, atEnd } = view.renderer
        return { index: current().index, page, pages: pages - 2, atEnd, name: view.book.sections[current().index].id }
    },

    async next() {
        const before = current().index
        await view.next()
        if (current().index !== before) await settled()
        return this.state()
    },

    /** What is wrong with the section that is open, on any of its pages. */
    faults() {
        const { doc } = current()
        const { size, columnCount } = view.renderer
        const style = doc.defaultView.getComputedStyle(doc.documentElement)
        const column = { stride: size / columnCount, gap: parseFloat(style.columnGap), height: doc.documentElement.clientHeight }
        return [...misplaced(doc, column), ...clipped(doc), ...verseFaults(doc)]
    },

    counts() {
        const { doc } = current()
        return { lines: doc.querySelectorAll('.line').length, letters: letters(doc.body.textContent).length }
    },

    /** The letters on the page that is shown, and how many pictures. */
    shown() {
        const { range } = view.lastLocation
        const pictures = [...current().doc.images].filter(onScreen).length
        return { letters: letters(range?.toString()).length, pictures }
    },

    /** Whether a label of the contents stands on the page that is shown. */
    shows: label => letters(view.lastLocation.range?.toString()).includes(letters(label)),

    calls: () => [...current().doc.querySelectorAll('[role=doc-noteref]')].map(call => call.id),

    /** Turns to a link, so that it can be clicked on; there may be none. */
    async turnTo(id, selector) {
        const { doc, index } = current()
        const element = doc.getElementById(id)
        const link = selector ? element.querySelector(selector) : element
        if (!link) return null
        await view.renderer.goTo({ index, anchor: () => link })
        await frames()
        return { point: middle(link), href: link.getAttribute('href') }
    },

    stands(id) {
        const element = current().doc.getElementById(id)
        return !!element && onScreen(element)
    },

    /** What a small window shows of the note that a call leads to, against what the note says. */
    async popUp(id) {
        const { doc, index } = current()
        const a = doc.getElementById(id)
        const href = view.book.sections[index].resolveHref(a.getAttribute('href'))
        const note = doc.getElementById(a.getAttribute('href').split('#')[1])
        const handler = new FootnoteHandler()
        const popup = document.getElementById('popup')
        const rendered = new Promise(resolve => handler.addEventListener('render', ({ detail }) => resolve(detail)))
        const placed = new Promise(resolve => handler.addEventListener('before-render', ({ detail }) => {
            popup.replaceChildren(detail.view)
            detail.view.addEventListener('create-overlay', resolve, { once: true })
        }))
        const detail = { a, href }
        handler.handle(view.book, new CustomEvent('link', { detail, cancelable: true }))
        const { view: small, type } = await rendered
        await placed
        await frames()
        const shown = small.renderer.getContents()[0].doc.body.textContent
        const whole = letters(shown) === letters(note?.textContent)
        small.close()
        popup.replaceChildren()
        return { type, whole, shown }
    },
}
