// What is stored of a torrent can be damaged, or take too long to read: that changes nothing of whom it speaks to.

import { createHash, randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import bencode from '../../app/bencode/bencode.js'
import type { DetailsUpdate } from '../../app/torrent/details.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import { databasePath } from './session/database.ts'
import { httpTracker } from './swarm/testing/http-tracker.ts'
import { testSettings } from './swarm/testing/sample-swarm.ts'
import { link, seeder } from './testing/control.ts'
import { makeTorrent } from './testing/made-torrent.ts'
import { ServedEngine } from './testing/served-engine.ts'

/** A node of the DHT that notes which infohashes it is asked about. */
const dhtNode = async () => {
  const asked: string[] = []
  const socket = createSocket('udp4')
  const id = randomBytes(20)
  socket.on('message', (bytes, { port, address }) => {
    const { t, a } = bencode.decode(bytes) as { t: Uint8Array; a?: { info_hash?: Uint8Array } }
    if (a?.info_hash) asked.push(Buffer.from(a.info_hash).toString('hex'))
    const r = { id, nodes: Buffer.alloc(0), ...(a?.info_hash && { token: Buffer.from('tk') }) }
    socket.send(bencode.encode({ t, y: 'r', r }), port, address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const address = `127.0.0.1:${socket.address().port}`
  return { asked, address, [Symbol.dispose]: () => void socket.close() }
}

const publicSettings = (node: string) =>
  testSettings({ dht: true, pex: true, testBed: { dhtNodes: [node], router: null, interfaces: [] } })

/** Changes a byte of the metadata that is stored of the torrent. */
const damage = (engine: ServedEngine, id: TorrentId, check: 'due' | null = null): void => {
  const db = new DatabaseSync(databasePath(join(engine.folder, 'state')))
  db.prepare('UPDATE metainfo SET sum = sum + 1 WHERE id = ?').run(id)
  db.prepare('UPDATE torrents SET check_state = ? WHERE id = ?').run(check, id)
  db.close()
}

const discovery = async (engine: ServedEngine, id: TorrentId): Promise<unknown> => {
  await engine.call('details.watch', { id, tab: 'trackers' })
  await new Promise((resolve) => setImmediate(resolve))
  const update = engine.events.findLast(([name]) => name === 'details.update')?.[1] as DetailsUpdate
  const { details } = update
  return details.tab === 'trackers' && [details.dht.state, details.pex.state, details.lsd.state]
}

describe('a torrent whose stored metadata is damaged', () => {
  it('stays private: its trackers alone hear of it, while the DHT is asked about others', async () => {
    using node = await dhtNode()
    await using tracker = await httpTracker()
    await using engine = await ServedEngine.create(publicSettings(node.address))
    const secret = makeTorrent({ 'a.bin': 40_000 }, [tracker.url], 16_384, true)
    const open = makeTorrent({ 'b.bin': 40_000 })
    await engine.add(secret.torrent)
    await expect.poll(() => tracker.answered).toEqual(['started'])
    await engine.stop()
    damage(engine, secret.id)
    await engine.start(publicSettings(node.address))
    await engine.add(open.torrent, { folder: join(engine.folder, 'other') })
    await expect.poll(() => tracker.answered, { timeout: 5_000 }).toContainEqual('started')
    await expect.poll(() => node.asked, { timeout: 10_000 }).toContain(open.id)
    expect(node.asked).not.toContain(secret.id)
    const reason = { code: 'metadata-unreadable', again: 'peers' }
    expect(engine.row(secret.id)).toMatchObject({ status: 'metadata', reason, isPrivate: true })
    expect(await discovery(engine, secret.id)).toEqual(['private', 'private', 'private'])
    const magnet = `magnet:?xt=urn:btih:${secret.id}&tr=${encodeURIComponent('http://127.0.0.1:9/announce')}`
    const candidate = await engine.call('add.inspectLink', { link: magnet })
    expect(candidate).toMatchObject({ ok: true, value: { isPrivate: true } })
  })

  it.each([null, 'due'] as const)('gets it from peers again, and its data is where it was: check %s', async (check) => {
    const made = makeTorrent({ 'a.bin': 40_000 })
    await using other = await seeder(made)
    await using engine = await seeder(made)
    await engine.until(made.id, ({ status }) => status === 'seeding')
    await engine.stop()
    damage(engine, made.id, check)
    await engine.start()
    await engine.until(made.id, ({ reason }) => reason?.code === 'metadata-unreadable')
    await link(engine, other, made.id)
    const row = await engine.until(made.id, ({ status }) => status === 'seeding')
    expect(row).toMatchObject({ name: 'album', progress: 1, isPrivate: false, downloaded: 0 })
  })
})

describe('a list of an earlier version', () => {
  it('learns of each torrent whether it is private from what is stored of it', async () => {
    const secret = makeTorrent({ 'a.bin': 40_000 }, [], 16_384, true)
    const open = makeTorrent({ 'b.bin': 40_000 })
    expect(createHash('sha1').update(secret.rawInfo).digest('hex')).toBe(secret.id)
    await using engine = await ServedEngine.create()
    await engine.add(secret.torrent)
    await engine.add(open.torrent, { folder: join(engine.folder, 'other') })
    await engine.stop()
    const db = new DatabaseSync(databasePath(join(engine.folder, 'state')))
    db.exec('ALTER TABLE torrents DROP COLUMN is_private; PRAGMA user_version = 4')
    db.close()
    for (const { id } of [secret, open]) damage(engine, id)
    await engine.start()
    expect([secret, open].map(({ id }) => engine.row(id)?.isPrivate)).toEqual([true, false])
    expect(engine.row(open.id)?.reason).toMatchObject({ code: 'metadata-unreadable' })
  })
})
