// Asks a web server for a part of a file: bounded in time and redirects, every address checked before it is connected
// to, certificates always checked, never more read than what was asked for. Failures are values; nothing here throws.

import http from 'node:http'
import https from 'node:https'
import type { AddressKind } from '../../../app/net/address-kind.ts'
import { mayReachWebSeed } from '../../../app/net/reach.ts'
import { fail, ok, type Result } from '../../../app/result.ts'
import type { WebSeedFailure, WebSeedProblem } from '../../../app/torrent/web-seed.ts'
import { bareHost, pinned, worstKind, type Resolved, type Resolver } from '../trackers/resolver.ts'
import { retryAfterOf } from './retry-after.ts'

const MAX_REDIRECTS = 5
/** ms until an answer begins, and between two parts of it. */
const PATIENCE = 20_000
/** Kept connections that nobody uses, ms. */
const KEPT = 30_000
/** A file longer than this is not fetched whole for the sake of a part. */
const MAX_WHOLE = 33_554_432

export interface WebClientDeps {
  readonly resolver: Resolver
  readonly userAgent: string
  /** The user opened the own network to torrents. */
  localAllowed(): boolean
  /** Http may be used, and not https alone. */
  plainAllowed(): boolean
  /** ms; 20 s unless given. */
  readonly patience?: number
}

/** Bytes `from` … `to` − 1 of a file of `size` bytes. */
export interface WebRequest {
  readonly url: string
  readonly from: number
  readonly to: number
  readonly size: number
  /** The whole file will do, too. */
  readonly wholeAllowed: boolean
  readonly signal: AbortSignal
}

export interface WebAnswer {
  /** The file from its beginning came instead of the part. */
  readonly whole: boolean
  readonly url: string
  /** The next bytes, null at the end of what was asked for. Exactly that many come, or a failure does. */
  next(): Promise<Result<Uint8Array | null, WebSeedFailure>>
  /** Nothing more of it is wanted. */
  close(): void
}

export const webFailure = (
  problem: WebSeedProblem,
  message: string | null = null,
  retryAfter: number | null = null,
): WebSeedFailure => ({ problem, message, retryAfter })

const failed = (problem: WebSeedProblem, message: string | null = null): Result<never, WebSeedFailure> =>
  fail(webFailure(problem, message))

const urlOf = (text: string, base?: string): URL | null => {
  const url = URL.parse(text, base)
  const plain = url && (url.protocol === 'http:' || url.protocol === 'https:') && !url.username && !url.password
  return plain ? url : null
}

const problemOf = (error: unknown): WebSeedProblem => {
  const code = error instanceof Error ? String(Reflect.get(error, 'code') ?? '') : ''
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code)) return 'tls'
  return code.startsWith('HPE_') ? 'bad-answer' : 'unreachable'
}

const refusalOf = ({ statusCode = 0, headers }: http.IncomingMessage): WebSeedFailure => {
  if (statusCode === 404 || statusCode === 410) return webFailure('not-there')
  if (statusCode === 416) return webFailure('wrong-size')
  if (statusCode !== 429 && statusCode !== 503) return webFailure('http-status', String(statusCode))
  return webFailure('busy', String(statusCode), retryAfterOf(headers['retry-after'], Date.now()))
}

/** Whether the answer is what was asked for: the part, or the whole file where that will do. */
const judge = (response: http.IncomingMessage, asked: WebRequest): Result<{ whole: boolean }, WebSeedFailure> => {
  const { statusCode, headers } = response
  if (statusCode !== 200 && statusCode !== 206) return fail(refusalOf(response))
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') return failed('bad-answer')
  const length = headers['content-length'] === undefined ? null : Number(headers['content-length'])
  if (statusCode === 200) {
    if (length !== null && length !== asked.size) return failed('wrong-size')
    const whole = asked.from > 0 || asked.to < asked.size
    return whole && !(asked.wholeAllowed && asked.size <= MAX_WHOLE) ? failed('no-ranges') : ok({ whole })
  }
  const [, from, last, size] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(headers['content-range'] ?? '') ?? []
  if (from === undefined || last === undefined) return failed('bad-answer')
  if (size !== '*' && Number(size) !== asked.size) return failed('wrong-size')
  const exact = Number(from) === asked.from && Number(last) === asked.to - 1
  return exact && (length === null || length === asked.to - asked.from) ? ok({ whole: false }) : failed('bad-answer')
}

export class WebClient {
  readonly #deps: WebClientDeps
  readonly #patience: number
  // Kept connections to the internet and to the own network apart: which was checked may be used again, and no other.
  readonly #agents = new Map<string, http.Agent>()

