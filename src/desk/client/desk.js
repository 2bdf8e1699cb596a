// The desk's page: shows what the program on this machine serves, and asks for no more than is in sight.

const $ = id => document.getElementById(id)
const SVG = 'http://www.w3.org/2000/svg'
const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties)
    element.append(...children)
    return element
}
const draw = (name, attributes, text = '') => {
    const element = document.createElementNS(SVG, name)
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
    element.textContent = text
    return element
}
const ask = async (what, question = {}) => {
    const answer = await fetch(`${what}?${new URLSearchParams(question)}`)
    return answer.ok ? answer.json() : null
}

let state = null
let view = 'print'
/** Pixels a point; nothing while pages fit the room. */
let zoom = null
/** The leaves of each view by their page, kept while pages are set anew. */
const leaves = {}
const shows = { bleed: false, margins: false, grid: false, faults: true }
/** Areas that are pointed at, by page. */
let hits = new Map()
let here = null
let handled = 0

// Fonts. A family's name is made of what is in it, so it is asked for once.

const families = new Set()
const learn = svg => {
    for (const text of svg.querySelectorAll('text')) {
        const family = text.getAttribute('font-family')
        if (families.has(family)) continue
        families.add(family)
        const face = new FontFace(family, `url(font/${family})`)
        document.fonts.add(face)
        face.load().catch(() => families.delete(family))
    }
}

// Leaves.

class Leaf {
    /** The revision that is shown, and the one that is asked for. */
    shown = 0
    asked = 0

    constructor(of, page) {
        Object.assign(this, { of, page })
        this.paper = make('div', { className: 'paper' })
        this.over = draw('svg', { class: 'over', 'aria-hidden': 'true' })
        this.paper.append(this.over)
        this.words = make('div', { className: 'words' })
        this.caption = make('figcaption', { className: 'caption' })
        this.element = make('figure', { className: 'leaf', tabIndex: 0 }, this.paper, this.words, this.caption)
        this.element.leaf = this
        this.paper.addEventListener('click', event => this.click(event))
        this.element.addEventListener('keydown', event => this.key(event))
    }

    get data() {
        return state.documents[this.of].pages[this.page]
    }

    /** Left, top, width and height of what is shown of it. */
    get box() {
        const { trim, bleed, media } = this.data
        if (this.of !== 'print') return media
        return shows.bleed ? bleed : [0, 0, ...trim]
    }

    lay(scale) {
        const { data, box: [x, y, width, height] } = this
        this.scale = scale
        Object.assign(this.paper.style, { width: `${width * scale}px`, height: `${height * scale}px` })
        this.paper.classList.toggle('gray', state.documents[this.of].gray)
        const name = data.folio || String(this.page + 1)
        this.element.setAttribute('aria-label', this.of === 'print' ? `Page ${name}` : `${this.of} ${this.page + 1}`)
        this.caption.textContent = this.of === 'print' ? name : ''
        this.over.setAttribute('viewBox', `${x} ${y} ${width} ${height}`)
        this.place()
        this.mark()
    }

    /** Where the drawing, which has its bleed, stands behind the paper's edge. */
    place() {
        if (!this.svg) return
        const { scale, box: [x, y] } = this
        const [left, top, width, height] = this.data.media
        Object.assign(this.svg.style, {
            left: `${(left - x) * scale}px`, top: `${(top - y) * scale}px`,
            width: `${width * scale}px`, height: `${height * scale}px`,
        })
    }

    load() {
        if (this.asked !== state.revision) this.loading = this.fetch()
        return this.loading
    }

    async fetch() {
        this.asked = state.revision
        const got = await ask('page', { d: this.of, n: this.page, r: state.revision }).catch(() => null)
        if (!got || got.revision < this.shown) return
        this.shown = got.revision
        if (got.svg === this.text) return
        this.text = got.svg
        const parsed = new DOMParser().parseFromString(got.svg, 'image/svg+xml').documentElement
        if (parsed.namespaceURI !== SVG) return
        learn(parsed)
        const svg = document.importNode(parsed, true)
        this.svg?.remove()
        this.svg = svg
        this.paper.prepend(svg)
        if (state.documents[this.of]?.pages[this.page]) this.place()
        this.words.replaceChildren(...got.text.map(text => make('p', { textContent: text })))
        for (const link of svg.querySelectorAll('.link')) {
            const url = link.dataset.url
            if (url) link.append(draw('title', {}, url))
        }
    }

