// Electron's security checklist, asserted on the living app: what its pages are, what they ask the network for, what
// the bundle gives out. What runs in a page against our will is in security-page, whom main listens to in
// security-calls, devices and other powers in security-permissions.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ORIGIN, PAGE, settle, test } from './attacked.ts'
import { expect } from './fixtures.ts'

/** Preferences that Electron only reports when they are set. */
const NEVER = [
  'allowRunningInsecureContent',
  'enableBlinkFeatures',
  'experimentalFeatures',
  'navigateOnDragDrop',
  'nodeIntegrationInWorker',
  'plugins',
  'spellcheck',
]

test('gives every page the safe preferences and keeps none of its data', async ({ attacked: { electron } }) => {
  const pages = await electron.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => {
      const known = contents as unknown as { getLastWebPreferences(): Record<string, unknown> }
      const preferences = JSON.parse(JSON.stringify(known.getLastWebPreferences())) as Record<string, unknown>
      return { preferences, persistent: contents.session.isPersistent() }
    }),
  )
  expect(pages).toHaveLength(1)
  for (const { preferences, persistent } of pages) {
    expect(preferences).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      webviewTag: false,
    })
    for (const never of NEVER) expect(preferences[never] || false, never).toBe(false)
    expect(persistent).toBe(false)
  }
})

test('gives the page three functions and nothing of Node or Electron', async ({ attacked: { page } }) => {
  const exposed = await page.evaluate(() => {
    const foreign = [
      'require',
      'process',
      'module',
      'exports',
      'global',
      'Buffer',
      'electron',
      'ipcRenderer',
      '__dirname',
    ]
    return {
      bridge: Object.entries(window.swiftseed ?? {})
        .map(([name, each]) => `${name}: ${typeof each}`)
        .toSorted(),
      foreign: foreign.filter((name) => name in window),
    }
  })
  expect(exposed).toEqual({ bridge: ['call: function', 'dropped: function', 'on: function'], foreign: [] })
})

test('runs the page in a sandboxed process', async ({ attacked: { electron } }) => {
  test.skip(
    process.platform !== 'linux' || process.getuid?.() === 0,
    'Chromium has no sandbox for root: packaged.spec.ts looks at it as nobody',
  )
  const pid = await electron.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.getOSProcessId() ?? 0)
  expect(await readFile(`/proc/${pid}/status`, 'utf8')).toMatch(/^Seccomp:\s+2$/m)
  expect(await readFile(`/proc/${pid}/cmdline`, 'utf8')).not.toContain('--no-sandbox')
})

test('is a current Electron that finds nothing to warn of', async ({ attacked: { electron, page } }) => {
  const warnings: string[] = []
  page.on('console', (message) => {
    if (/security/i.test(message.text())) warnings.push(message.text())
  })
  const [version, control] = await electron.evaluate(async ({ BrowserWindow }) => {
    // Shows that this Electron does warn: of a window that has much wrong.
    const bad = new BrowserWindow({ show: false, webPreferences: { webSecurity: false, sandbox: false } })
    const warned = new Promise<string>((resolve) => {
      bad.webContents.on('console-message', ({ message }) => /security/i.test(message) && resolve(message))
      setTimeout(resolve, 5_000, 'no warning')
    })
    await bad.loadURL('data:text/html,<p>bad')
    const said = await warned
    bad.destroy()
    return [process.versions['electron'], said]
  })
  expect(Number.parseInt(version ?? '', 10)).toBeGreaterThanOrEqual(42)
  expect(control).toContain('Security Warning')
  await page.reload()
  await settle(page)
  expect(warnings).toEqual([])
})

