import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { Connections } from './connections.ts'
import type { SwarmContext } from './swarm-context.ts'
import { testSettings } from './testing/sample-swarm.ts'

const settings = testSettings()

/** Of a torrent in no swarm, with a count of how often it is called to duty. */
const fixture = () => {
  let roused = 0
  const torrent = { destroyed: false }
  const context = {
    settings: () => ({ ...settings, network: { ...settings.network, utp: false } }),
    handshakes: () => ['plain'],
    caps: { mayDial: () => true, priorityOf: () => 0, begin: () => () => undefined, full: false },
    bans: { bansAddress: () => false },
    isOurs: () => false,
    now: () => performance.now(),
  } as unknown as SwarmContext
  const deps = {
    context,
    torrent: () => torrent,
    most: () => 10,
    seeding: () => false,
    roused: () => void roused++,
    usefulness: () => null,
    joined: () => undefined,
    left: () => undefined,
    misbehaved: () => undefined,
  }
  const connections = new Connections(deps as unknown as ConstructorParameters<typeof Connections>[0])
  return { connections, roused: () => roused }
}

/** An address of this computer at which nobody listens. */
const nobody = async (): Promise<string> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return `127.0.0.1:${port}`
}

describe('connections', () => {
  it('call their torrent to duty when one ended, for only then it is known when to try again', async () => {
    const { connections, roused } = fixture()
    connections.offer(await nobody(), 'tracker')
    expect(roused()).toBe(1)
    await expect.poll(roused).toBe(2)
    const now = performance.now()
    connections.tick(now)
    expect(connections.restsUntil(now)).toBeGreaterThan(now)
    expect(connections.restsUntil(now)).toBeLessThan(Infinity)
    connections.end()
  })
})
