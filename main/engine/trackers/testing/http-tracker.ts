// A tracker over HTTP for tests, on loopback: answers as told, and remembers what it was asked.

import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface HttpTracker extends AsyncDisposable {
  readonly url: string
  readonly port: number
  /** What each announce asked, in order. */
  readonly asked: URLSearchParams[]
  /** The event of each announce; empty: none. */
  readonly events: () => string[]
}

export const MINIMAL = 'd8:completei7e10:incompletei2e8:intervali1800e5:peers0:e'

type Respond = (request: IncomingMessage, response: ServerResponse) => void

/** `answer`: the body, or who writes it. */
export const httpTracker = async (
  answer: string | Uint8Array | Respond = MINIMAL,
  host = '127.0.0.1',
): Promise<HttpTracker> => {
  const asked: URLSearchParams[] = []
  const server = createServer((request, response) => {
    asked.push(new URL(request.url ?? '', 'http://tracker').searchParams)
    if (typeof answer === 'function') answer(request, response)
    else response.end(answer)
  })
  server.listen(0, host)
  await once(server, 'listening')
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  const { port } = server.address() as AddressInfo
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}/announce`
  return { url, port, asked, events: () => asked.map((one) => one.get('event') ?? ''), [Symbol.asyncDispose]: close }
}
