// Where things stand in a section that foliate-js has cut into columns: nothing may leave its own.

/** Pixels that roundings of the browser may take. */
const SLACK = 1.5

const words = node => JSON.stringify((node.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 60))
const nameOf = element => element.localName + (element.id ? `#${element.id}` : '') +
    (element.className ? `.${String(element.className).replaceAll(' ', '.')}` : '')

/** Rectangles of a text's letters, without the white at its lines' ends, and as high as letters mostly are. */
const inkOf = text => {
    const range = text.ownerDocument.createRange()
    const size = parseFloat(getComputedStyle(text.parentElement).fontSize)
    const rects = []
    for (const { index, 0: word } of text.data.matchAll(/\S+/g)) {
        range.setStart(text, index)
        range.setEnd(text, index + word.length)
        rects.push(...range.getClientRects())
    }
    return rects.filter(({ width, height }) => width > 0 && height > 0).map(({ left, right, top, bottom }) => {
        const above = Math.max(0, (bottom - top - 0.7 * size) / 2)
        return { left, right, top: top + above, bottom: bottom - above }
    })
}

function* texts(root) {
    const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) if (walker.currentNode.data.trim()) yield walker.currentNode
}

/** A column's edges around a point; `stride` is from column to column. */
const edges = (x, { stride, gap }) => {
    const left = Math.floor(x / stride) * stride + gap / 2
    return { left, right: left + stride - gap }
}

const outside = (rect, column) => {
    const { left, right } = edges((rect.left + rect.right) / 2, column)
    if (rect.left < left - SLACK) return `${Math.round(left - rect.left)} px out on the left`
    if (rect.right > right + SLACK) return `${Math.round(rect.right - right)} px out on the right`
    if (rect.top < -SLACK) return `${Math.round(-rect.top)} px above the page`
    if (rect.bottom > column.height + SLACK) return `${Math.round(rect.bottom - column.height)} px below the page`
    return null
}

/** Whether it stands in the head of a table that fell apart: it is heard and not seen, and each cell says it again. */
const isOnlyHeard = element => {
    const head = element.closest('thead')
    return head && getComputedStyle(head).position === 'absolute' && getComputedStyle(head).clip.startsWith('rect(0')
}

/** Words and pictures that are not whole in one column of one page, and boxes that reach out of it. */
export const misplaced = (doc, column) => {
    const found = []
    for (const text of texts(doc.body).filter(text => !isOnlyHeard(text.parentElement))) {
        const wrong = inkOf(text).map(rect => outside(rect, column)).find(Boolean)
        if (wrong) found.push(`words ${words(text)} in ${nameOf(text.parentElement)}: ${wrong}`)
    }
    for (const element of doc.body.querySelectorAll('*')) {
        if (getComputedStyle(element).display === 'inline' && element.localName !== 'img' || isOnlyHeard(element)) continue
        const rects = [...element.getClientRects()].filter(({ width, height }) => width > 1 && height > 1)
        const wrong = rects.map(rect => outside(rect, column)).find(Boolean)
        if (wrong) found.push(`${nameOf(element)} ${words(element)}: ${wrong}`)
    }
    return found
}

/** Boxes that hide a part of what they hold. */
export const clipped = doc => {
    const found = []
    for (const element of doc.body.querySelectorAll('*')) {
        const { overflowX, overflowY, clipPath } = getComputedStyle(element)
        const wide = overflowX !== 'visible' && element.scrollWidth > element.clientWidth + SLACK
        const high = overflowY !== 'visible' && element.scrollHeight > element.clientHeight + SLACK
        if ((wide || high || clipPath !== 'none') && !isOnlyHeard(element)) found.push(`${nameOf(element)} clips ${words(element)}`)
    }
    return found
}

/** Lines of verse that do not begin a line, and turned-over words that do not hang. */
export const verseFaults = doc => {
    const found = []
    for (const stanza of doc.querySelectorAll('.stanza')) {
        let before = null
        for (const line of stanza.querySelectorAll('.line')) {
            const rects = [...texts(line)].flatMap(inkOf)
            if (!rects.length) {
                if (line.textContent.trim()) found.push(`a line of verse does not show: ${words(line)}`)
                continue
            }
            const rtl = getComputedStyle(line).direction === 'rtl'
            const begin = rects[0]
            // Rows of this line, by their tops; calls stand higher than their row.
            const rows = rects.filter(rect => rect.top > begin.bottom - SLACK || rect.left > begin.left + 4 * stanza.clientWidth)
            const hangs = rect => rtl ? rect.right < begin.right - SLACK : rect.left > begin.left + SLACK
            const flush = rows.filter(rect => rect.left < begin.left + 4 * stanza.clientWidth && !hangs(rect))
            if (flush.length) found.push(`turned-over words do not hang: ${words(line)}`)
            const sameRow = before && begin.top < before.bottom - SLACK && begin.bottom > before.top + SLACK
            if (sameRow && Math.abs(begin.left - before.right) < stanza.clientWidth) found.push(`two lines of verse in one: ${words(line)}`)
            before = rects.at(-1)
        }
    }
    return found
}

const WIDE = '.columns-from-3, .columns-from-4, .columns-from-5, .columns-from-7, .i8, .i8h, .i9, .i9h, .i10, .i10h, .i11, .i12'

/** What reaches out of a page that is read from top to bottom. With the base sheet alone, which cannot ask how wide a
    page is, a table of many columns may, and a line of verse eight steps in and more. */
