// Electron's security checklist, asserted on the living app: what its pages are, what runs in them against our will,
// where they can go, what they may use, whom main listens to. Attacks come from inside the page, where a hole in the
// renderer would put them.

import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { launchApp, type App } from './app.ts'
import { expect, test as base } from './fixtures.ts'
import { storedSettings } from './profile.ts'

const ORIGIN = 'app://swiftseed'
const PAGE = `${ORIGIN}/index.html`

interface Listener extends AsyncDisposable {
  readonly url: string
  readonly hits: readonly string[]
}

/** A stranger on the network who notes everybody who calls. */
const listen = async (): Promise<Listener> => {
  const hits: string[] = []
  const server: Server = createServer(({ url = '' }, response) => {
    hits.push(url)
    response.setHeader('Access-Control-Allow-Origin', '*').end('hello')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { url: `http://127.0.0.1:${port}`, hits, [Symbol.asyncDispose]: close }
}

/** The app under attack: its complaints are not held against it. */
const test = base.extend<{ readonly attacked: App; readonly stranger: Listener }>({
  attacked: async ({ profile }, provide) => {
    await using app = await launchApp(profile)
    await app.page.waitForFunction(() => (document.querySelector('#root')?.childElementCount ?? 0) > 0)
    await provide(app)
  },
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads which fixtures are wanted from the pattern
  stranger: async ({}, provide) => {
    await using listener = await listen()
    await provide(listener)
  },
})

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

/** Gives what was set in motion the time to happen. */
const settle = (page: Page): Promise<void> => page.waitForTimeout(300)

test('gives every page the safe preferences, a sandbox and no Node', async ({ attacked: { electron, page } }) => {
  const pages = await electron.evaluate(({ webContents, app }) =>
    webContents.getAllWebContents().map((contents) => {
      const known = contents as unknown as { getLastWebPreferences(): Record<string, unknown> }
      const { session } = contents
      return {
        preferences: JSON.parse(JSON.stringify(known.getLastWebPreferences())) as Record<string, unknown>,
        persistent: session.isPersistent(),
        packaged: app.isPackaged,
      }
    }),
  )
  expect(pages).toHaveLength(1)
  for (const { preferences, persistent, packaged } of pages) {
    expect(preferences).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      webviewTag: false,
    })
    for (const never of NEVER) expect(preferences[never] || false, never).toBe(false)
    if (packaged) expect(preferences['devTools']).toBe(false)
    expect(persistent).toBe(false)
  }
  const exposed = await page.evaluate(() => ({
    bridge: Object.keys(window.swiftseed ?? {}).toSorted(),
    kinds: Object.values(window.swiftseed ?? {}).map((each) => typeof each),
    node: [
      'require',
      'process',
      'module',
      'exports',
      'global',
      'Buffer',
      'electron',
      'ipcRenderer',
      '__dirname',
    ].filter((name) => name in window),
  }))
  expect(exposed).toEqual({ bridge: ['call', 'on'], kinds: ['function', 'function'], node: [] })
})

test('runs the page in a sandboxed process', async ({ attacked: { electron } }) => {
  test.skip(process.platform !== 'linux' || process.getuid?.() === 0, 'Chromium has no sandbox for root')
  const pid = await electron.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.getOSProcessId() ?? 0)
  expect(await readFile(`/proc/${pid}/status`, 'utf8')).toMatch(/^Seccomp:\s+2$/m)
  expect(await readFile(`/proc/${pid}/cmdline`, 'utf8')).not.toContain('--no-sandbox')
})

