// Gets a document from the router, and from nobody else: the address is the one given, a redirect is not followed, the
// body is bounded and all of it has a deadline.

import http from 'node:http'

const MAX_BYTES = 262_144
const TIMEOUT = 5_000

export interface GatewayAnswer {
  readonly status: number
  readonly body: string
  /** Ours, as the router saw it. */
  readonly own: string
}

export interface GatewayPost {
  readonly action: string
  readonly body: string
}

/** The URL when it is plain HTTP to this very address; null for any other. */
export const urlAtGateway = (text: string, gateway: string, base?: string): URL | null => {
  const url = URL.parse(text, base)
  const good = url && url.protocol === 'http:' && url.hostname === gateway && !url.username && !url.password
  return good ? url : null
}

const read = (response: http.IncomingMessage, done: (body: string | null) => void): void => {
  const chunks: Buffer[] = []
  let size = 0
  response.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= MAX_BYTES) return void chunks.push(chunk)
    response.destroy()
    done(null)
  })
  response.on('end', () => done(Buffer.concat(chunks).toString('utf8')))
  response.on('error', () => done(null))
}

/** Null when it did not answer in time, or with too much. */
export const askGateway = (url: URL, post: GatewayPost | null = null): Promise<GatewayAnswer | null> =>
  new Promise((resolve) => {
    const headers = post
      ? {
          'content-type': 'text/xml; charset="utf-8"',
          soapaction: post.action,
          'content-length': Buffer.byteLength(post.body),
        }
      : {}
    const signal = AbortSignal.timeout(TIMEOUT)
    const request = http.request(
      url,
      { method: post ? 'POST' : 'GET', headers, agent: false, signal, maxHeaderSize: 16_384 },
      (response) => {
        const own = (response.socket.localAddress ?? '').replace(/^::ffff:/, '')
        read(response, (body) => resolve(body === null ? null : { status: response.statusCode ?? 0, body, own }))
      },
    )
    request.on('error', () => resolve(null))
    request.end(post?.body)
  })