  constructor(deps: WebClientDeps) {
    this.#deps = deps
    this.#patience = deps.patience ?? PATIENCE
  }

  async open(request: WebRequest): Promise<Result<WebAnswer, WebSeedFailure>> {
    const late = AbortSignal.timeout(this.#patience)
    try {
      return await this.#follow(request, late)
    } catch (error) {
      return failed(late.aborted ? 'timeout' : problemOf(error))
    }
  }

  /** No connection is left. */
  close(): void {
    for (const agent of this.#agents.values()) agent.destroy()
    this.#agents.clear()
  }

  async #follow(asked: WebRequest, late: AbortSignal): Promise<Result<WebAnswer, WebSeedFailure>> {
    let url = urlOf(asked.url)
    let from: AddressKind | null = null
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      if (!url) return failed('bad-url')
      if (url.protocol === 'http:' && !this.#deps.plainAllowed()) return failed('not-encrypted')
      const found = await this.#deps.resolver.addresses(bareHost(url.hostname))
      if (!found || found.length === 0) return failed('no-such-name')
      const approach = { query: url.search, localAllowed: this.#deps.localAllowed(), from }
      const addresses = found.filter(({ address }) => mayReachWebSeed(address, approach))
      if (addresses.length === 0) return failed('refused-address')
      from = worstKind(addresses)
      const response = await this.#get(url, addresses, from, asked, late)
      const { statusCode = 0, headers } = response
      if (![301, 302, 303, 307, 308].includes(statusCode)) return this.#take(response, url.href, asked)
      response.destroy()
      url = headers.location === undefined ? null : urlOf(headers.location, url.href)
    }
    return failed('redirects')
  }

  #get(
    url: URL,
    addresses: readonly Resolved[],
    kind: AddressKind,
    { from, to, signal }: WebRequest,
    late: AbortSignal,
  ): Promise<http.IncomingMessage> {
    const secure = url.protocol === 'https:'
    const headers = {
      'user-agent': this.#deps.userAgent,
      accept: '*/*',
      'accept-encoding': 'identity',
      range: `bytes=${from}-${to - 1}`,
    }
    const agent = this.#agent(secure, kind)
    const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>()
    const request = (secure ? https : http).get(url, { headers, agent, lookup: pinned(addresses) }, resolve)
    const giveUp = (): void => void request.destroy(new Error('late'))
    late.addEventListener('abort', giveUp, { once: true })
    request.on('response', () => late.removeEventListener('abort', giveUp))
    const cancel = (): void => void request.destroy()
    if (signal.aborted) cancel()
    signal.addEventListener('abort', cancel, { once: true })
    request.on('close', () => signal.removeEventListener('abort', cancel))
    request.on('error', reject)
    return promise
  }

  #agent(secure: boolean, kind: AddressKind): http.Agent {
    const key = `${secure ? 'https' : 'http'} ${kind === 'public' ? 'internet' : 'own'}`
    const agent = this.#agents.get(key) ?? new (secure ? https : http).Agent({ keepAlive: true, timeout: KEPT })
    this.#agents.set(key, agent)
    return agent
  }

  #take(response: http.IncomingMessage, url: string, asked: WebRequest): Result<WebAnswer, WebSeedFailure> {
    const judged = judge(response, asked)
    if (!judged.ok) {
      response.destroy()
      return judged
    }
    const { whole } = judged.value
    response.on('error', () => undefined) // Whoever reads on hears of it.
    let left = whole ? asked.size : asked.to - asked.from
    const chunks = (response as AsyncIterable<Buffer, undefined>)[Symbol.asyncIterator]()
    const next = async (): Promise<Result<Uint8Array | null, WebSeedFailure>> => {
      const chunk = await this.#chunk(response, chunks)
      if (!chunk.ok) return chunk
      if (chunk.value === null) return left === 0 ? ok(null) : failed('interrupted')
      if (chunk.value.length > left) {
        response.destroy()
        return failed('wrong-size')
      }
      left -= chunk.value.length
      return chunk
    }
    return ok({ whole, url, next, close: () => void response.destroy() })
  }

  async #chunk(
    response: http.IncomingMessage,
    chunks: AsyncIterator<Buffer, undefined>,
  ): Promise<Result<Uint8Array | null, WebSeedFailure>> {
    let late = false
    const patience = setTimeout(() => {
      late = true
      response.destroy(new Error('late'))
    }, this.#patience)
    try {
      const read: IteratorResult<Buffer, undefined> = await chunks.next()
      return ok(read.value ?? null)
    } catch {
      return failed(late ? 'timeout' : 'interrupted')
    } finally {
      clearTimeout(patience)
    }
  }
}