    /** What is laid over the page. */
    mark() {
        const { data, over } = this
        const marks = []
        const area = (kind, [x, y, width, height]) => draw('rect', { class: kind, x, y, width, height })
        if (this.of === 'print') {
            const [width, height] = data.trim
            if (shows.bleed) marks.push(area('trim', [0, 0, width, height]), area('bleed', data.bleed))
            if (state.guides && (shows.margins || shows.grid)) {
                const type = state.guides[data.recto ? 'recto' : 'verso']
                if (shows.margins) marks.push(area('area', type))
                if (shows.grid) {
                    const [first, step, count] = state.guides.grid
                    for (let at = 0; at < count; at++) {
                        const y = first + at * step
                        marks.push(draw('line', { class: 'grid', x1: 0, x2: width, y1: y, y2: y }))
                    }
                }
            }
            if (shows.faults) for (const fault of state.faults.filter(fault => fault.page === this.page)) {
                const [, y] = fault.area
                marks.push(area('fault', fault.area), draw('text', { class: 'fault-name', x: 3, y: y + 6 }, fault.kind))
            }
            for (const line of state.changed?.lines ?? []) if (line.page === this.page) {
                const [x, y, , height] = line.area
                marks.push(area('new', line.area), draw('rect', { class: 'bar', x: x - 7, y, width: 1.6, height }))
            }
            for (const hit of hits.get(this.page) ?? []) marks.push(area('hit', hit))
            if (here?.page === this.page) marks.push(area('here', here.area))
        }
        over.replaceChildren(...marks)
    }

    click(event) {
        const link = event.target.closest?.('.link')
        if (link?.dataset.page) return follow(link)
        const bounds = this.paper.getBoundingClientRect()
        const [x, y] = this.box
        this.open(x + (event.clientX - bounds.left) / this.scale, y + (event.clientY - bounds.top) / this.scale)
    }

    key(event) {
        if (event.key !== 'Enter') return
        const link = event.target.closest?.('.link')
        if (link?.dataset.page) return follow(link)
        const line = state.guides?.[this.data.recto ? 'recto' : 'verso']
        if (event.target === this.element && line) this.open(line[0] + 5, state.guides.grid[0] - 1)
    }

    async open(x, y) {
        if (this.of !== 'print') return
        here = { page: this.page, area: [x - 4, y - 4, 8, 8] }
        this.mark()
        tell(await ask('place', { d: this.of, n: this.page, x: x.toFixed(2), y: y.toFixed(2) }))
    }
}

const follow = link => go(Number(link.dataset.page), Number(link.dataset.y ?? 0))

let fades = 0
/** Says where something was typed; copies that where no editor was opened. */
const tell = async place => {
    const text = place ? `${place.file}:${place.line}:${place.column}` : ''
    let said = 'Nothing was typed here.'
    if (place?.opened) said = `Opened ${text}`
    else if (place) said = await navigator.clipboard.writeText(text).then(() => `Copied ${text}`, () => text)
    $('place').textContent = said
    $('place').hidden = false
    clearTimeout(fades)
    fades = setTimeout(() => { $('place').hidden = true }, 6000)
}

// The stage.

const seen = new IntersectionObserver(entries => {
    for (const { target, isIntersecting } of entries) {
        target.leaf.inSight = isIntersecting
        if (isIntersecting) target.leaf.load()
    }
}, { root: null, rootMargin: '40% 0px' })

/** Pages that face each other. */
const spreads = pages => {
    const out = []
    pages.forEach((page, at) => {
        const last = out.at(-1)
        if (page.recto && last?.length === 1 && !pages[last[0]].recto) last.push(at)
        else out.push([at])
    })
    return out
}

