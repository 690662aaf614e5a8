import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { testSettings } from './swarm/testing/sample-swarm.ts'
import { makeTorrent } from './testing/made-torrent.ts'
import { ServedEngine } from './testing/served-engine.ts'

/** Somebody's own service on this computer, and how often it was called. */
const service = async (): Promise<{ port: number; calls(): number } & AsyncDisposable> => {
  let calls = 0
  const server = createServer((socket) => {
    calls++
    socket.on('error', () => undefined)
    socket.destroy()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    calls: () => calls,
    [Symbol.asyncDispose]: async () => {
      server.close()
      await once(server, 'close')
    },
  }
}

const inspect = async (engine: ServedEngine, port: number): Promise<void> => {
  const { id } = makeTorrent({ 'a.bin': 1_000 })
  const candidate = await engine.call('add.inspectLink', { link: `magnet:?xt=urn:btih:${id}&x.pe=127.0.0.1:${port}` })
  expect(candidate).toMatchObject({ ok: true, value: { metadata: 'fetching' } })
}

describe('a peer that a link names', () => {
  it('is not called on this computer, whose other programs a link has no business with', async () => {
    await using engine = await ServedEngine.create()
    await using allowed = await ServedEngine.create(testSettings({ localTrackers: true }))
    await using refused = await service()
    await using reached = await service()
    await inspect(engine, refused.port)
    // Begun later, and called: by then the other one would have been called as well.
    await inspect(allowed, reached.port)
    await expect.poll(() => reached.calls(), { timeout: 10_000 }).toBeGreaterThan(0)
    expect(refused.calls()).toBe(0)
  })
})
