// A hand that turns the pages of an EPUB in a real reader: foliate-js in headless Chromium, at several widths.
//
//     node read.mjs BOOK.epub FOLDER-FOR-SCREENSHOTS
//
// Prints one JSON object: what is wrong, in words, and how much was looked at. CHAPBOOK_JUDGES names the folder with
// node_modules, PUPPETEER_EXECUTABLE_PATH the browser.

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { browse } from './browser.mjs'

const [book, shots] = process.argv.slice(2)
const judges = process.env.CHAPBOOK_JUDGES
const here = dirname(fileURLToPath(import.meta.url))

const WIDTHS = [
    { name: 'large-type', width: 210, height: 844 },
    { name: 'phone', width: 390, height: 844 },
    { name: 'tablet', width: 820, height: 1180 },
    { name: 'desktop', width: 1440, height: 900 },
]

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.epub': 'application/epub+zip' }
const serve = async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost')
    const [, root, ...rest] = normalize(pathname).split('/')
    const folder = { tests: here, foliate: join(judges, 'node_modules/foliate-js') }[root]
    const path = pathname === '/book.epub' ? book : folder && join(folder, ...rest)
    const bytes = path && await readFile(path).catch(() => null)
    response.writeHead(bytes ? 200 : 404, { 'content-type': TYPES[extname(path || '')] ?? 'text/plain' })
    response.end(bytes)
}

/** Whether a picture of the screen has ink on it, not only paper. */
const hasInk = (page, png) => page.evaluate(async base64 => {
    const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
    context.drawImage(bitmap, 0, 0)
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height)
    let ink = 0
    for (let at = 0; at < data.length; at += 4) if (data[at] < 128) ink++
    return ink > 40
}, png)

class Reading {
    faults = []
    /** What the reader itself threw. */
    stumbles = []
    done = { sections: 0, pages: 0, lines: 0, calls: 0, entries: 0 }

    constructor(page, size, folder) {
        Object.assign(this, { page, size, folder })
    }

    ask(name, ...given) {
        return this.page.evaluate((name, given) => globalThis.reader[name](...given), name, given)
    }

    fault(where, what) {
        this.faults.push(`${this.size.name}, ${where}: ${what}`)
    }

    async whole() {
        await this.page.setViewport(this.size)
        await this.page.goto(`${this.page.base}/tests/page.html`)
        await this.page.waitForFunction(() => globalThis.reader)
        const { sections, entries } = await this.ask('open')
        await this.turnAllPages(sections)
        for (let index = 0; index < sections; index++) await this.followNotes(index)
        for (const { label, href } of entries) {
            await this.ask('goTo', href)
            this.done.entries++
            if (!await this.ask('shows', label)) this.fault(href, `the contents say ${label}, the page does not`)
        }
    }

    /** From the first page to the last, one turn at a time. */
    async turnAllPages(sections) {
        let state = await this.ask('state')
        let seen = null
        const visited = new Set()
        for (;;) {
            const { index, page, pages, name } = state
            if (seen !== index) {
                seen = index
                visited.add(index)
                const { lines, letters } = await this.ask('counts')
                this.done.lines += lines
                for (const fault of await this.ask('faults')) this.fault(name, fault)
                if (page !== 1) this.fault(name, `opens on page ${page}`)
                this.letters = letters
            }
            await this.look(state)
            this.done.pages++
            if (state.atEnd) break
            const next = await this.ask('next')
            const turned = next.index === index ? next.page === page + 1 : next.index === index + 1 && page === pages
            if (!turned) {
                this.fault(name, `page ${page} of ${pages} turns to page ${next.page} of ${next.name}`)
                break
            }
            state = next
        }
        this.done.sections = visited.size
        if (visited.size !== sections) this.fault('the book', `${visited.size} of ${sections} sections were shown`)
    }

    /** A page must show something, and a picture of it is kept. */
    async look({ index, page, name }) {
        const { letters, pictures } = await this.ask('shown')
        const number = `${String(index).padStart(2, '0')}-${String(page).padStart(3, '0')}`
        const base64 = await this.page.screenshot({ encoding: 'base64' })
        await writeFile(join(this.folder, `${number}.png`), base64, 'base64')
        if (!letters && !pictures) this.fault(name, `page ${page} shows no word and no picture`)
        if (!await hasInk(this.page, base64)) this.fault(name, `page ${page} is blank on the screen`)
        if (page === 1 && this.letters && !letters) this.fault(name, 'opens without a word of its text')
    }

    /** Clicks on every call and on every link back; asks for the note in a small window too. */
    async followNotes(index) {
        await this.ask('goTo', index)
        const { name } = await this.ask('state')
        for (const id of await this.ask('calls')) {
            const call = await this.ask('turnTo', id)
            const note = call.href.split('#')[1]
            const { whole, type, shown } = await this.ask('popUp', id)
            if (!whole || type !== 'footnote') this.fault(name, `${id} pops up ${type}: ${shown.slice(0, 60)}`)
            await this.click(call.point)
            if (!await this.stands(note)) {
                this.fault(name, `${id} does not lead to ${note}`)
                continue
            }
            const back = await this.ask('turnTo', note, `[role=doc-backlink][href$="#${id}"]`)
            await this.click(back?.point)
            if (!await this.stands(id)) this.fault(name, `${note} does not lead back to ${id}`)
            this.done.calls++
        }
    }

    /** As a hand does: what a reader does about the focus is done before the button is let go. */
    async click(point) {
        if (!point) return
        await this.page.mouse.move(point.x, point.y)
        await this.page.mouse.down()
        await this.ask('frames')
        await this.page.mouse.up()
    }

    /** Waits a little for a place to come on to the screen. */
    async stands(id) {
        for (let tries = 0; tries < 40; tries++) {
            if (await this.ask('stands', id)) return true
            await new Promise(resolve => setTimeout(resolve, 25))
        }
        return false
    }
}

// The reader may ask for the style of a page that it is just throwing away, when the machine is busy. What a book does
// to it, it does each time.
const TRIES = 3

/** One reading of the whole book at one size. */
const read = async (browser, address, size, folder) => {
    const page = await browser.newPage()
    page.base = address
    const reading = new Reading(page, size, folder)
    page.on('pageerror', error => reading.stumbles.push(`${size.name}, the reader: ${error}`))
    await reading.whole().catch(error => reading.stumbles.push(`${size.name}, the reading: ${error}`))
    await page.close()
    return reading
}

await browse(serve, async (browser, address) => {
    const answer = {}
    for (const size of WIDTHS) {
        const folder = join(shots, size.name)
        await rm(folder, { recursive: true, force: true })
        await mkdir(folder, { recursive: true })
        let reading
        for (let tries = 0; tries < TRIES && (!reading || reading.stumbles.length); tries++) {
            reading = await read(browser, address, size, folder)
        }
        answer[size.name] = { faults: [...reading.faults, ...reading.stumbles], ...reading.done }
    }
    return answer
})