/** Whether the cover is seen from behind. */
let turned = false
/** The cover around its pages, as it lies in the hand. */
const solid = async () => {
    const leaf = (leaves.cover ??= [])[0] ??= new Leaf('cover', 0)
    await leaf.load()
    if (!leaf.svg || view !== 'cover' || !$('solid').checked) return
    const [front, spine, back] = state.panels
    const stage = $('stage')
    const [across, down] = [stage.clientWidth - 40, stage.clientHeight - 110]
    const scale = Math.max(Math.min(across / (front[2] + spine[2] * 2), down / front[3]) * 0.86, 0.2)
    const [wide, high, deep] = [front[2] * scale, front[3] * scale, spine[2] * scale]
    const face = (name, [x, y, width, height], moved) => {
        const copy = leaf.svg.cloneNode(true)
        copy.removeAttribute('style')
        copy.querySelector('.links')?.remove()
        copy.setAttribute('viewBox', `${x} ${y} ${width} ${height}`)
        const element = make('div', { className: `face ${name}` }, copy)
        Object.assign(element.style, { width: `${width * scale}px`, height: `${high}px`, transform: moved })
        return element
    }
    const right = state.binding === 'right' ? -1 : 1
    const book = make('div', { className: 'book' },
        face('front', front, `translateZ(${deep / 2}px)`),
        face('spine', spine, `translateX(${(wide - deep) / 2 - right * wide / 2}px) rotateY(${-90 * right}deg)`),
        face('back', back, `rotateY(180deg) translateZ(${deep / 2}px)`))
    const room = make('div', { className: 'solid' }, book)
    Object.assign(book.style, { width: `${wide}px`, height: `${high}px` })
    const turn = make('button', { type: 'button', textContent: 'Turn over' })
    const show = () => {
        book.style.transform = `rotateY(${right * (turned ? 150 : 30)}deg)`
        room.setAttribute('role', 'img')
        room.setAttribute('aria-label', `The cover as a book, from the ${turned ? 'back' : 'front'}`)
    }
    turn.onclick = () => { turned = !turned; show() }
    show()
    stage.replaceChildren(make('div', { className: 'shelf' }, room, turn))
}
$('solid').onchange = () => build()

const build = () => {
    if (view === 'cover' && $('solid').checked && state.panels) return solid()
    const pages = state.documents[view]?.pages ?? []
    const own = leaves[view] ??= []
    own.length = Math.min(own.length, pages.length)
    const leaf = page => own[page] ??= new Leaf(view, page)
    const groups = view === 'print' ? spreads(pages) : pages.map((_, at) => [at])
    const rows = groups.map(group => {
        const elements = group.map(page => {
            const { element } = leaf(page)
            const alone = view === 'print' && group.length === 1
            element.classList.toggle('alone-right', alone && pages[page].recto)
            element.classList.toggle('alone-left', alone && !pages[page].recto)
            return element
        })
        return make('div', { className: `spread ${state.binding}` }, ...elements)
    })
    if (!rows.length) {
        const none = state.complete ? 'There is none.' : 'It is being made.'
        rows.push(make('p', { textContent: view === 'print' ? 'There are no pages yet: the book has errors.' : none }))
    }
    $('stage').replaceChildren(...rows)
    lay()
    for (const { element } of own) seen.observe(element)
}

/** Where there is room for one page beside another; the style sheet asks the same. */
const narrow = matchMedia('(max-width: 720px)')

const scaleNow = () => {
    if (zoom) return zoom
    const pages = state.documents[view]?.pages ?? []
    const width = Math.max(1, ...pages.map(page => view === 'print' ? (shows.bleed ? page.bleed[2] : page.trim[0]) : page.media[2]))
    const height = Math.max(1, ...pages.map(page => view === 'print' ? page.trim[1] : page.media[3]))
    const stacked = state.binding === 'top'
    const [side, storeys] = view !== 'print' ? [1, 1] : stacked ? [1, 2] : [2, 1]
    const stage = $('stage')
    const [across, down] = [stage.clientWidth - 40, stage.clientHeight - 70]
    // On a narrow screen a page is as wide as it may be; else a spread is seen as a whole.
    if (narrow.matches) return (stage.clientWidth - 16) / width
    return Math.max(Math.min(across / (width * side), down / (height * storeys)), 0.4)
}