test('is a current Electron that finds nothing to warn of', async ({ attacked: { electron, page } }) => {
  const warnings: string[] = []
  page.on('console', (message) => {
    if (/security/i.test(message.text())) warnings.push(message.text())
  })
  const [electronVersion, control] = await electron.evaluate(async ({ BrowserWindow }) => {
    // Shows that this Electron does warn: of a window that has everything wrong.
    const bad = new BrowserWindow({ show: false, webPreferences: { webSecurity: false, sandbox: false } })
    const warned = new Promise<string>((resolve) => {
      bad.webContents.on('console-message', ({ message }) => /security/i.test(message) && resolve(message))
      setTimeout(() => resolve('no warning'), 5_000)
    })
    await bad.loadURL('data:text/html,<p>bad')
    const said = await warned
    bad.destroy()
    return [process.versions['electron'], said]
  })
  expect(Number.parseInt(electronVersion ?? '', 10)).toBeGreaterThanOrEqual(42)
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
  await page.waitForLoadState('networkidle')
  await settle(page)
  const seen = await electron.evaluate(() => (globalThis as unknown as { seenByTest: string[] }).seenByTest)
  expect(seen.length).toBeGreaterThan(0)
  expect(seen.filter((url) => !url.startsWith(`${ORIGIN}/`))).toEqual([])
})

test('runs no script and loads nothing that is not in its bundle', async ({
  attacked: { electron, page },
  stranger,
}) => {
  const policy = await electron.evaluate(async ({ webContents }, url) => {
    const response = await webContents.getAllWebContents()[0]?.session.fetch(url)
    return response?.headers.get('content-security-policy')
  }, PAGE)
  for (const rule of [
    "default-src 'none'",
    "script-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ])
    expect(policy).toContain(rule)
  expect(policy).not.toMatch(/unsafe|\*|https?:/)

  const outcome = await page.evaluate(async (remote) => {
    const ran: string[] = []
    Object.assign(window, { ran })
    const attempt = async (name: string, act: () => unknown): Promise<void> => {
      try {
        await act()
        ran.push(name)
      } catch {
        // Refused, as it should be.
      }
    }
    const append = (tag: string, attributes: Record<string, string>): Element => {
      const element = document.createElement(tag)
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
      return document.body.appendChild(element)
    }
    const loads = (tag: string, attributes: Record<string, string>): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const element = append(tag, attributes)
        element.addEventListener('load', resolve)
        element.addEventListener('error', reject)
        setTimeout(reject, 1_000)
      })
    // The debugger lets code it runs itself evaluate strings; what runs after a pause is on its own.
    await new Promise((resolve) => setTimeout(resolve, 10))
    await attempt('eval', () => (0, eval)('1'))
    await attempt('Function', () => new Function('return 1')())
    await attempt(
      'innerHTML',
      () => (document.createElement('div').innerHTML = '<img src=x onerror=window.ran.push("x")>'),
    )
    await attempt('script text', () => (document.createElement('script').text = 'window.ran.push("text")'))
    await attempt('script address', () => ((document.createElement('script') as HTMLScriptElement).src = 'data:,1'))
    await attempt('document.write', () => document.write('<script>window.ran.push("write")</script>'))
    await attempt('policy', () => {
      const { trustedTypes } = window as unknown as {
        trustedTypes: { createPolicy(name: string, rules: object): unknown }
      }
      return trustedTypes.createPolicy('evil', { createHTML: (text: string) => text })
    })
    await attempt('timer', () => setTimeout('window.ran.push("timer")' as unknown as () => void))
    await attempt('module', () => import(`${remote}/module.js`))
    await attempt('data module', () => import(`data:text/javascript,window.ran.push("data")//${remote}`))
    await attempt('worker', () => new Worker(URL.createObjectURL(new Blob(['1']))))
    await attempt('fetch', () => fetch(`${remote}/fetch`))
    await attempt('image', () => loads('img', { src: `${remote}/image` }))
    await attempt('style', () => loads('link', { rel: 'stylesheet', href: `${remote}/style` }))
    await attempt('frame', () => loads('object', { data: `${remote}/object` }))
    await attempt('socket', async () => {
      const socket = new WebSocket(remote.replace('http', 'ws'))
      await new Promise((resolve, reject) => {
        socket.onopen = resolve
        socket.onerror = reject
      })
    })
    append('iframe', { src: `${remote}/iframe` })
    await attempt('handler', () => append('a', { href: '#', onclick: '1' }))
    append('base', { href: `${remote}/` })
    append('link', { rel: 'prefetch', href: `${remote}/prefetch` })
    append('link', { rel: 'preconnect', href: remote })
    append('video', { src: `${remote}/video` })
    navigator.sendBeacon(`${remote}/beacon`)
    await new Promise((resolve) => setTimeout(resolve, 500))
    return { ran, base: document.baseURI }
  }, stranger.url)
  expect(outcome).toEqual({ ran: [], base: PAGE })
  expect(stranger.hits).toEqual([])
})

