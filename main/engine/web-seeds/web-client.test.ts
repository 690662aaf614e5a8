import { describe, expect, it } from 'vitest'
import { Resolver, type Resolved } from '../trackers/resolver.ts'
import { answers, serveFiles, wholeOnly, type Behaviour } from './testing/file-server.ts'
import { WebClient, type WebRequest } from './web-client.ts'

const FILE = Uint8Array.from({ length: 100_000 }, (_, at) => at % 251)

const ask = (url: string, over: Partial<WebRequest> = {}): WebRequest => ({
  url,
  from: 1_000,
  to: 51_000,
  size: FILE.length,
  wholeAllowed: false,
  signal: new AbortController().signal,
  ...over,
})

interface Options {
  readonly localAllowed?: boolean
  readonly plainAllowed?: boolean
  readonly names?: Record<string, string>
}

const clientOf = ({ localAllowed = true, plainAllowed = true, names = {} }: Options = {}): WebClient & Disposable => {
  const lookup = (host: string): Promise<Resolved[]> =>
    names[host] === undefined
      ? Promise.reject(new Error('none'))
      : Promise.resolve([{ address: names[host], family: 4 }])
  const client = new WebClient({
    resolver: new Resolver(lookup),
    userAgent: 'test',
    localAllowed: () => localAllowed,
    plainAllowed: () => plainAllowed,
    patience: 300,
  })
  return Object.assign(client, { [Symbol.dispose]: () => client.close() })
}

/** All that comes, or the problem. */
const read = async (client: WebClient, request: WebRequest): Promise<Uint8Array | string> => {
  const opened = await client.open(request)
  if (!opened.ok) return opened.error.problem
  const chunks: Uint8Array[] = []
  for (;;) {
    const chunk = await opened.value.next()
    if (!chunk.ok) return chunk.error.problem
    if (chunk.value === null) return Buffer.concat(chunks)
    chunks.push(chunk.value)
  }
}

const partial =
  (headers: Record<string, string>, body: Uint8Array): Behaviour =>
  (_request, response) => {
    response.writeHead(206, headers)
    response.end(body)
  }

const RANGE = { 'content-range': 'bytes 1000-50999/100000' }