const lay = () => {
    if ($('stage').querySelector('.shelf')) return solid()
    const scale = scaleNow()
    for (const leaf of leaves[view] ?? []) {
        leaf.lay(scale)
        leaf.element.style.setProperty('--leaf', narrow.matches ? '0px' : `${leaf.box[2] * scale}px`)
    }
}

const marked = () => { for (const leaf of leaves.print ?? []) leaf.mark() }

/** The page that is read: the first whose middle is below the top of the stage. */
const current = () => {
    const top = $('stage').getBoundingClientRect().top
    const own = leaves[view] ?? []
    const at = own.findIndex(({ element }) => {
        const { top: from, height } = element.getBoundingClientRect()
        return from + height / 2 > top
    })
    return Math.max(at, 0)
}

const go = (page, y = 0) => {
    if (view !== 'print') choose('print')
    const leaf = leaves.print?.[page]
    if (leaf) toLeaf(leaf, y)
}

const toLeaf = (leaf, y = 0) => {
    const stage = $('stage')
    const room = stage.clientHeight
    const top = leaf.element.getBoundingClientRect().top - stage.getBoundingClientRect().top + stage.scrollTop
    const tall = leaf.paper.offsetHeight > room
    stage.scrollTop = top - 20 + (tall ? Math.max(y * leaf.scale - room / 3, 0) : 0)
    leaf.load()
    follows()
}

const turn = by => {
    const rows = [...$('stage').querySelectorAll('.spread')]
    const top = $('stage').getBoundingClientRect().top
    const at = rows.findIndex(row => row.getBoundingClientRect().bottom - top > 60)
    const row = rows[Math.min(Math.max(at + by, 0), rows.length - 1)]
    if (row) $('stage').scrollTop += row.getBoundingClientRect().top - top - 20
}

/** Says which page is in sight. */
const follows = () => {
    const pages = state?.documents[view]?.pages ?? []
    const page = current()
    if (document.activeElement !== $('folio')) $('folio').value = pages[page]?.folio || String(page + 1)
    $('of').textContent = `of ${pages.length}`
    const entries = state?.contents ?? []
    const now = view === 'print' ? entries.findLastIndex(entry => entry.page <= page + 1) : -1
    $('contents').querySelectorAll('button').forEach((button, at) => button.setAttribute('aria-current', at === now))
    $('thumbs').querySelectorAll('.leaf').forEach((leaf, at) => leaf.firstChild.setAttribute('aria-current', at === page))
}

// The side.

const contents = () => {
    const entries = state.contents.map(({ level, title, page, folio }) => {
        const button = make('button', { type: 'button', onclick: () => go(page) }, make('span', { textContent: title }), make('span', { textContent: folio }))
        return make('li', { className: `level-${level}` }, button)
    })
    $('contents').firstElementChild.replaceChildren(...entries)
}

/** Small pages are copies of the large ones, drawn when they are in sight. */
const small = new IntersectionObserver(entries => {
    for (const { target, isIntersecting } of entries) {
        target.inSight = isIntersecting
        if (isIntersecting) thumb(target)
    }
}, { root: $('thumbs'), rootMargin: '50%' })

const thumb = async holder => {
    const leaf = leaves.print?.[holder.page]
    if (!leaf) return
    await leaf.load()
    if (!leaf.svg) return
    const copy = leaf.svg.cloneNode(true)
    copy.removeAttribute('style')
    copy.querySelector('.links')?.remove()
    const [width, height] = leaf.data.trim
    copy.setAttribute('viewBox', `0 0 ${width} ${height}`)
    holder.paper.replaceChildren(copy)
}