export const crowded = (doc, modern) => {
    const edge = doc.documentElement.clientWidth + SLACK
    const found = []
    for (const text of texts(doc.body)) {
        const element = text.parentElement
        if (element.closest('[hidden]') || !modern && element.closest(WIDE)) continue
        const wrong = inkOf(text).find(({ left, right }) => left < -SLACK || right > edge)
        if (wrong) found.push(`words ${words(text)} in ${nameOf(element)} end at ${Math.round(wrong.right)} of ${Math.round(edge)} px`)
    }
    for (const image of doc.images) {
        if (image.getBoundingClientRect().right > edge) found.push(`${nameOf(image)} is wider than the page`)
    }
    return found
}

/** Half steps of a line of verse by its class: `i2` is two steps, `i1h` one and a half. */
const halfSteps = line => {
    const [, whole, half] = /(?:^| )i(\d+)(h?)(?: |$)/.exec(line.className) ?? [0, 0, '']
    return 2 * whole + (half ? 1 : 0)
}

/** Stanzas in which a step is not as wide as another. */
export const unequalSteps = doc => {
    const found = []
    for (const stanza of doc.querySelectorAll('.poem:not(.exact) .stanza')) {
        const begins = [...stanza.querySelectorAll('.line')].map(line => {
            const ink = [...texts(line)].flatMap(inkOf)[0]
            const style = getComputedStyle(line)
            return ink && style.textAlign !== 'center' && { halves: halfSteps(line), at: style.direction === 'rtl' ? -ink.right : ink.left }
        }).filter(Boolean)
        const plain = begins.find(({ halves }) => halves === 0)
        const steps = begins.filter(({ halves }) => plain && halves > 0 && halves < 10).map(({ halves, at }) => (at - plain.at) / halves)
        // Letters do not all begin at the same distance from the edge of their own space.
        if (steps.length && Math.max(...steps) - Math.min(...steps) > 1.5) found.push(`steps of ${steps.map(Math.round)} px in ${words(stanza)}`)
        if (steps.some(step => step < 2)) found.push(`no steps in ${words(stanza)}`)
    }
    return found
}

/** Section breaks that nobody sees: without a line or a mark, and without white. */
export const lostBreaks = doc => {
    const found = []
    for (const hr of doc.querySelectorAll('hr.break')) {
        const style = getComputedStyle(hr)
        const line = style.borderTopStyle !== 'none' && parseFloat(style.borderTopWidth) > 0
        const mark = !['none', 'normal'].includes(getComputedStyle(hr, '::before').content)
        const [above, below] = [hr.previousElementSibling, hr.nextElementSibling].map(one => one?.getBoundingClientRect())
        const white = !above || !below ? Infinity : below.top - above.bottom
        if (!line && !mark && white < parseFloat(getComputedStyle(doc.body).fontSize)) found.push(`a break does not show behind ${words(hr.previousElementSibling)}`)
    }
    return found
}

/** Words that are dark on a dark page. */
export const darkWords = doc => {
    const light = color => {
        const [red, green, blue, alpha = 1] = color.match(/[\d.]+/g).map(Number)
        return { bright: (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255, alpha }
    }
    const found = []
    for (const text of texts(doc.body)) {
        const { bright } = light(getComputedStyle(text.parentElement).color)
        let ground = 0
        for (let element = text.parentElement; element; element = element.parentElement) {
            const { bright, alpha } = light(getComputedStyle(element).backgroundColor)
            if (alpha > 0.5) {
                ground = bright
                break
            }
        }
        if (Math.abs(bright - ground) < 0.25) found.push(`words ${words(text)} in ${nameOf(text.parentElement)} are not to be read at night`)
    }
    return found
}

/** What does not begin on the side on which its language begins: text, lists, definitions, tables. */
export const wrongSides = doc => {
    const found = []
    const sidesOf = style => style.direction === 'rtl' ? ['Right', 'Left'] : ['Left', 'Right']
    const wanted = doc.documentElement.dir === 'rtl' ? 'rtl' : 'ltr'
    for (const element of doc.body.querySelectorAll('p, h2, h3, li, dt, dd, ul, ol, tr')) {
        const style = getComputedStyle(element)
        const [start, end] = sidesOf(style)
        if (style.direction !== wanted && !element.closest('[dir]')) found.push(`${nameOf(element)} runs the wrong way`)
        const side = name => parseFloat(style[`margin${name}`]) + parseFloat(style[`padding${name}`])
        if (['ul', 'ol', 'dd'].includes(element.localName) && !element.classList.contains('places') && side(start) < side(end)) {
            found.push(`${nameOf(element)} ${words(element)} is drawn in on the wrong side`)
        }
        if (element.localName === 'tr' && element.children.length > 1) {
            const [first, second] = [...element.children].map(cell => cell.getBoundingClientRect())
            const beside = Math.abs(first.top - second.top) < SLACK
            if (beside && (first.left < second.left) !== (start === 'Left')) found.push(`${nameOf(element)}: the columns run the wrong way`)
        }
        const align = style.textAlign
        if (!['p', 'h2', 'h3', 'dt'].includes(element.localName) || align === 'center' || align === end.toLowerCase() || align === 'end') continue
        const rects = texts(element).flatMap(inkOf)
        if (!rects.length || style.display !== 'block') continue
        const box = element.getBoundingClientRect()
        const edge = start === 'Left'
            ? Math.min(...rects.map(rect => rect.left)) - box.left - parseFloat(style.paddingLeft)
            : box.right - parseFloat(style.paddingRight) - Math.max(...rects.map(rect => rect.right))
        if (edge > 3 * parseFloat(style.fontSize)) found.push(`${nameOf(element)} ${words(element)} begins ${Math.round(edge)} px from its side`)
    }
    return found
}
