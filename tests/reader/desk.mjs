// A person who writes with the preview open, in headless Chromium: types into a file, sees the page change, follows a note
// of the contents, clicks back to the line, breaks the book and mends it, looks at the other views.
//
//     node desk.mjs ADDRESS FOLDER-OF-THE-BOOK FOLDER-FOR-SCREENSHOTS
//
// Prints one JSON object: what is wrong, in words, and what was seen. CHAPBOOK_JUDGES names the folder with node_modules,
// PUPPETEER_EXECUTABLE_PATH the browser.

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { browse } from './browser.mjs'

const [address, book, shots] = process.argv.slice(2)

const write = async (name, change) => {
    const path = join(book, name)
    await writeFile(path, change(await readFile(path, 'utf8')))
}

await browse((_, response) => response.end(), async browser => {
    await rm(shots, { recursive: true, force: true })
    await mkdir(shots, { recursive: true })
    const faults = []
    const seen = {}
    const check = (holds, what) => { if (!holds) faults.push(what) }
    await browser.defaultBrowserContext().overridePermissions(new URL(address).origin, ['clipboard-read', 'clipboard-write', 'clipboard-sanitized-write'])
    const page = await browser.newPage()
    const own = new URL(address).origin
    page.on('pageerror', error => faults.push(`the page threw: ${error.message}`))
    page.on('request', request => { if (!request.url().startsWith(own)) faults.push(`asked elsewhere: ${request.url()}`) })
    page.on('response', answer => {
        if (answer.status() >= 400 && !answer.url().endsWith('/favicon.ico')) faults.push(`${answer.status()} for ${answer.url()}`)
    })
    await page.setViewport({ width: 1400, height: 900 })
    await page.goto(address)
    const shot = name => page.screenshot({ path: join(shots, `${name}.png`) })
    const complete = () => page.waitForFunction(() => document.getElementById('status').textContent.match(/^\d+ pages?$/))
    const wait = (what, ...given) => page.waitForFunction(what, { timeout: 20_000 }, ...given)
    /** The page in whose words something is read. */
    const has = words => wait(words => [...document.querySelectorAll('#stage .words')].some(own => own.textContent.includes(words)), words)
    await wait(() => document.querySelector('.paper svg .ink text'))
    await complete()
    await page.evaluate(() => document.fonts.ready)

    // Only what is in sight is asked for.
    seen.pages = await page.evaluate(() => document.querySelectorAll('#stage .leaf').length)
    seen.drawn = await page.evaluate(() => document.querySelectorAll('#stage .ink').length)
    check(seen.drawn < seen.pages, 'pages out of sight were asked for')
    const inked = await page.evaluate(() => [...document.fonts].every(face => face.status === 'loaded') && document.fonts.size > 0)
    check(inked, 'a font was not loaded')
    await shot('desktop')

    // An edit on a page that is out of sight brings it into sight, with its new line marked.
    await write('03-three.md', text => text.replace('Nobody had counted them.', 'Everybody had counted them twice.'))
    await has('Everybody had counted them twice.')
    await wait(() => document.querySelector('.over .new'))
    seen.marked = await page.evaluate(() => {
        const mark = document.querySelector('.over .new').getBoundingClientRect()
        return mark.top >= 0 && mark.bottom <= innerHeight
    })
    check(seen.marked, 'the change is not in sight')
    await shot('changed')

    // A click on the changed words leads to their line.
    const box = await page.evaluate(() => {
        const { left, top, width, height } = document.querySelector('.over .new').getBoundingClientRect()
        return [left + width * 0.3, top + height / 2]
    })
    await page.mouse.click(...box)
    await wait(() => document.getElementById('place').textContent.includes('03-three.md:'))
    seen.place = await page.evaluate(() => document.getElementById('place').textContent)
    const text = await readFile(join(book, '03-three.md'), 'utf8')
    const line = text.split('\n').findIndex(line => line.includes('Everybody')) + 1
    check(seen.place.includes(`03-three.md:${line}:`), `a click led to ${seen.place}, not to line ${line}`)
    const copied = await page.evaluate(() => navigator.clipboard.readText()).catch(error => error.message)
    check(copied.includes(`03-three.md:${line}:`), `copied was ${copied}`)

    // Links on the pages are followed, by the mouse and by the keyboard.
    await page.keyboard.press('Home')
    await page.evaluate(() => document.querySelector('#contents button').click())
    await wait(() => document.querySelector('#stage .link[data-page]'))
    const target = await page.evaluate(() => {
        const links = [...document.querySelectorAll('#stage .link[data-page]')]
        const link = links.at(-1)
        link.focus()
        return Number(link.dataset.page)
    })
    await page.keyboard.press('Enter')
    await wait(page => {
        const { top, bottom } = document.querySelectorAll('#stage .leaf')[page].getBoundingClientRect()
        return bottom > 100 && top < innerHeight
    }, target)

    // Search.
    await page.keyboard.press('/')
    await page.keyboard.type('counted them twice')
    await wait(() => document.getElementById('found').textContent === '1 place')
    await page.keyboard.press('Enter')
    await wait(() => document.querySelector('.over .hit'))

    // A broken book keeps its pages and shows the errors; a mended one goes on.
    const settings = await readFile(join(book, 'book.toml'), 'utf8')
    await write('book.toml', () => '[book\n')
    await wait(() => !document.getElementById('alarm').hidden)
    seen.alarm = await page.evaluate(() => document.getElementById('alarm').textContent)
    check(/book\.toml:\d+/.test(seen.alarm), `the errors are not told: ${seen.alarm}`)
    check(await page.evaluate(() => document.querySelectorAll('#stage .ink').length) > 0, 'the last good pages are gone')
    await shot('broken')
    await write('book.toml', () => settings)
    await wait(() => document.getElementById('alarm').hidden)
    await complete()

    // Guides, thumbnails, the list of findings.
    for (const name of ['bleed', 'margins', 'grid']) await page.click(`[data-show="${name}"]`)
    check(await page.evaluate(() => document.querySelectorAll('.over .grid').length) > 20, 'there is no grid')
    check(await page.evaluate(() => document.querySelectorAll('.over .area').length) > 1, 'there are no margins')
    await page.click('#tab-thumbs')
    await wait(() => document.querySelector('#thumbs svg .ink'))
    await shot('guides')
    await page.click('#tab-findings')
    await shot('findings')

    // The ebook: its own files, without scripts, by day and by night, with the base sheet alone.
    await page.click('[data-view="ebook"]')
    await wait(() => document.querySelector('iframe')?.contentDocument?.getElementById('chapbook-desk'))
    await page.select('#chapter', await page.evaluate(() => [...document.querySelectorAll('#chapter option')].at(-1).value))
    await wait(() => document.querySelector('iframe').contentDocument?.body?.textContent.includes('counted them twice'))
    const rules = () => page.evaluate(() => {
        const sheets = [...document.querySelector('iframe').contentDocument.styleSheets]
        return sheets.filter(sheet => sheet.href).map(sheet => sheet.cssRules.length)
    })
    const both = await rules()
    await page.click('#night')
    seen.night = await page.evaluate(() => {
        const inside = document.querySelector('iframe').contentDocument
        return inside.defaultView.getComputedStyle(inside.documentElement).backgroundColor
    })
    check(seen.night === 'rgb(0, 0, 0)', `night is ${seen.night}`)
    await shot('ebook')
    await page.click('#base')
    await wait(() => document.querySelector('iframe').contentDocument?.getElementById('chapbook-desk') && document.querySelector('iframe').contentDocument.URL.includes('ebook-base'))
    const alone = await rules()
    check(both.every(count => count > 0) && alone.some(count => count === 0), `rules with both sheets ${both}, with one ${alone}`)
    const sandbox = await page.evaluate(() => document.querySelector('iframe').getAttribute('sandbox'))
    check(sandbox === 'allow-same-origin', `the frame may ${sandbox}`)

    // The other views.
    for (const view of ['cover', 'sheets']) {
        await page.click(`[data-view="${view}"]`)
        await wait(() => document.querySelector('#stage .ink text'))
        await page.evaluate(() => document.fonts.ready)
        await shot(view)
    }

    // The cover as a book: three faces, and the other side.
    await page.click('[data-view="cover"]')
    await page.click('#solid')
    await wait(() => document.querySelectorAll('.face > svg').length === 3)
    await new Promise(resolve => setTimeout(resolve, 300))
    await shot('book')
    const side = () => page.evaluate(() => document.querySelector('.solid').getAttribute('aria-label'))
    const front = await side()
    await page.click('.shelf button')
    await new Promise(resolve => setTimeout(resolve, 900))
    await shot('book-back')
    check(front.endsWith('front') && (await side()).endsWith('back'), `the book was not turned: ${front}, ${await side()}`)
    await page.click('#solid')
    await wait(() => !document.querySelector('.shelf') && document.querySelector('#stage .ink text'))

    // A telephone.
    await page.click('[data-view="print"]')
    await page.setViewport({ width: 390, height: 844 })
    await page.click('#tab-contents')
    await wait(() => document.querySelector('#stage .ink'))
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    check(wide <= 390, `at 390 pixels the page is ${wide} wide`)
    await new Promise(resolve => setTimeout(resolve, 500))
    await shot('phone')

    // What a screen reader finds: names of all that can be pressed, one heading, words of pages.
    seen.unnamed = await page.evaluate(() => [...document.querySelectorAll('button, input, select, iframe, .leaf')]
        .filter(element => !(element.textContent.trim() || element.getAttribute('aria-label') || element.title || element.labels?.length))
        .map(element => element.outerHTML.slice(0, 80)))
    check(!seen.unnamed.length, `without names: ${seen.unnamed}`)
    return { faults, seen }
})