const thumbs = () => {
    if ($('thumbs').hidden) return
    const pages = state.documents.print?.pages ?? []
    const groups = spreads(pages)
    const holders = groups.flatMap(group => group.map(page => {
        const paper = make('span', { className: 'paper' })
        const [width, height] = pages[page].trim
        Object.assign(paper.style, { display: 'block', aspectRatio: `${width} / ${height}` })
        const name = pages[page].folio || String(page + 1)
        const button = make('button', { type: 'button', ariaLabel: `Page ${name}`, onclick: () => go(page) }, paper)
        const holder = make('div', { className: 'leaf' }, button, make('span', { className: 'caption', textContent: name }))
        if (group.length === 1) holder.classList.add(pages[page].recto ? 'alone-right' : 'alone-left')
        return Object.assign(holder, { page, paper })
    }))
    $('thumbs').replaceChildren(...holders)
    holders.forEach(holder => small.observe(holder))
    follows()
}

let wanted = 0
const find = async () => {
    const words = $('words').value
    const own = ++wanted
    const found = words.trim() ? await ask('find', { q: words }) : []
    if (own !== wanted || !found) return
    hits = new Map()
    for (const { page, areas } of found) hits.set(page, [...hits.get(page) ?? [], ...areas])
    $('found').textContent = words.trim() ? `${found.length} ${found.length === 1 ? 'place' : 'places'}` : ''
    $('hits').replaceChildren(...found.map(({ page, text, areas }) => {
        const folio = state.documents.print.pages[page]?.folio || page + 1
        const button = make('button', { type: 'button', onclick: () => go(page, areas[0]?.[1]) }, make('span', { textContent: text }), make('span', { textContent: folio }))
        return make('li', {}, button)
    }))
    marked()
}

const findings = () => {
    const count = state.findings.length
    $('count').textContent = count || ''
    $('found-list').replaceChildren(...state.findings.map((found, at) => {
        const { severity, code, message, help, file, line, places, page } = found
        const item = make('li', { className: `finding ${severity}` })
        item.append(make('p', {}, make('strong', { textContent: `${severity}: ` }), message))
        if (help) item.append(make('p', { className: 'help', textContent: help }))
        const more = places > 1 ? ` and ${places - 1} more` : ''
        item.append(make('p', { className: 'code', textContent: code + (file ? ` · ${file}:${line}${more}` : '') }))
        if (file) item.append(make('button', { type: 'button', textContent: state.editor ? 'Open' : 'Copy place', onclick: async () => tell(await ask('finding', { n: at })) }))
        if (page !== null) item.append(make('button', { type: 'button', textContent: 'Show', onclick: () => go(page) }))
        return item
    }))
    if (!count) $('found-list').replaceChildren(make('li', { textContent: state.complete ? 'Nothing was found.' : 'Looking …' }))
    $('fault-list').replaceChildren(...state.faults.map(({ kind, page, area, file, line }) => {
        const folio = state.documents.print?.pages[page]?.folio || page + 1
        const button = make('button', { type: 'button', title: `${file}:${line}`, onclick: () => go(page, area[1]) }, make('span', { textContent: kind }), make('span', { textContent: folio }))
        return make('li', {}, button)
    }))
}

const tabs = [...$('tabs').children]
const side = tab => {
    for (const other of tabs) {
        const own = other === tab
        other.setAttribute('aria-selected', own)
        other.tabIndex = own ? 0 : -1
        $(other.getAttribute('aria-controls')).hidden = !own
    }
    if (tab.id === 'tab-thumbs') thumbs()
}
tabs.forEach((tab, at) => {
    tab.onclick = () => side(tab)
    tab.onkeydown = event => {
        const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
        if (!by) return
        event.stopPropagation()
        const next = tabs[(at + by + tabs.length) % tabs.length]
        side(next)
        next.focus()
    }
})

// The ebook, in a frame that runs no script.

