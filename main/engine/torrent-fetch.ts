// Gets a .torrent from an http(s) URL the user gave. A name must lead to the open internet, and the address that was
// checked is the one connected to; a computer of the own network is reached only when the user named it by address or
// as localhost, never by a redirect. The body is bounded in size and time.

import { lookup as systemLookup } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import type { AppError, FetchFault } from '../../app/ipc/errors.ts'
import { isPublicAddress } from '../../app/net/address.ts'
import { fail, ok, type Result } from '../../app/result.ts'

const MAX_BYTES = 10_000_000
const MAX_REDIRECTS = 5
const TIMEOUT = 20_000

export interface FetchOptions {
  readonly userAgent: string
  readonly signal: AbortSignal
  /** Which addresses may be talked to; the open internet's by default. */
  readonly allows?: (address: string) => boolean
}

class Refused extends Error {}

const failed = (fault: FetchFault, status?: number): Result<never, AppError> =>
  fail({ code: 'fetch-failed', fault, ...(status === undefined ? {} : { status }) })

const parse = (text: string): URL | null => {
  const url = URL.parse(text)
  const plain = url && (url.protocol === 'http:' || url.protocol === 'https:') && !url.username && !url.password
  return plain ? url : null
}

/** A lookup that hands on only addresses that are allowed. */
const guardedLookup =
  (allows: (address: string) => boolean): LookupFunction =>
  (host, options, done) =>
    systemLookup(host, { ...options, all: true }, (error, found) => {
      if (error) return done(error, '', 4)
      const addresses = found.filter(({ address }) => allows(address))
      const [first] = addresses
      if (!first) return done(new Refused('address refused'), '', 4)
      if (options.all) return done(null, addresses)
      done(null, first.address, first.family)
    })

const bare = (host: string): string => host.replace(/^\[|\]$/g, '')

const isLiteral = (host: string): boolean => /^[\d.]+$|:/.test(bare(host))

interface Answer {
  readonly status: number
  readonly location: string | null
  readonly body: Uint8Array | 'too-large'
}

const read = async (response: http.IncomingMessage): Promise<Uint8Array | 'too-large'> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BYTES) {
      response.destroy()
      return 'too-large'
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The user wrote down a computer of the own network: a local indexer, a NAS. */
const namesOwnNetwork = (host: string): boolean =>
  host === 'localhost' || (isLiteral(host) && !isPublicAddress(bare(host)))

const get = (
  url: URL,
  allows: (address: string) => boolean,
  options: FetchOptions,
  signal: AbortSignal,
): Promise<Answer> => {
  if (isLiteral(url.hostname) && !allows(bare(url.hostname))) throw new Refused('address refused')
  const client = url.protocol === 'https:' ? https : http
  return new Promise((resolve, reject) => {
    const headers = { 'user-agent': options.userAgent, accept: 'application/x-bittorrent, */*;q=0.1' }
    const request = client.get(url, { headers, lookup: guardedLookup(allows), signal, agent: false }, (response) => {
      const status = response.statusCode ?? 0
      const location = status >= 300 && status < 400 ? (response.headers.location ?? null) : null
      read(response).then((body) => resolve({ status, location, body }), reject)
    })
    request.on('error', reject)
  })
}

/** The bytes at the URL, at most 10 MB. */
export const fetchTorrent = async (link: string, options: FetchOptions): Promise<Result<Uint8Array, AppError>> => {
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(TIMEOUT)])
  let url = parse(link)
  let allows = url && namesOwnNetwork(url.hostname) ? () => true : (options.allows ?? isPublicAddress)
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    if (!url) return failed('bad-url')
    try {
      const { status, location, body } = await get(url, allows, options, signal)
      if (location !== null) {
        allows = options.allows ?? isPublicAddress
        url = parse(URL.parse(location, url.href)?.href ?? '')
        continue
      }
      if (status !== 200) return failed('http-status', status)
      return body === 'too-large' ? failed('too-large') : ok(body)
    } catch (error) {
      if (options.signal.aborted) return fail({ code: 'cancelled' })
      if (error instanceof Refused) return failed('refused-address')
      return failed(signal.aborted ? 'timeout' : 'unreachable')
    }
  }
  return failed('redirects')
}