test('goes nowhere, whatever the address and the way', async ({ attacked: { electron, page }, stranger }) => {
  test.setTimeout(180_000)
  const addresses = [
    `${stranger.url}/`,
    'https://example.com/',
    'http://127.0.0.1:1/',
    'file:///etc/passwd',
    'file:///',
    `${ORIGIN}/`,
    `${ORIGIN}/index.html?other`,
    `${ORIGIN}.evil/index.html`,
    'app://evil/index.html',
    'about:blank',
    'about:srcdoc',
    'data:text/html,<script>1</script>',
    'javascript:window.stolen=1',
    'blob:app://swiftseed/0',
    'chrome://gpu/',
    'chrome-extension://x/',
    'devtools://devtools/bundled/inspector.html',
    'view-source:app://swiftseed/index.html',
    'filesystem:app://swiftseed/temporary/x',
    'ftp://127.0.0.1/',
    'ws://127.0.0.1/',
    'mailto:a@b.c',
    'magnet:?xt=urn:btih:c12fe1c06bba254a9dc9f519b335aa7c1367a88a',
    'vscode://x',
    'ms-settings:',
    'search-ms:query=x',
    'smb://127.0.0.1/x',
    '//127.0.0.1/x',
    '\\\\127.0.0.1\\x',
    'intent://x#Intent;end',
  ]
  const ways = ['location', 'replace', 'link', 'new tab', 'form', 'refresh', 'open'] as const
  await electron.evaluate(({ app, shell, webContents }) => {
    const left: string[] = []
    Object.assign(globalThis, { leftByTest: left })
    shell.openExternal = (url) => Promise.resolve(void left.push(`external ${url}`))
    app.on('web-contents-created', () => left.push('another page'))
    for (const contents of webContents.getAllWebContents())
      contents.on('did-navigate', (_event, url) => void left.push(url))
  })
  for (const address of addresses) {
    for (const way of ways) {
      const leaves = page.evaluate(
        ([to, how]) => {
          const element = <T extends Element>(tag: string, attributes: Record<string, string>): T => {
            const made = document.createElement(tag)
            for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
            return document.body.appendChild(made) as unknown as T
          }
          const act: Record<typeof how, () => unknown> = {
            location: () => (location.href = to),
            replace: () => location.replace(to),
            link: () => element<HTMLAnchorElement>('a', { href: to }).click(),
            'new tab': () => element<HTMLAnchorElement>('a', { href: to, target: '_blank' }).click(),
            form: () => element<HTMLFormElement>('form', { action: to, method: 'post' }).submit(),
            refresh: () => document.head.append(element('meta', { 'http-equiv': 'refresh', content: `0;url=${to}` })),
            open: () => {
              if (window.open(to, 'named', 'nodeIntegration=1') !== null) throw new Error('a window opened')
            },
          }
          try {
            act[how]()
          } catch (error) {
            if (error instanceof Error && error.message === 'a window opened') throw error
          }
        },
        [address, way] as const,
      )
      await leaves.catch((error: Error) => expect(error.message).toContain('Execution context was destroyed'))
      await page.waitForURL(PAGE, { timeout: 5_000 })
    }
  }
  await settle(page)
  const left = await electron.evaluate(() => (globalThis as unknown as { leftByTest: string[] }).leftByTest)
  // An empty page is the one place a page may go unasked; ours is put back at once.
  expect(new Set(left.map((url) => (url === 'about:blank' ? PAGE : url)))).toEqual(new Set([PAGE]))
  expect(page.url()).toBe(PAGE)
  expect(stranger.hits).toEqual([])
  expect(await page.evaluate(() => 'stolen' in window)).toBe(false)
})