let frame = null
let shownBook = ''
const chapter = () => {
    const list = $('chapter')
    const chosen = list.value
    list.replaceChildren(...state.chapters.map(({ file, title }) => make('option', { value: file, textContent: title })))
    if (state.chapters.some(({ file }) => file === chosen)) list.value = chosen
    else if (state.chapters.length > 1) list.selectedIndex = 1
}

const ebook = (again = false) => {
    const file = $('chapter').value
    if (view !== 'ebook') return
    if (!file) {
        $('reader').replaceChildren(make('p', { textContent: state.complete ? 'There is no ebook: the book has errors, or makes none.' : 'The ebook is being made.' }))
        frame = null
        return
    }
    const [width, height] = $('device').value.split('x')
    const address = `ebook${$('base').checked ? '-base' : ''}/${state.revision}/${file.split('/').map(encodeURIComponent).join('/')}`
    if (!frame) {
        frame = make('iframe', { title: 'The ebook' })
        frame.setAttribute('sandbox', 'allow-same-origin')
        frame.addEventListener('load', dressed)
        $('reader').replaceChildren(frame)
    }
    Object.assign(frame.style, { width: `${width}px`, height: `${height}px` })
    const same = shownBook === file
    if (again || address !== frame.getAttribute('src')) {
        frame.kept = same ? frame.contentWindow?.scrollY ?? 0 : 0
        shownBook = file
        frame.setAttribute('src', address)
    } else dressed()
}

/** What a reader of ebooks adds: margins, the size of type, white on black. */
const dressed = () => {
    const inside = frame?.contentDocument
    if (!inside?.documentElement || inside.URL === 'about:blank') return
    let style = inside.getElementById('chapbook-desk')
    if (!style) {
        style = inside.createElementNS('http://www.w3.org/1999/xhtml', 'style')
        style.id = 'chapbook-desk'
        ;(inside.head ?? inside.documentElement).append(style)
        // Links lead to chapters of the book; those out of it are not followed here.
        inside.addEventListener('click', event => {
            const link = event.target.closest?.('a[href]')
            if (!link) return
            const to = new URL(link.href)
            const name = decodeURIComponent(to.pathname.split('/').slice(4).join('/'))
            if (to.origin !== location.origin || !state.chapters.some(({ file }) => file === name)) return event.preventDefault()
            $('chapter').value = shownBook = name
        })
    }
    const night = $('night').checked ? 'html { background: #000 !important; color: #ddd !important; } a { color: #9cf !important; }' : ''
    style.textContent = `html { font-size: ${$('type').value}%; } body { padding: 0 5%; } ${night}`
    if (frame.kept) {
        frame.contentWindow.scrollTo(0, frame.kept)
        frame.kept = 0
    }
}
for (const id of ['chapter', 'device', 'type', 'night', 'base']) $(id).onchange = () => ebook()

// Views and tools.

/** The page that was read in each view. */
const read = {}
const choose = name => {
    if (view !== 'ebook') read[view] = current()
    view = name
    for (const button of $('views').children) button.setAttribute('aria-pressed', button.dataset.view === name)
    const book = name === 'ebook'
    $('stage').hidden = $('page-tools').hidden = book
    $('reader').hidden = $('ebook-tools').hidden = !book
    for (const label of document.querySelectorAll('.print-only')) label.hidden = name !== 'print'
    for (const label of document.querySelectorAll('.cover-only')) label.hidden = name !== 'cover'
    if (book) ebook()
    else {
        build()
        const leaf = leaves[name]?.[read[name]]
        if (leaf) toLeaf(leaf)
    }
    follows()
}
for (const button of $('views').children) button.onclick = () => choose(button.dataset.view)

