// The app under attack: started for tests that misuse it, whose window may therefore complain; and a stranger on the
// network who must never hear of it.

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { launchApp, type App } from './app.ts'
import { test as base } from './fixtures.ts'

export const ORIGIN = 'app://swiftseed'
export const PAGE = `${ORIGIN}/index.html`

export interface Stranger extends AsyncDisposable {
  readonly url: string
  /** The paths anybody asked for. */
  readonly hits: readonly string[]
}

const listen = async (): Promise<Stranger> => {
  const hits: string[] = []
  const server = createServer(({ url = '' }, response) => {
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

export const test = base.extend<{ readonly attacked: App; readonly stranger: Stranger }>({
  attacked: async ({ profile }, provide) => {
    await using app = await launchApp(profile)
    await provide(app)
  },
  stranger: async ({}, provide) => {
    await using listener = await listen()
    await provide(listener)
  },
})

/** Gives what was set in motion, and must not arrive, the time to do so. */
export const settle = (page: Page): Promise<void> => page.waitForTimeout(300)