test('holds no webview and saves no download', async ({ attacked: { electron, page }, stranger, profile }) => {
  const before = await electron.evaluate(({ webContents, session }) => {
    const saved: string[] = []
    Object.assign(globalThis, { savedByTest: saved })
    for (const { session: own } of webContents.getAllWebContents())
      own.on('will-download', (event) => saved.push(event.defaultPrevented ? 'prevented' : 'let through'))
    void session
    return webContents.getAllWebContents().length
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
  const [after, saved] = await electron.evaluate(({ webContents }) => [
    webContents.getAllWebContents().length,
    (globalThis as unknown as { savedByTest: string[] }).savedByTest,
  ])
  expect(after).toBe(before)
  expect(saved).not.toContain('let through')
  expect(stranger.hits).toEqual([])
  await expect(readFile(join(profile.downloads, 'evil.sh'))).rejects.toThrow('ENOENT')
})

test('is granted two permissions and no more', async ({ attacked: { page } }) => {
  const granted = await page.evaluate(async () => {
    const names = [
      'accelerometer',
      'ambient-light-sensor',
      'background-fetch',
      'background-sync',
      'bluetooth',
      'camera',
      'captured-surface-control',
      'clipboard-read',
      'clipboard-write',
      'display-capture',
      'geolocation',
      'gyroscope',
      'idle-detection',
      'keyboard-lock',
      'local-fonts',
      'local-network-access',
      'magnetometer',
      'microphone',
      'midi',
      'nfc',
      'notifications',
      'payment-handler',
      'periodic-background-sync',
      'persistent-storage',
      'pointer-lock',
      'push',
      'screen-wake-lock',
      'speaker-selection',
      'storage-access',
      'system-wake-lock',
      'top-level-storage-access',
      'window-management',
      'fullscreen',
      'web-app-installation',
    ]
    const states = await Promise.all(
      names.map(async (name) => {
        try {
          const { state } = await navigator.permissions.query({ name: name as PermissionName })
          return [name, state] as const
        } catch {
          return [name, 'unknown'] as const
        }
      }),
    )
    return states.filter(([, state]) => state === 'granted').map(([name]) => name)
  })
  expect(granted.toSorted()).toEqual(['clipboard-write', 'notifications'])

  const used = await page.evaluate(async () => {
    const got: string[] = []
    const here = navigator as unknown as Record<string, Record<string, (...args: unknown[]) => Promise<unknown>>>
    const attempts: Record<string, () => Promise<unknown> | undefined> = {
      camera: () => navigator.mediaDevices.getUserMedia({ video: true }),
      microphone: () => navigator.mediaDevices.getUserMedia({ audio: true }),
      screen: () => navigator.mediaDevices.getDisplayMedia(),
      'desktop capture': () =>
        navigator.mediaDevices.getUserMedia({ video: { mandatory: { chromeMediaSource: 'desktop' } } as never }),
      place: () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
      clipboard: () => navigator.clipboard.readText(),
      midi: () => navigator.requestMIDIAccess(),
      usb: () => here['usb']?.['requestDevice']?.({ filters: [] }),
      hid: async () => {
        const devices = await here['hid']?.['requestDevice']?.({ filters: [] })
        if (Array.isArray(devices) && devices.length === 0) throw new Error('none')
      },
      serial: () => here['serial']?.['requestPort']?.(),
      bluetooth: () => here['bluetooth']?.['requestDevice']?.({ acceptAllDevices: true }),
      'wake lock': () => navigator.wakeLock.request('screen'),
      files: () => (window as unknown as { showOpenFilePicker(): Promise<unknown> }).showOpenFilePicker(),
      folder: () => (window as unknown as { showDirectoryPicker(): Promise<unknown> }).showDirectoryPicker(),
      fonts: async () => {
        const fonts = await (window as unknown as { queryLocalFonts(): Promise<unknown[]> }).queryLocalFonts()
        if (fonts.length === 0) throw new Error('none')
      },
      screens: () => (window as unknown as { getScreenDetails(): Promise<unknown> }).getScreenDetails(),
      fullscreen: () => document.documentElement.requestFullscreen(),
    }
    for (const [name, act] of Object.entries(attempts)) {
      try {
        const patience = new Promise((_resolve, reject) => setTimeout(reject, 1_000))
        if ((await Promise.race([act(), patience])) !== undefined) got.push(name)
      } catch {
        // Refused, or asked for a click that no script can make.
      }
    }
    return got
  })
  expect(used).toEqual([])
})

test('listens to its own page in its own window, and to nobody else', async ({ attacked, profile }) => {
  const { electron, page } = attacked
  const before = await storedSettings(profile)
  const preload = join(import.meta.dirname, '..', 'out', 'preload', 'index.cjs')
  const answers = await electron.evaluate(
    async ({ BrowserWindow, webContents }, [preloadPath, ours]) => {
      const session = webContents.getAllWebContents()[0]?.session
      if (!session) throw new Error('no page')
      // Windows nobody registered: with our page in one of our session, and with another page.
      const ask = async (url: string): Promise<unknown> => {
        const window = new BrowserWindow({
          show: false,
          webPreferences: { session, preload: preloadPath, sandbox: true },
        })
        await window.loadURL(url)
        const answer: unknown = await window.webContents.executeJavaScript(
          `Promise.race([
            window.swiftseed.call('settings.change', { look: { theme: 'dark' } }),
            new Promise((resolve) => setTimeout(resolve, 500, 'no answer')),
          ])`,
        )
        window.destroy()
        return answer
      }
      return [await ask(ours), await ask('about:blank')]
    },
    [preload, PAGE] as const,
  )
  expect(answers).toEqual(['no answer', 'no answer'])

  // Messages with a forged sender: a frame inside our page, a page of another origin, a frame that is gone.
  const forged = await electron.evaluate(({ ipcMain, webContents }, origin) => {
    const sender = webContents.getAllWebContents()[0]
    if (!sender) throw new Error('no page')
    const replies: unknown[] = []
    const send = sender.send.bind(sender)
    sender.send = (...args: Parameters<typeof send>) => (replies.push(args), send(...args))
    const call = { t: 'call', id: 9_999, name: 'settings.change', input: { look: { theme: 'dark' } } }
    for (const senderFrame of [
      null,
      { origin, parent: sender.mainFrame },
      { origin: 'null', parent: null },
      { origin, parent: null },
    ])
      ipcMain.emit('swiftseed:to-main', { sender, senderFrame }, call)
    return replies.filter((reply) => JSON.stringify(reply).includes('9999'))
  }, ORIGIN)
  expect(forged).toEqual([])
  expect(await storedSettings(profile)).toEqual(before)
  expect(await page.evaluate(async () => (await window.swiftseed?.call('settings.get'))?.ok)).toBe(true)
})

test('refuses malformed calls as values, and changes nothing for them', async ({ attacked: { page }, profile }) => {
  const before = await storedSettings(profile)
  const results = await page.evaluate(async () => {
    const call = window.swiftseed?.call as unknown as (name: unknown, input?: unknown) => Promise<unknown>
    const id = 'c12fe1c06bba254a9dc9f519b335aa7c1367a88a'
    const calls: [unknown, unknown?][] = [
      ['nonsense'],
      ['__proto__'],
      ['constructor', {}],
      [['app.quit']],
      [{ toString: () => 'app.quit' }],
      [null],
      ['engine.remove', { ids: [id] }],
      ['engine.shutdown'],
      ['engine.path', { id, file: null }],
      ['app.quit', { force: true }],
      ['app.openLink', { link: 'https://example.com/' }],
      ['app.openLink', { link: 'constructor' }],
      ['settings.change', JSON.parse('{"__proto__":{"look":{"theme":"dark"}}}')],
      ['settings.change', { look: { theme: 'dark', more: 1 } }],
      ['settings.change', { look: { theme: 'black' } }],
      ['settings.change', { downloads: { folder: 'relative' } }],
      ['settings.change', [{ look: { theme: 'dark' } }]],
      ['settings.change', { version: 2 }],
      ['settings.change', () => 1],
      ['settings.change', new Map([['look', { theme: 'dark' }]])],
      ['disk.free', { folder: 'relative' }],
      ['disk.free', { folder: '/\0' }],
      ['torrents.remove', { ids: [], data: 'delete' }],
      ['torrents.remove', { ids: ['../../etc'], data: 'delete' }],
      ['torrents.remove', { ids: Array.from({ length: 20_001 }, () => id), data: 'delete' }],
      ['files.open', { id, file: -1 }],
      ['files.open', { id: '/etc/passwd', file: null }],
      ['add.inspectFile', { bytes: 'text', name: 'x' }],
      ['add.inspectFile', { bytes: new Uint8Array(10_000_001), name: 'x' }],
      ['add.confirm', { ref: 1, folder: '/', start: 'yes', priorities: null }],
    ]
    return Promise.all(
      calls.map(async ([name, input]) => {
        try {
          return await call(name, input)
        } catch (error) {
          return { thrown: String(error) }
        }
      }),
    )
  })
  for (const [index, result] of results.entries()) {
    const refused =
      typeof result === 'object' && result !== null && ('thrown' in result || ('ok' in result && result.ok === false))
    expect(refused, `call ${index}: ${JSON.stringify(result)}`).toBe(true)
    expect(JSON.stringify(result)).not.toMatch(/internal|at .*\.js/)
  }
  expect(await storedSettings(profile)).toEqual(before)
  expect(await page.evaluate(() => ({}) as Record<string, unknown>)).toEqual({})
  await expect(page.evaluate(() => window.swiftseed?.on('nonsense' as 'notice', () => undefined))).rejects.toThrow(
    'no such event',
  )
})

test('serves its bundle and not a byte beside it', async ({ attacked: { electron, page } }) => {
  const parts = [
    '..',
    '.',
    '%2e%2e',
    '%2e',
    '..%2f',
    '%2e%2e%2f',
    '..%5c',
    '\\',
    '/',
    '%00',
    '',
    'assets',
    'package.json',
    'main',
    'index.js',
    'etc',
    'passwd',
    '%252e%252e',
  ]
  let seed = 1
  const pick = (count: number): number => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % count
  }
  const random = Array.from({ length: 300 }, () =>
    Array.from({ length: 1 + pick(7) }, () => parts[pick(parts.length)]).join(pick(2) === 0 ? '/' : ''),
  )
  const known = [
    '../package.json',
    '../../package.json',
    '../main/index.js',
    '%2e%2e/main/index.js',
    '..%2fmain%2findex.js',
    'assets/../../main/index.js',
    '../../../../../../etc/passwd',
    '/etc/passwd',
    'index.html%00.js',
    'index.html/..%2f..%2fpackage.json',
  ]
  const addresses = [...known, ...random, 'index.html'].map((path) => `${ORIGIN}/${path}`)
  const fromPage = await page.evaluate(
    (urls) =>
      Promise.all(
        urls.map(async (url) => {
          const response = await fetch(url).catch(() => null)
          return response?.ok ? response.text() : null
        }),
      ),
    addresses,
  )
  const fromMain = await electron.evaluate(({ webContents }, urls) => {
    const session = webContents.getAllWebContents()[0]?.session
    return Promise.all(
      urls.map(async (url) => {
        const response = await session?.fetch(url).catch(() => null)
        return response?.ok ? response.text() : null
      }),
    )
  }, addresses)
  // The page itself may not even read its own bundle as data.
  expect(new Set(fromPage)).toEqual(new Set([null]))
  const index = fromMain.at(-1)
  expect(index).toContain('<div id="root">')
  for (const [at, text] of fromMain.entries()) expect([null, index], addresses[at]).toContain(text)
})
