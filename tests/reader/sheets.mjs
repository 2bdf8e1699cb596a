// The files of an EPUB as a plain browser shows them: with both style sheets and with the base alone, on screens of three
// widths, at night, and with type of twice the size.
//
//     node sheets.mjs FOLDER-OF-THE-UNPACKED-EPUB FOLDER-FOR-SCREENSHOTS
//
// Prints one JSON object: what is wrong, in words, and how much was looked at. CHAPBOOK_JUDGES names the folder with
// node_modules, PUPPETEER_EXECUTABLE_PATH the browser.

import { mkdir, readFile, rm } from 'node:fs/promises'
import { dirname, extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { browse } from './browser.mjs'

const [book, shots] = process.argv.slice(2)
const here = dirname(fileURLToPath(import.meta.url))

const PHONE = { width: 390, height: 844 }
const NIGHT = 'html { background: #000 !important; color: #ddd !important; } body { padding: 0 5%; }'
const DAY = 'body { padding: 0 5%; }'
const LARGE = 'html { font-size: 200%; }'
const LOOKS = [
    { name: 'small', size: { width: 320, height: 568 }, style: DAY },
    { name: 'phone', size: PHONE, style: DAY },
    { name: 'tablet', size: { width: 820, height: 1180 }, style: DAY },
    { name: 'night', size: PHONE, style: NIGHT, night: true },
    { name: 'large', size: PHONE, style: DAY + LARGE },
]

/** Of these no pictures are kept. */
const PLAIN = ['small', 'tablet']

const TYPES = { '.js': 'text/javascript', '.xhtml': 'application/xhtml+xml', '.css': 'text/css', '.svg': 'image/svg+xml' }
const serve = async (request, response) => {
    const [, root, ...rest] = normalize(decodeURI(new URL(request.url, 'http://localhost').pathname)).split('/')
    const folder = { tests: here, book: join(book, 'OEBPS') }[root]
    const path = folder && join(folder, ...rest)
    const base = request.headers.referer?.includes('base-alone') && path?.endsWith('stylesheet-modern.css')
    const bytes = path && !base && await readFile(path).catch(() => null)
    response.writeHead(bytes ? 200 : 404, { 'content-type': TYPES[extname(path || '')] ?? 'application/octet-stream' })
    response.end(bytes)
}

/** In the page: what is wrong with it. */
const look = async (night, modern) => {
    const { crowded, verseFaults, unequalSteps, lostBreaks, darkWords, wrongSides } = await import('/tests/geometry.js')
    await document.fonts.ready
    await Promise.all([...document.images].map(image => image.decode().catch(() => {})))
    return {
        faults: [...crowded(document, modern), ...verseFaults(document), ...unequalSteps(document),
            ...lostBreaks(document), ...wrongSides(document), ...(night ? darkWords(document) : [])],
        lines: document.querySelectorAll('.line').length,
        breaks: document.querySelectorAll('hr.break').length,
    }
}

await browse(serve, async (browser, address) => {
    await rm(shots, { recursive: true, force: true })
    await mkdir(shots, { recursive: true })
    const opf = await readFile(join(book, 'OEBPS/content.opf'), 'utf8')
    const files = [...opf.matchAll(/href="([^"]+\.xhtml)"/g)].map(([, href]) => href)
    const answer = { faults: [], seen: 0, lines: 0, breaks: 0 }
    const page = await browser.newPage()
    for (const { name, size, style, night } of LOOKS) {
        await page.setViewport(size)
        for (const sheets of ['both', 'base-alone']) {
            for (const file of files) {
                await page.goto(`${address}/book/${file}?${sheets}`)
                await page.addStyleTag({ content: style })
                const { faults, lines, breaks } = await page.evaluate(look, !!night, sheets === 'both')
                answer.faults.push(...faults.map(fault => `${name}, ${sheets}, ${file}: ${fault}`))
                answer.seen++
                answer.lines += lines
                answer.breaks += breaks
                if (lines && !PLAIN.includes(name)) await page.screenshot({ path: join(shots, `${name}-${sheets}-${file}.png`) })
            }
        }
    }
    return answer
})