const kept = work => {
    const page = current()
    const own = leaves[view]?.[page]
    const before = own?.element.getBoundingClientRect().top
    work()
    if (own && before !== undefined) $('stage').scrollTop += own.element.getBoundingClientRect().top - before
}
const size = by => kept(() => {
    zoom = by ? Math.min(Math.max(scaleNow() * by, 0.2), 8) : null
    lay()
})
$('smaller').onclick = () => size(1 / 1.25)
$('larger').onclick = () => size(1.25)
$('fit').onclick = () => size(0)
for (const box of document.querySelectorAll('[data-show]')) box.onchange = () => kept(() => {
    shows[box.dataset.show] = box.checked
    lay()
})
$('folio').onchange = () => {
    const pages = state.documents[view]?.pages ?? []
    const folio = $('folio').value.trim()
    let page = pages.findLastIndex(page => page.folio === folio)
    if (page < 0) page = Number.parseInt(folio, 10) - 1
    $('folio').blur()
    if (page >= 0 && page < pages.length && view === 'print') go(page)
    follows()
}
$('words').oninput = find
$('find').querySelector('form').onsubmit = event => {
    event.preventDefault()
    $('hits').querySelector('button')?.click()
}
let scrolling = 0
$('stage').onscroll = () => {
    cancelAnimationFrame(scrolling)
    scrolling = requestAnimationFrame(follows)
}
new ResizeObserver(() => { if (state && view !== 'ebook' && !zoom) kept(lay) }).observe($('stage'))

document.addEventListener('keydown', event => {
    if (event.target.matches('input, select, textarea') || event.ctrlKey || event.metaKey || event.altKey || !state) return
    const keys = {
        ArrowRight: () => turn(state.binding === 'right' ? -1 : 1), ArrowLeft: () => turn(state.binding === 'right' ? 1 : -1),
        PageDown: () => turn(1), PageUp: () => turn(-1),
        Home: () => { $('stage').scrollTop = 0 }, End: () => { $('stage').scrollTop = $('stage').scrollHeight },
        '+': () => size(1.25), '=': () => size(1.25), '-': () => size(1 / 1.25), 0: () => size(0),
        '/': () => { side($('tab-find')); $('words').focus() },
    }
    if (!keys[event.key] || view === 'ebook') return
    event.preventDefault()
    keys[event.key]()
})

// What is new.

let asking = false
let askAgain = false
const refresh = async () => {
    if (asking) {
        askAgain = true
        return
    }
    asking = true
    const next = await ask('state').catch(() => null)
    asking = false
    if (next && next.revision !== state?.revision) show(next)
    if (askAgain) {
        askAgain = false
        refresh()
    }
}

const show = next => {
    const first = !state
    state = next
    document.documentElement.dataset.revision = state.revision
    const title = state.title || 'Chapbook'
    $('title').textContent = document.title = title
    const errors = state.findings.filter(({ severity }) => severity === 'error')
    $('alarm').hidden = !state.broken
    $('alarm').textContent = state.broken
        ? ['The book has errors. The pages are as they were before.', ...errors.map(({ message, file, line }) => file ? `${file}:${line}: ${message}` : message)].join('\n')
        : ''
    const pages = state.documents.print?.pages.length ?? 0
    $('status').textContent = `${pages} ${pages === 1 ? 'page' : 'pages'}${state.complete ? '' : ', making the rest …'}`
    const move = state.changed && state.changed.revision > handled ? state.changed : null
    if (move) handled = move.revision
    if (view === 'ebook') chapter()
    else kept(build)
    for (const leaf of leaves[view] ?? []) if (leaf.inSight) leaf.load()
    contents()
    findings()
    chapter()
    if (view === 'ebook') ebook(true)
    thumbs()
    if ($('words').value) find()
    if (move && !first && view === 'print') {
        const [line] = move.lines
        const rect = leaves.print?.[move.page]?.element.getBoundingClientRect()
        const stage = $('stage').getBoundingClientRect()
        const y = line ? line.area[1] * (leaves.print[move.page].scale) : 0
        // A page that is in sight stays where it is.
        if (rect && (rect.top + y < stage.top || rect.top + y > stage.bottom - 40)) go(move.page, line?.area[1])
    }
    follows()
}

const events = new EventSource('events')
events.onmessage = refresh
events.onerror = () => { $('status').textContent = 'The preview has ended, or cannot be reached.' }
refresh()
