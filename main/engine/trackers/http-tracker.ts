// Asks a tracker over HTTP or HTTPS: bounded in time, size and redirects, every address checked before it is connected
// to, certificates always checked. Failures are values; nothing here throws.

import http from 'node:http'
import https from 'node:https'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { AddressKind } from '../../../app/net/address-kind.ts'
import { fail, ok, type Result } from '../../../app/result.ts'
import type { TrackerFailure, TrackerProblem } from '../../../app/trackers/announce.ts'
import { bareHost, pinned, worstKind, type Resolved, type Resolver } from './resolver.ts'

const MAX_BODY = 1_048_576
const MAX_REDIRECTS = 5
const TIMEOUT = 20_000
const PER_HOST = 8

export interface HttpDeps {
  readonly resolver: Resolver
  readonly userAgent: string
  localAllowed(): boolean
  /** ms for one question, redirects included; 20 s unless given. */
  readonly timeout?: number
}

export interface HttpReply {
  readonly body: Uint8Array
  /** Where the body came from. */
  readonly from: AddressKind
}

interface Answer {
  readonly status: number
  readonly location: string | null
  readonly body: Uint8Array
  readonly gzip: boolean
}

class TooLarge extends Error {}

const failed = (problem: TrackerProblem, message: string | null = null): Result<never, TrackerFailure> =>
  fail({ problem, message })

const readBody = async (response: http.IncomingMessage): Promise<Uint8Array> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY) {
      response.destroy()
      throw new TooLarge()
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const unpack = promisify(gunzip) as (body: Uint8Array, options: { maxOutputLength: number }) => Promise<Buffer>

const problemOf = (error: unknown): TrackerProblem => {
  if (error instanceof TooLarge) return 'too-large'
  const code = error instanceof Error ? String(Reflect.get(error, 'code') ?? '') : ''
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code)) return 'tls'
  return /^HPE_|ERR_BUFFER_TOO_LARGE|^Z_/.test(code) ? 'bad-answer' : 'unreachable'
}

const urlOf = (text: string, base?: string): URL | null => {
  const url = URL.parse(text, base)
  const plain = url && (url.protocol === 'http:' || url.protocol === 'https:') && !url.username && !url.password
  return plain ? url : null
}

export class HttpTrackers {
  readonly #deps: HttpDeps
  // Kept connections lead to the internet only: one opened to this computer is not used again by a redirect.
  readonly #plain = new http.Agent({ keepAlive: true, maxSockets: PER_HOST, timeout: TIMEOUT })
  readonly #secure = new https.Agent({ keepAlive: true, maxSockets: PER_HOST, timeout: TIMEOUT })
  readonly #closing = new AbortController()

  constructor(deps: HttpDeps) {
    this.#deps = deps
  }

  async ask(link: string): Promise<Result<HttpReply, TrackerFailure>> {
    const late = AbortSignal.timeout(this.#deps.timeout ?? TIMEOUT)
    const signal = AbortSignal.any([late, this.#closing.signal])
    try {
      return await this.#follow(link, signal)
    } catch (error) {
      return failed(signal.aborted ? 'timeout' : problemOf(error))
    }
  }

  close(): void {
    this.#closing.abort()
    this.#plain.destroy()
    this.#secure.destroy()
  }

  async #follow(link: string, signal: AbortSignal): Promise<Result<HttpReply, TrackerFailure>> {
    let url = urlOf(link)
    let from: AddressKind | null = null
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      if (!url) return failed('bad-url')
      const approach = {
        host: bareHost(url.hostname),
        path: url.pathname,
        localAllowed: this.#deps.localAllowed(),
        from,
      }
      const addresses = await this.#deps.resolver.resolve(approach)
      if (!addresses.ok) return addresses
      from = worstKind(addresses.value)
      const answer = await this.#get(url, addresses.value, from, signal)
      if (answer.location === null) return this.#conclude(answer, from)
      url = urlOf(answer.location, url.href)
    }
    return failed('redirects')
  }

  async #conclude({ status, body, gzip }: Answer, from: AddressKind): Promise<Result<HttpReply, TrackerFailure>> {
    const plain = gzip ? await unpack(body, { maxOutputLength: MAX_BODY }) : body
    // Refusals come with any status; what begins like a dictionary is worth reading.
    if (status !== 200 && plain[0] !== 0x64) return failed('http-status', String(status))
    return ok({ body: plain, from })
  }

  #get(url: URL, addresses: readonly Resolved[], kind: AddressKind, signal: AbortSignal): Promise<Answer> {
    const secure = url.protocol === 'https:'
    const agent = kind === 'public' ? (secure ? this.#secure : this.#plain) : false
    const headers = { 'user-agent': this.#deps.userAgent, accept: '*/*' }
    const options = { headers, agent, signal, lookup: pinned(addresses) }
    return new Promise((resolve, reject) => {
      const request = (secure ? https : http).get(url, options, (response) => {
        const status = response.statusCode ?? 0
        const location = status >= 300 && status < 400 ? (response.headers.location ?? null) : null
        const gzip = response.headers['content-encoding'] === 'gzip'
        readBody(response).then((body) => resolve({ status, location, body, gzip }), reject)
      })
      request.on('error', reject)
    })
  }
}
