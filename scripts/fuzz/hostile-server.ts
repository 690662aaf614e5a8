// A server on loopback that speaks HTTP as badly as randomness says: what trackers, web seeds, routers and whoever
// holds a .torrent may answer. Sound answers are among them. Nothing it does lasts: it pours no more than a few megabytes.

import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { mutateBytes } from './inputs.ts'
import type { Random } from './random.ts'

interface Answer {
  readonly parts: readonly Uint8Array[]
  /** `pour`: without end, as far as the other side can tell; `stay`: nothing more, and no end. */
  readonly after: 'close' | 'reset' | 'keep' | 'pour' | 'stay'
}

/** What is asked: the head of the request. */
export type Say = (head: string) => Answer

export interface HostileServer {
  /** `http://127.0.0.1:port` */
  readonly origin: string
  readonly connections: () => number
  say(next: Say): void
}

const MOST_POURED = 4_000_000
const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1')

const pour = (socket: Socket): void => {
  const chunk = Buffer.alloc(65_536, 0x61)
  let poured = 0
  const more = (): void => {
    poured += chunk.length
    if (socket.destroyed || poured > MOST_POURED) return void socket.destroy()
    socket.write(chunk, () => setImmediate(more))
  }
  more()
}

const give = (socket: Socket, { parts, after }: Answer): void => {
  for (const part of parts) socket.write(part)
  if (after === 'close') socket.end()
  if (after === 'reset') socket.resetAndDestroy()
  if (after === 'pour') pour(socket)
}

export const hostileServer = async (host = '127.0.0.1'): Promise<HostileServer> => {
  let say: Say = () => ({ parts: [], after: 'reset' })
  let connections = 0
  const server = createServer((socket) => {
    connections++
    let head = ''
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      head += chunk.toString('latin1')
      if (!head.includes('\r\n\r\n')) return
      const asked = head
      head = ''
      give(socket, say(asked))
    })
  })
  server.listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { origin: `http://${host}:${port}`, connections: () => connections, say: (next) => void (say = next) }
}

const STATUS = [
  '204 x',
  '206 x',
  '301 x',
  '302 x',
  '304 x',
  '403 no',
  '404 x',
  '416 x',
  '503 x',
  '100 x',
  '999 x',
  '-1',
  '',
]
const LENGTHS = ['0', '1', '-1', '1e9', '99999999999999999999', 'x', '5, 5', '0x10']
const PLACES = [
  '',
  '/',
  '//',
  'file:///etc/passwd',
  'http://',
  'http://192.168.1.1/announce',
  'http://[::]/x',
  '?',
  '\u00ff',
]
const STRANGE = [
  'Connection: upgrade\r\nUpgrade: x',
  'Transfer-Encoding: gzip',
  'A',
  ': b',
  'Set-Cookie: a=b',
  '\u0000: x',
]

const chunked = (random: Random, body: Uint8Array): Uint8Array => {
  const size = random.chance(0.7) ? body.length.toString(16) : random.pick(['0', 'ffffffffffffffff', '-5', 'g', ''])
  return Buffer.concat([bytesOf(`${size}\r\n`), body, bytesOf(random.chance(0.8) ? '\r\n0\r\n\r\n' : '\r\n')])
}

const packed = (random: Random, body: Uint8Array): Uint8Array => {
  if (random.chance(0.05)) return gzipSync(Buffer.alloc(3_000_000))
  return random.chance(0.8) ? gzipSync(body) : body
}

const headersFor = (random: Random, body: Uint8Array, places: readonly string[]): string[] => {
  const headers: string[] = []
  if (random.chance(0.8)) headers.push(`Content-Length: ${random.chance(0.9) ? body.length : random.pick(LENGTHS)}`)
  if (random.chance(0.15)) headers.push(`Location: ${random.pick([...PLACES, ...places, ...places])}`)
  if (random.chance(0.03)) headers.push(random.pick(STRANGE))
  if (random.chance(0.02)) headers.push(...Array.from({ length: 300 }, (_, n) => `x-${n}: ${'y'.repeat(90)}`))
  if (random.chance(0.02)) headers.push(`x: ${'y'.repeat(200_000)}`)
  return headers
}

export interface Telling {
  /** What a sound answer would have. */
  readonly body: Uint8Array
  readonly status?: string
  readonly headers?: readonly string[]
  /** Where it may send us. */
  readonly places?: readonly string[]
  /** Also says nothing more, and does not end: costs its reader all of its patience. */
  readonly mayStay?: boolean
}

const endOf = (random: Random, mayStay: boolean): Answer['after'] => {
  if (random.chance(0.01)) return 'pour'
  if (mayStay && random.chance(0.01)) return 'stay'
  return random.chance(0.1) ? 'reset' : random.pick(['close', 'close', 'keep'])
}

/** In up to four parts, cut anywhere. */
const cut = (random: Random, bytes: Uint8Array): Uint8Array[] => {
  const at = Array.from({ length: random.below(4) }, () => random.below(bytes.length + 1)).toSorted((a, b) => a - b)
  return [...at, bytes.length].map((to, n) => bytes.subarray(at[n - 1] ?? 0, to))
}

/** Something like a sound answer: status, headers, body or bytes of it changed, cut short, packed or going on. */
export const answerLike = (random: Random, telling: Telling): Answer => {
  const { status = '200 OK', headers = [], places = [], mayStay = false } = telling
  let body = random.chance(0.3) ? mutateBytes(random, telling.body) : telling.body
  const extra: string[] = []
  if (random.chance(0.08)) {
    extra.push('Content-Encoding: gzip')
    body = packed(random, body)
  }
  const isChunked = random.chance(0.1)
  if (isChunked) {
    extra.push('Transfer-Encoding: chunked')
    body = chunked(random, body)
  }
  const own = random.chance(0.9) ? headers : headers.map((line) => latin1(mutateBytes(random, bytesOf(line))))
  const all = [...own, ...extra, ...(isChunked ? [] : headersFor(random, body, places))]
  const line = `HTTP/1.${random.below(2)} ${random.chance(0.8) ? status : random.pick(STATUS)}`
  const whole = Buffer.concat([bytesOf([line, ...all, '', ''].join('\r\n')), body])
  const sent = random.chance(0.1) ? mutateHead(random, whole) : whole
  const after = endOf(random, mayStay)
  // An answer without an end is one to whoever waits for it: only where that is meant.
  const endless = after === 'keep' && !(sent === whole && all.some((each) => each === `Content-Length: ${body.length}`))
  return { parts: cut(random, sent), after: endless ? 'close' : after }
}

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

const mutateHead = (random: Random, whole: Uint8Array): Uint8Array => {
  const end = Math.min(whole.length, 300)
  return Buffer.concat([mutateBytes(random, whole.subarray(0, end)), whole.subarray(end)])
}