describe('asking a web server for a part of a file', () => {
  it('gives exactly that part, over one kept connection', async () => {
    await using server = await serveFiles({ '/f': FILE })
    using client = clientOf()
    for (const [from, to] of [
      [1_000, 51_000],
      [0, 1],
      [99_999, 100_000],
    ] as const) {
      const got = await read(client, ask(`${server.origin}/f`, { from, to }))
      expect(Buffer.compare(got as Uint8Array, FILE.subarray(from, to))).toBe(0)
    }
    expect(server.connections()).toBe(1)
  })

  it.each<[string, Behaviour, string]>([
    ['404', answers(404), 'not-there'],
    ['410', answers(410), 'not-there'],
    ['403', answers(403), 'http-status'],
    ['416', answers(416), 'wrong-size'],
    ['503', answers(503), 'busy'],
    ['500', answers(500), 'http-status'],
    ['204', answers(204), 'http-status'],
    ['a redirect to nowhere', answers(302), 'bad-url'],
    ['a whole file', wholeOnly, 'no-ranges'],
    ['another part', partial({ 'content-range': 'bytes 0-49999/100000' }, FILE.subarray(0, 50_000)), 'bad-answer'],
    ['a shorter part', partial({ 'content-range': 'bytes 1000-1999/100000' }, FILE.subarray(0, 1_000)), 'bad-answer'],
    ['a part of a longer file', partial({ 'content-range': 'bytes 1000-50999/100001' }, FILE), 'wrong-size'],
    ['a part that says not which', partial({}, FILE.subarray(1_000, 51_000)), 'bad-answer'],
    ['a compressed part', partial({ ...RANGE, 'content-encoding': 'gzip' }, FILE), 'bad-answer'],
    ['a wrong length', partial({ ...RANGE, 'content-length': '70000' }, FILE.subarray(0, 70_000)), 'bad-answer'],
    ['less than it says', partial(RANGE, FILE.subarray(0, 10)), 'interrupted'],
    ['more than it says', partial(RANGE, FILE), 'wrong-size'],
  ])('refuses %s', async (_, behaviour, problem) => {
    await using server = await serveFiles({ '/f': FILE }, behaviour)
    using client = clientOf()
    expect(await read(client, ask(`${server.origin}/f`))).toBe(problem)
  })

  it('reads no more of an endless body than it asked for, and hangs up', async () => {
    let sent = 0
    await using server = await serveFiles({ '/f': FILE }, (_request, response) => {
      response.writeHead(206, RANGE)
      const pour = (): void => {
        sent += 65_536
        if (!response.destroyed) response.write(Buffer.alloc(65_536), () => setImmediate(pour))
      }
      pour()
    })
    using client = clientOf()
    expect(await read(client, ask(`${server.origin}/f`))).toBe('wrong-size')
    await expect.poll(() => server.connections()).toBe(0)
    expect(sent).toBeLessThan(16_000_000)
  })

  it('gives up who does not answer, stops in the middle, or hangs up', async () => {
    await using server = await serveFiles({ '/f': FILE }, () => undefined)
    using client = clientOf()
    expect(await read(client, ask(`${server.origin}/f`))).toBe('timeout')
    server.behave((_request, response) => void response.writeHead(206, RANGE).write(FILE.subarray(0, 100)))
    expect(await read(client, ask(`${server.origin}/f`))).toBe('timeout')
    server.behave((request) => void request.socket.destroy())
    expect(await read(client, ask(`${server.origin}/f`))).toBe('unreachable')
  })

  it('takes the whole of a small file where that will do', async () => {
    await using server = await serveFiles({ '/f': FILE }, wholeOnly)
    using client = clientOf()
    const opened = await client.open(ask(`${server.origin}/f`, { wholeAllowed: true }))
    expect(opened.ok && opened.value.whole).toBe(true)
    expect(await read(client, ask(`${server.origin}/f`, { wholeAllowed: true, size: 99_999 }))).toBe('wrong-size')
    const large = ask(`${server.origin}/f`, { wholeAllowed: true, size: 2 ** 30, to: 2 ** 30 })
    expect(await read(client, large)).toBe('wrong-size')
    const all = await client.open(ask(`${server.origin}/f`, { from: 0, to: FILE.length }))
    expect(all.ok && !all.value.whole).toBe(true)
  })

  it('says how long a busy server wants to be left alone', async () => {
    await using server = await serveFiles({ '/f': FILE }, answers(503, { 'retry-after': '120' }))
    using client = clientOf()
    const opened = await client.open(ask(`${server.origin}/f`))
    expect(opened).toMatchObject({ ok: false, error: { problem: 'busy', retryAfter: 120_000 } })
  })

  it('asks nobody on this computer or the own network unless the user allowed it, and then without a query', async () => {
    await using server = await serveFiles({ '/f': FILE })
    using strict = clientOf({ localAllowed: false, names: { 'seed.example': '10.1.2.3' } })
    const { port } = new URL(server.origin)
    for (const url of [
      `${server.origin}/f`,
      `http://[::1]:${port}/f`,
      `http://[::ffff:127.0.0.1]:${port}/f`,
      `http://2130706433:${port}/f`,
      `http://0x7f.1:${port}/f`,
      'http://seed.example/f',
      'http://169.254.169.254/latest/meta-data/',
      'http://0.0.0.0/f',
    ]) {
      expect(await read(strict, ask(url))).toBe('refused-address')
    }
    using open = clientOf()
    expect(await read(open, ask(`${server.origin}/f?reboot=1`))).toBe('refused-address')
    expect(server.asked).toEqual([])
  })

  it('asks for nothing in plain http where encryption is required, and only there', async () => {
    await using server = await serveFiles({ '/f': FILE })
    using client = clientOf({ plainAllowed: false })
    expect(await read(client, ask(`${server.origin}/f`))).toBe('not-encrypted')
    expect(server.asked).toEqual([])
    // What answers there speaks no TLS: https is tried.
    expect(await read(client, ask(`${server.origin.replace('http:', 'https:')}/f`))).not.toBe('not-encrypted')
    expect(server.asked).toEqual([])
  })

  it('follows a redirect only to where the URL itself might lead', async () => {
    await using server = await serveFiles({ '/f': FILE }, (request, response, file) => {
      if (request.url === '/f') return void response.writeHead(302, { location: '/there' }).end('x'.repeat(100_000))
      response.writeHead(206, RANGE).end(file?.subarray(1_000, 51_000) ?? FILE.subarray(1_000, 51_000))
    })
    using client = clientOf()
    expect(await read(client, ask(`${server.origin}/f`))).toHaveLength(50_000)
    for (const location of ['ftp://x/', 'file:///etc/passwd', 'http://user:word@127.0.0.1/f']) {
      server.behave(answers(301, { location }))
      expect(await read(client, ask(`${server.origin}/f`))).toBe('bad-url')
    }
    server.behave(answers(307, { location: 'http://224.0.0.1/f' }))
    expect(await read(client, ask(`${server.origin}/f`))).toBe('refused-address')
    server.behave(answers(308, { location: '/f' }))
    expect(await read(client, ask(`${server.origin}/f`))).toBe('redirects')
  })

  it('lets go at once when nothing more is wanted', async () => {
    await using server = await serveFiles({ '/f': FILE }, () => undefined)
    using client = clientOf()
    const abort = new AbortController()
    const opened = client.open(ask(`${server.origin}/f`, { signal: abort.signal }))
    await expect.poll(() => server.asked.length).toBe(1)
    abort.abort()
    expect((await opened).ok).toBe(false)
    await expect.poll(() => server.connections()).toBe(0)
  })
})
