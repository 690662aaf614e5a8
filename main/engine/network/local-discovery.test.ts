import { createSocket } from 'node:dgram'
import { describe, expect, it } from 'vitest'
import { formatAnnouncement, parseAnnouncement } from '../../../app/net/local-message.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { groupHost, GroupSocket } from './group-socket.ts'
import { localInterfaces, type LocalInterface } from './interfaces.ts'
import { LOCAL_GROUPS, LocalDiscovery } from './local-discovery.ts'

const loopback = localInterfaces(['127.0.0.1'])
const [v4] = LOCAL_GROUPS
if (!v4) throw new Error('no groups')
/** Others on this computer may be talking there, too: every test has torrents of its own. */
const newId = (): TorrentId =>
  Array.from({ length: 40 }, () => Math.floor(Math.random() * 16).toString(16)).join('') as TorrentId

interface Found {
  readonly id: TorrentId
  readonly address: string
}

const discovery = (port: number, interfaces: readonly LocalInterface[] = loopback) => {
  const found: Found[] = []
  const local = new LocalDiscovery({
    interfaces: () => interfaces,
    port: () => port,
    found: (id, address) => void found.push({ id, address }),
  })
  return { local, found, [Symbol.asyncDispose]: () => local.close() }
}

/** Hears all that is said in a group. */
const listener = async (group = v4) => {
  const heard: string[] = []
  const socket = await GroupSocket.open(group, (bytes) => void heard.push(bytes.toString('latin1')))
  if (!socket) throw new Error('cannot listen')
  socket.follow(loopback)
  return { heard, socket, [Symbol.asyncDispose]: () => socket.close() }
}

const of = (heard: readonly string[], port: number) =>
  heard.flatMap((text) => {
    const said = parseAnnouncement(text)
    return said?.port === port ? [said] : []
  })

describe('local discovery', () => {
  it('brings together those who have the same torrent, and not themselves', async () => {
    const [shared, other] = [newId(), newId()]
    await using one = discovery(50_001)
    await using two = discovery(50_002)
    one.local.announce(shared)
    two.local.announce(shared)
    two.local.announce(other)
    await expect.poll(() => one.found).toContainEqual({ id: shared, address: '127.0.0.1:50002' })
    await expect.poll(() => two.found).toContainEqual({ id: shared, address: '127.0.0.1:50001' })
    expect([...one.found, ...two.found].map(({ id }) => id)).not.toContain(other)
    expect(one.found.some(({ address }) => address.endsWith(':50001'))).toBe(false)
    expect(one.local.peersOf(shared)).toBeGreaterThan(0)
    expect(one.local.state()).toMatchObject({ state: 'working' })
  })

  it('says many torrents in one message, each once, and nothing of those that left', async () => {
    await using ear = await listener()
    await using one = discovery(50_005)
    const ids = Array.from({ length: 30 }, newId)
    const leaves = ids.map((id) => one.local.announce(id))
    leaves[29]?.()
    await expect
      .poll(() => of(ear.heard, 50_005).flatMap((said) => said.infoHashes).length, { timeout: 5_000 })
      .toBe(29)
    const messages = of(ear.heard, 50_005)
    expect(messages).toHaveLength(2)
    expect(new Set(messages.flatMap((said) => said.infoHashes))).toEqual(new Set(ids.slice(0, 29)))
  })

  it('believes nobody from another network', async () => {
    const id = newId()
    const elsewhere = loopback.map((one) => ({ ...one, block: '10.77.0.1/24' }))
    await using one = discovery(50_006, elsewhere)
    await using ear = await listener()
    one.local.announce(id)
    await expect.poll(() => of(ear.heard, 50_006)).toHaveLength(1)
    await ear.socket.send(formatAnnouncement(groupHost(v4), { port: 1_234, infoHashes: [id], cookie: 'x' }))
    await expect.poll(() => of(ear.heard, 1_234)).toHaveLength(1)
    expect(one.found).toEqual([])
  })

  it('lets nobody flood it, and shrugs off what is no announcement', async () => {
    const id = newId()
    await using ear = await listener()
    await using one = discovery(50_007)
    one.local.announce(id)
    await expect.poll(() => of(ear.heard, 50_007)).toHaveLength(1)
    for (const noise of [
      '',
      'x'.repeat(1_400),
      'BT-SEARCH * HTTP/1.1\r\n\r\n',
      'BT-SEARCH * HTTP/1.1\r\nPort: -1\r\n',
    ]) {
      await ear.socket.send(noise)
    }
    for (let n = 0; n < 500; n++) {
      await ear.socket.send(formatAnnouncement(groupHost(v4), { port: 2_000 + n, infoHashes: [id], cookie: 'x' }))
      await new Promise((resolve) => setImmediate(resolve))
    }
    await expect.poll(() => of(ear.heard, 2_499)).toHaveLength(1)
    expect(one.found.length).toBeGreaterThan(0)
    expect(one.found.length).toBeLessThan(100)
  })

  it('says so when there is no network to speak on', async () => {
    await using one = discovery(50_008, [])
    await expect.poll(() => one.local.state()).toEqual({ state: 'failed', why: 'no-interface' })
  })

  it('says so when another program keeps the port to itself', async () => {
    const [tight4, tight6] = [createSocket('udp4'), createSocket({ type: 'udp6', ipv6Only: true })]
    await Promise.all([tight4, tight6].map((socket) => new Promise<void>((done) => socket.bind(6_771, done))))
    await using one = discovery(50_009)
    await expect.poll(() => one.local.state()).toEqual({ state: 'failed', why: 'no-socket' })
    tight4.close()
    tight6.close()
  })
})
