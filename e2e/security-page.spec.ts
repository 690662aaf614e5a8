// A hole in the renderer lets a stranger's script start in the page. From there: strings do not become code, nothing
// comes in from elsewhere, nothing is told to anybody, and the page goes nowhere.

import { ORIGIN, PAGE, settle, test } from './attacked.ts'
import { expect } from './fixtures.ts'

/** Runs in the page: the ways from a string to code. Gives those that worked. */
const runStrings = async (): Promise<string[]> => {
  const ran: string[] = []
  Object.assign(window, { ran })
  const trusted = window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } }
  const later = setTimeout as unknown as (code: string) => void
  const ways: Record<string, () => unknown> = {
    eval: () => (0, eval)('1'),
    Function: () => new Function('return 1')(),
    timer: () => later('window.ran.push("timer runs")'),
    'inner HTML': () => (document.createElement('div').innerHTML = '<img src=x onerror=1>'),
    'outer HTML': () => document.createElement('div').insertAdjacentHTML('beforeend', '<p>'),
    'script text': () => (document.createElement('script').text = '1'),
    'script address': () => (document.createElement('script').src = 'data:,1'),
    write: () => document.write('<script>window.ran.push("write runs")</script>'),
    handler: () => document.body.setAttribute('onclick', '1'),
    'frame text': () => (document.createElement('iframe').srcdoc = '<p>'),
    policy: () => trusted.trustedTypes.createPolicy('evil', { createHTML: (text: string) => text }),
    worker: () => new Worker(URL.createObjectURL(new Blob(['1']))),
    module: () => import(`data:text/javascript,1//${Date.now()}`),
  }
  // The debugger lets code it runs itself evaluate strings; what runs after a pause is on its own.
  await new Promise((resolve) => setTimeout(resolve, 10))
  for (const [name, way] of Object.entries(ways)) {
    try {
      await way()
      ran.push(name)
    } catch {
      // Refused, as it should be.
    }
  }
  await new Promise((resolve) => setTimeout(resolve, 200))
  return ran
}

/** Runs in the page: the ways to reach somebody else. Gives those that seemed to work. */
const reachOut = async (remote: string): Promise<string[]> => {
  const reached: string[] = []
  const element = (tag: string, attributes: Record<string, string>): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const made = document.createElement(tag)
      made.addEventListener('load', resolve)
      made.addEventListener('error', reject)
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
      document.body.append(made)
      setTimeout(reject, 300)
    })
  const socket = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const opened = new WebSocket(remote.replace('http', 'ws'))
      opened.addEventListener('open', resolve)
      opened.addEventListener('error', reject)
    })
  const ways: Record<string, () => Promise<unknown>> = {
    fetch: () => fetch(`${remote}/fetch`),
    module: () => import(`${remote}/module.js`),
    socket,
    image: () => element('img', { src: `${remote}/image` }),
    style: () => element('link', { rel: 'stylesheet', href: `${remote}/style` }),
    prefetch: () => element('link', { rel: 'prefetch', href: `${remote}/prefetch` }),
    preconnect: () => element('link', { rel: 'preconnect', href: remote }),
    object: () => element('object', { data: `${remote}/object` }),
    video: () => element('video', { src: `${remote}/video`, autoplay: '' }),
  }
  for (const [name, way] of Object.entries(ways))
    await way().then(
      () => reached.push(name),
      () => undefined,
    )
  await element('iframe', { src: `${remote}/frame` }).catch(() => undefined)
  await element('base', { href: `${remote}/` }).catch(() => undefined)
  navigator.sendBeacon(`${remote}/beacon`)
  if (document.baseURI !== location.href) reached.push('base')
  return reached
}

test('runs no script that is not in its bundle', async ({ attacked: { electron, page } }) => {
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
  expect(await page.evaluate(runStrings)).toEqual([])
})

test('loads nothing from elsewhere and tells nobody anything', async ({ attacked: { page }, stranger }) => {
  expect(await page.evaluate(reachOut, stranger.url)).toEqual([])
  await settle(page)
  expect(stranger.hits).toEqual([])
})

const ADDRESSES = [
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
const WAYS = ['location', 'replace', 'link', 'new tab', 'form', 'refresh', 'open'] as const

/** Runs in the page. */
const leave = ([to, way]: readonly [string, (typeof WAYS)[number]]): void => {
  const element = (tag: string, attributes: Record<string, string>): HTMLElement => {
    const made = document.createElement(tag)
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
    return document.body.appendChild(made)
  }
  const ways: Record<typeof way, () => unknown> = {
    location: () => (location.href = to),
    replace: () => location.replace(to),
    link: () => element('a', { href: to }).click(),
    'new tab': () => element('a', { href: to, target: '_blank' }).click(),
    form: () => (element('form', { action: to, method: 'post' }) as HTMLFormElement).submit(),
    refresh: () => document.head.append(element('meta', { 'http-equiv': 'refresh', content: `0;url=${to}` })),
    open: () => window.open(to, 'named', 'nodeIntegration=1') && Object.assign(window, { opened: true }),
  }
  try {
    ways[way]()
  } catch {
    // Refused at once.
  }
}

test('goes nowhere, whatever the address and the way', async ({ attacked: { electron, page }, stranger }) => {
  test.setTimeout(180_000)
  await electron.evaluate(({ app, shell, webContents }) => {
    const left: string[] = []
    Object.assign(globalThis, { leftByTest: left })
    shell.openExternal = (url) => Promise.resolve(void left.push(`external ${url}`))
    app.on('web-contents-created', () => left.push('another page'))
    for (const contents of webContents.getAllWebContents())
      contents.on('did-navigate', (_event, url) => void left.push(url))
  })
  for (const address of [`${stranger.url}/`, ...ADDRESSES]) {
    for (const way of WAYS) {
      const left = page.evaluate(leave, [address, way] as const)
      await left.catch((error: Error) => expect(error.message).toContain('Execution context was destroyed'))
      await page.waitForURL(PAGE, { timeout: 5_000 })
    }
  }
  await settle(page)
  const left = await electron.evaluate(() => (globalThis as unknown as { leftByTest: string[] }).leftByTest)
  // An empty page is the one place a page may go unasked; ours is put back at once.
  expect(new Set(left.map((url) => (url === 'about:blank' ? PAGE : url)))).toEqual(new Set([PAGE]))
  expect(stranger.hits).toEqual([])
  expect(await page.evaluate(() => 'stolen' in window || 'opened' in window)).toBe(false)
})
