import { once } from 'node:events'
import net from 'node:net'
import { createSocket } from 'node:dgram'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { NetworkState } from '../../../app/net/network-state.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { ExternalAddress } from '../../../app/swarm/external-address.ts'
import { joinSample, openSwarm, quietNetwork, sampleTorrent, testSettings } from '../swarm/testing/sample-swarm.ts'
import { Network } from './network.ts'
import { startFakeRouter, type FakeRouter, type FakeRouterOptions } from './testing/fake-router.ts'

const withRouter = (router: FakeRouter) => ({
  dhtNodes: [],
  router: { address: router.natPmp.host, natPmpPort: router.natPmp.port, ssdpPort: router.ssdp.port },
  interfaces: [],
})

const mappedBy = async (options: FakeRouterOptions, protocol: 'upnp' | 'natPmp'): Promise<NetworkState> => {
  await using router = await startFakeRouter(options)
  await using swarm = await openSwarm(testSettings({ [protocol]: true, testBed: withRouter(router) }))
  await expect.poll(() => swarm.stats().network[protocol], { timeout: 10_000 }).toMatchObject({ state: 'mapped' })
  return swarm.stats().network
}

describe('the network', () => {
  it.each(['upnp', 'natPmp'] as const)('maps TCP and UDP by %s while it is on, and gives back', async (protocol) => {
    await using router = await startFakeRouter()
    const testBed = withRouter(router)
    const on = testSettings({ [protocol]: true, utp: true, dht: true, testBed })
    const swarm = await openSwarm(on)
    const { port } = swarm.stats()
    await expect
      .poll(() => swarm.stats().network[protocol], { timeout: 10_000 })
      .toEqual({ state: 'mapped', port, udp: true })
    expect(router.mappings().map(({ transport, internal }) => `${transport} ${internal}`)).toEqual(
      expect.arrayContaining([`tcp ${port}`, `udp ${port}`]),
    )
    // uTP's and the DHT's.
    expect(router.mappings().filter(({ transport }) => transport === 'udp')).toHaveLength(2)
    await swarm.configure(testSettings({ utp: true, dht: true, testBed }))
    expect(swarm.stats().network[protocol]).toEqual({ state: 'off' })
    await expect.poll(() => router.mappings()).toEqual([])
    await swarm.configure(on)
    await expect.poll(() => router.mappings().length, { timeout: 10_000 }).toBe(3)
    await swarm.close()
    expect(router.mappings()).toEqual([])
  })

  it('maps the new port when it changes', async () => {
    await using router = await startFakeRouter()
    const testBed = withRouter(router)
    await using swarm = await openSwarm(testSettings({ natPmp: true, testBed }))
    await expect.poll(() => swarm.stats().network.natPmp).toMatchObject({ state: 'mapped' })
    const free = net.createServer().listen(0)
    await once(free, 'listening')
    const { port } = free.address() as net.AddressInfo
    await new Promise((resolve) => free.close(resolve))
    await swarm.configure(testSettings({ natPmp: true, testBed, port }))
    await expect.poll(() => swarm.stats().network.natPmp).toMatchObject({ state: 'mapped', port })
    expect(router.mappings()).toMatchObject([{ transport: 'tcp', internal: port }])
  })

  it('asks the new router when the computer comes to another network, and no longer the old one', async () => {
    await using one = await startFakeRouter()
    await using other = await startFakeRouter({ host: '127.0.0.4' })
    await using swarm = await openSwarm(testSettings({ natPmp: true, upnp: true, testBed: withRouter(one) }))
    const mapped = { natPmp: { state: 'mapped' }, upnp: { state: 'mapped' } }
    await expect.poll(() => swarm.stats().network, { timeout: 10_000 }).toMatchObject(mapped)
    await swarm.configure(testSettings({ natPmp: true, upnp: true, testBed: withRouter(other) }))
    await expect.poll(() => one.mappings()).toEqual([])
    await expect.poll(() => swarm.stats().network, { timeout: 10_000 }).toMatchObject(mapped)
    expect(other.mappings()).toMatchObject([{ transport: 'tcp', internal: swarm.stats().port }])
  })

  it('says our address as the router does, and when that is not one of the internet', async () => {
    expect(await mappedBy({ externalAddress: '8.8.4.4' }, 'upnp')).toMatchObject({
      external: { address: '8.8.4.4', by: 'router' },
      innerRouter: null,
    })
    expect(await mappedBy({ externalAddress: '100.64.3.2' }, 'natPmp')).toMatchObject({
      external: null,
      innerRouter: '100.64.3.2',
    })
    expect(await mappedBy({ externalAddress: '<b>hello</b>' }, 'upnp')).toMatchObject({
      external: null,
      innerRouter: null,
    })
  })

  it('counts who takes part in peer exchange', async () => {
    const settings = testSettings({ pex: true, utp: true })
    await using seeder = await openSwarm(settings)
    await using leecher = await openSwarm(settings)
    const sample = sampleTorrent(4_000_000, 16_384)
    joinSample(seeder, sample, { have: 'all', data: sample.data })
    expect(leecher.stats().network).toMatchObject({ pex: { state: 'looking' }, utp: { state: 'looking' } })
    const { torrent } = joinSample(leecher, sample)
    torrent.addPeer(`127.0.0.1:${seeder.stats().port}`, 'manual')
    await expect.poll(() => leecher.stats().network.pex, { interval: 5 }).toEqual({ state: 'working', count: 1 })
    expect(leecher.stats().network.lsd).toEqual({ state: 'off' })
  })

  it('has no router where there is none to ask', async () => {
    const testBed = { dhtNodes: [], router: null, interfaces: [] }
    await using swarm = await openSwarm(testSettings({ natPmp: true, upnp: true, testBed }))
    await expect
      .poll(() => swarm.stats().network)
      .toMatchObject({ natPmp: { state: 'absent' }, upnp: { state: 'absent' } })
  })

  it.each(['tcp', 'udp'] as const)('listens on another port when a program has ours for %s', async (transport) => {
    const server = transport === 'tcp' ? net.createServer().listen(0) : createSocket('udp4').bind(0)
    await once(server, 'listening')
    const { port } = server.address() as net.AddressInfo
    await using swarm = await openSwarm(testSettings())
    expect(await swarm.configure(testSettings({ port, utp: true }))).toEqual({ code: 'port-in-use', port })
    const { port: now } = swarm.stats()
    expect(now).not.toBeNull()
    expect(now).not.toBe(port)
    await new Promise<void>((resolve) => server.close(() => resolve()))
    // Nothing of the attempt is left on it.
    expect(await swarm.configure(testSettings({ port: 0, utp: true }))).toBeNull()
    expect(await swarm.configure(testSettings({ port, utp: true }))).toBeNull()
    expect(swarm.stats().port).toBe(port)
  })
})

