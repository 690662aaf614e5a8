// A tracker over HTTP for tests: answers every announce with no peers, at once unless told to take its time.

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface HttpTracker extends AsyncDisposable {
  readonly url: string
  /** The event of each announce, in the order they were answered; empty: a plain one. */
  readonly answered: string[]
  /** What each announce asked. */
  readonly asked: URLSearchParams[]
}

export interface HttpTrackerOptions {
  /** ms before an announce with this event is answered. */
  readonly delay?: (event: string) => number
  readonly seeds?: () => number
}

export const httpTracker = async ({
  delay = () => 0,
  seeds = () => 0,
}: HttpTrackerOptions = {}): Promise<HttpTracker> => {
  const answered: string[] = []
  const asked: URLSearchParams[] = []
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://tracker')
    const event = searchParams.get('event') ?? ''
    asked.push(searchParams)
    setTimeout(() => {
      answered.push(event)
      response.end(`d8:completei${seeds()}e10:incompletei0e8:intervali1800e5:peers0:e`)
    }, delay(event))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/announce`
  return { url, answered, asked, [Symbol.asyncDispose]: close }
}