test('asks the network for nothing but its own page', async ({ attacked: { electron, page } }) => {
  await electron.evaluate(({ webContents }) => {
    const seen: string[] = []
    Object.assign(globalThis, { seenByTest: seen })
    for (const { session } of webContents.getAllWebContents()) {
      session.webRequest.onSendHeaders(({ url }) => void seen.push(url))
      session.webRequest.onCompleted(({ url }) => void seen.push(url))
      session.webRequest.onErrorOccurred(({ url }) => void seen.push(url))
    }
  })
  await page.reload()
  await page.getByRole('main').waitFor()
  await settle(page)
  const seen = await electron.evaluate(() => (globalThis as unknown as { seenByTest: string[] }).seenByTest)
  expect(seen.length).toBeGreaterThan(0)
  expect(seen.filter((url) => !url.startsWith(`${ORIGIN}/`))).toEqual([])
})

test('holds no webview and saves no download', async ({ attacked: { electron, page }, stranger, profile }) => {
  await electron.evaluate(({ app, webContents }) => {
    const seen: string[] = []
    Object.assign(globalThis, { seenByTest: seen })
    app.on('web-contents-created', () => seen.push('another page'))
    for (const { session } of webContents.getAllWebContents())
      session.on('will-download', (event) => seen.push(event.defaultPrevented ? 'download prevented' : 'download'))
  })
  await page.evaluate((remote) => {
    const view = document.createElement('webview')
    view.setAttribute('src', remote)
    view.setAttribute('nodeintegration', '')
    const link = document.createElement('a')
    link.href = 'index.html'
    link.download = 'evil.sh'
    document.body.append(view, link)
    link.click()
  }, stranger.url)
  await settle(page)
  const seen = await electron.evaluate(() => (globalThis as unknown as { seenByTest: string[] }).seenByTest)
  expect(seen).toEqual(['download prevented'])
  expect(stranger.hits).toEqual([])
  await expect(readFile(join(profile.downloads, 'evil.sh'))).rejects.toThrow('ENOENT')
})

const KNOWN_TRICKS = [
  '../package.json',
  '../../package.json',
  '../main/index.js',
  '%2e%2e/main/index.js',
  '..%2fmain%2findex.js',
  '..%5cmain%5cindex.js',
  'assets/../../main/index.js',
  '../../../../../../etc/passwd',
  '/etc/passwd',
  'index.html%00.js',
  'index.html/..%2f..%2fpackage.json',
]
const PARTS =
  '.. . %2e%2e %2e ..%2f %2e%2e%2f ..%5c \\ / %00 assets package.json main index.js etc passwd %252e%252e'.split(' ')

/** Addresses put together at random, the same in every run. */
const randomTricks = (count: number): string[] => {
  let seed = 1
  const pick = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  const trick = (): string =>
    Array.from({ length: 1 + pick(7) }, () => PARTS[pick(PARTS.length)]).join(pick(2) === 0 ? '/' : '')
  return Array.from({ length: count }, trick)
}

test('serves its bundle and not a byte beside it', async ({ attacked: { electron, page } }) => {
  const addresses = [...KNOWN_TRICKS, ...randomTricks(300), 'index.html'].map((path) => `${ORIGIN}/${path}`)
  const read = async (fetcher: { fetch(url: string): Promise<Response> }, urls: readonly string[]) => {
    const one = async (url: string): Promise<string | null> => {
      const response = await fetcher.fetch(url).catch(() => null)
      return response?.ok ? response.text() : null
    }
    return Promise.all(urls.map(one))
  }
  const fromMain = await electron.evaluate(
    ({ webContents }, [reader, urls]) => {
      const run = new Function(`return ${reader}`)() as typeof read
      const session = webContents.getAllWebContents()[0]?.session
      if (!session) throw new Error('no page')
      return run(session, urls)
    },
    [read.toString(), addresses] as const,
  )
  const index = fromMain.at(-1)
  expect(index).toContain('<div id="root">')
  for (const [at, text] of fromMain.entries()) expect([null, index], addresses[at]).toContain(text)

  // The page may not even read its own bundle as data.
  const fromPage = await page.evaluate((url) => fetch(url).then(String, String), PAGE)
  expect(fromPage).toContain('Failed to fetch')
})
