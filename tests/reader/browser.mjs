// Headless Chromium and a server of one machine, for as long as some work takes. CHAPBOOK_JUDGES names the folder with
// node_modules, PUPPETEER_EXECUTABLE_PATH the browser.

import { createServer } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const require = createRequire(join(process.env.CHAPBOOK_JUDGES, 'package.json'))
const { default: puppeteer } = await import(pathToFileURL(require.resolve('puppeteer-core')))

/** Gives `work` the browser and the address of what `serve` answers; prints its answer as JSON. */
export const browse = async (serve, work) => {
    const server = createServer(serve)
    await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
    const profile = await mkdtemp(join(tmpdir(), 'chapbook-reader-'))
    const browser = await puppeteer.launch({
        executablePath: process.env.PUPPETEER_EXECUTABLE_PATH,
        userDataDir: profile,
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
            '--disable-component-update', '--disable-sync', '--hide-scrollbars'],
    })
    try {
        console.log(JSON.stringify(await work(browser, `http://127.0.0.1:${server.address().port}`), null, 1))
    } finally {
        await browser.close()
        server.close()
        await rm(profile, { recursive: true, force: true })
    }
}