describe('whether others reach us', () => {
  afterEach(() => void vi.useRealTimers())

  it('is known only when somebody of the internet came, and of the port we have', async () => {
    const network = new Network({ settings: quietNetwork, external: new ExternalAddress(), found: () => undefined })
    network.listening({ tcp: 50_000, udp: [] })
    for (const near of ['192.168.1.5', '127.0.0.1', 'fe80::1', '::1', '100.64.0.1', 'nonsense', ''])
      network.reached(near)
    expect(network.state().reachedAt).toBeNull()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-20T16:29:45Z') })
    network.reached('8.8.8.8')
    expect(network.state().reachedAt).toBe(Date.parse('2026-11-20T16:29:00Z'))
    network.listening({ tcp: 50_000, udp: [50_000] })
    expect(network.state().reachedAt).not.toBeNull()
    network.listening({ tcp: 50_001, udp: [] })
    expect(network.state().reachedAt).toBeNull()
    await network.close()
  })

  it('is not known of another network, nor our address there', async () => {
    await using one = await startFakeRouter()
    await using other = await startFakeRouter({ host: '127.0.0.4' })
    const at = (router: FakeRouter) => ({ ...quietNetwork, natPmp: true, testBed: withRouter(router) })
    const external = new ExternalAddress()
    const network = new Network({ settings: at(one), external, found: () => undefined })
    network.listening({ tcp: 50_000, udp: [] })
    await expect.poll(() => network.state().natPmp).toMatchObject({ state: 'mapped' })
    network.reached('8.8.8.8')
    for (let n = 1; n <= 3; n++) external.vote(`8.8.4.${n}`, Uint8Array.of(1, 2, 3, 4))
    expect(network.state()).toMatchObject({ reachedAt: expect.any(Number), external: { address: '1.2.3.4' } })
    network.configure(at(other))
    await expect.poll(() => network.state()).toMatchObject({ reachedAt: null })
    expect(external.agreed()).toBeNull()
    await network.close()
  })

  it('counts the word of three peers for our address', async () => {
    const external = new ExternalAddress()
    const network = new Network({ settings: quietNetwork, external, found: () => undefined })
    for (let n = 1; n <= 3; n++) external.vote(`8.8.4.${n}`, Uint8Array.of(1, 2, 3, 4))
    expect(network.state().external).toEqual({ address: '1.2.3.4', by: 'peers' })
    await network.close()
  })
})

describe('local discovery in the client', () => {
  it('announces what is joined, through any switching, and says how many it found', async () => {
    const testBed = { dhtNodes: [], router: null, interfaces: ['127.0.0.1'] }
    const id = Array.from({ length: 40 }, () => Math.floor(Math.random() * 16).toString(16)).join('') as TorrentId
    const found: string[] = []
    const make = (lsd: boolean): Network =>
      new Network({
        settings: { ...quietNetwork, lsd, testBed },
        external: new ExternalAddress(),
        found: (_, address) => void found.push(address),
      })
    const [one, other] = [make(false), make(true)]
    one.listening({ tcp: 50_011, udp: [] })
    other.listening({ tcp: 50_012, udp: [] })
    one.announce(id)
    other.announce(id)
    expect(one.neighbours(id)).toBeNull()
    expect(one.state().lsd).toEqual({ state: 'off' })
    one.configure({ ...quietNetwork, lsd: true, testBed })
    await expect.poll(() => found).toContain('127.0.0.1:50011')
    expect(other.neighbours(id)).toBe(1)
    expect(other.state().lsd).toEqual({ state: 'working', count: 1 })
    one.configure({ ...quietNetwork, lsd: false, testBed })
    expect(one.state().lsd).toEqual({ state: 'off' })
    await Promise.all([one.close(), other.close()])
  })
})
