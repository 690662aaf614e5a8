import { createHash } from 'node:crypto'
import { once, type EventEmitter } from 'node:events'
import { realpathSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseTorrentFile, type Metainfo } from '../../app/torrent/metainfo.ts'

/** The libraries as far as this test uses them; their own types are missing or of another version. */
type Done = (error: Error | null) => void
interface Torrent extends EventEmitter {
  readonly infoHash: string
  readonly torrentFile: Uint8Array
  readonly done: boolean
  readonly files: readonly { arrayBuffer(): Promise<ArrayBuffer> }[]
}
interface Client {
  readonly torrentPort: number
  add(source: unknown, options: object, added?: (torrent: Torrent) => void): Torrent
  seed(data: Uint8Array, options: object, seeding: (torrent: Torrent) => void): void
  destroy(done: Done): void
}
interface Dht extends EventEmitter {
  listen(port: number, host: string, listening: () => void): void
  address(): { readonly port: number }
  addNode(node: { host: string; port: number }): void
  announce(id: string, port: number, done: Done): void
  lookup(id: string, done: Done): void
  destroy(done: () => void): void
}
interface TrackerServer extends EventEmitter {
  readonly http: { address(): { readonly port: number } }
  listen(port: number, host: string): void
  close(done: () => void): void
}
interface TrackerClient extends EventEmitter {
  start(): void
  destroy(): void
}

const load = async <T>(name: string): Promise<T> => (await import(name)) as T
const sha = (name: string) => (data: Uint8Array) => createHash(name).update(data).digest()
const content = Uint8Array.from({ length: 100_000 }, (_, index) => (index * index) % 251)

const read = (bytes: Uint8Array): Metainfo => {
  const parsed = parseTorrentFile(bytes, sha('sha1'), sha('sha256'))
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.value
}

describe('our bencode under the libraries', () => {
  it.each([
    'webtorrent',
    'bittorrent-protocol',
    'ut_metadata',
    'ut_pex',
    'bittorrent-dht',
    'k-rpc-socket',
    'bittorrent-tracker',
    'parse-torrent',
    'create-torrent',
  ])('is the one that %s gets', (name) => {
    const from = createRequire(join(import.meta.dirname, `../../node_modules/${name}/index.js`))
    const ours = join(import.meta.dirname, '../../app/bencode/bencode.js')
    expect(realpathSync(from.resolve('bencode'))).toBe(realpathSync(ours))
    expect(Object.keys(from('bencode') as object)).toEqual(expect.arrayContaining(['decode', 'encode']))
  })

  it('gives them the infohash of the raw bytes, sorted or not', async () => {
    const { default: parseTorrent } = await load<{ default: (data: Uint8Array) => Promise<{ infoHash: string }> }>(
      'parse-torrent',
    )
    const info = `d4:name1:x6:lengthi5e1:\xffi1e12:piece lengthi16384e6:pieces20:${'h'.repeat(20)}2:10i9007199254740993e1:9dee`
    const file = Buffer.from(`d4:info${info}e`, 'latin1')
    const { id } = read(file)
    expect(id).toBe(sha('sha1')(Buffer.from(info, 'latin1')).toString('hex'))
    expect((await parseTorrent(file)).infoHash).toBe(id)
  })
})

describe('a peer wire on our bencode', () => {
  it.each([
    'l-1:e',
    'd1:m-5:e',
    'd1:md1:xdeee',
    'd1:md1:xd8:toStringi1e7:valueOfi1eeee',
    'd1:md8:toStringi1e9:__proto__d1:xi1eeee',
    'd1:mli1ei2eee',
    'd1:md1:xi99999999999999999999eee',
    `${'d1:m'.repeat(90)}i1e${'e'.repeat(90)}`,
    '',
    'd',
  ])('outlives the extended handshake %j', async (handshake) => {
    const { default: Wire } = await load<{ default: new () => { _onExtended(id: number, data: Uint8Array): void } }>(
      'bittorrent-protocol',
    )
    const wire = new Wire()
    expect(() => wire._onExtended(0, Buffer.from(handshake))).not.toThrow()
  })
})

describe('WebTorrent on our bencode', () => {
  let folder: string
  let clients: Client[]

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bencode-override-'))
    const { default: WebTorrent } = await load<{ default: new (options: object) => Client }>('webtorrent')
    const quiet = { dht: false, tracker: false, lsd: false, natUpnp: false, natPmp: false, utp: false, webSeeds: false }
    clients = [1, 2, 3].map(() => new WebTorrent(quiet))
  })

  afterAll(async () => {
    await Promise.all(clients.map((client) => new Promise<void>((resolve) => client.destroy(() => resolve()))))
    await rm(folder, { recursive: true, force: true })
  })

  const leech = async (
    client: Client | undefined,
    source: unknown,
    name: string,
    port: number,
  ): Promise<Uint8Array> => {
    const torrent = client?.add(source, { path: join(folder, name) }) as Torrent & { addPeer(address: string): void }
    await once(torrent, 'infoHash')
    torrent.addPeer(`127.0.0.1:${port}`)
    if (!torrent.done) await once(torrent, 'done')
    return new Uint8Array((await torrent.files[0]?.arrayBuffer()) ?? new ArrayBuffer(0))
  }

  it('makes a torrent we accept, seeds it, and downloads it by .torrent and by magnet link', async () => {
    const [seeder, first, second] = clients
    const seeded = await new Promise<Torrent>((resolve) => {
      seeder?.seed(content, { name: 'content.bin', path: join(folder, 'seed'), announceList: [] }, resolve)
    })
    const torrent = read(seeded.torrentFile)
    expect(torrent).toMatchObject({ id: seeded.infoHash, name: 'content.bin', length: content.length, single: true })
    const port = seeder?.torrentPort ?? 0
    const [byFile, byMagnet] = await Promise.all([
      leech(first, seeded.torrentFile, 'file', port),
      leech(second, `magnet:?xt=urn:btih:${seeded.infoHash}`, 'magnet', port),
    ])
    expect(Buffer.compare(byFile, content)).toBe(0)
    expect(Buffer.compare(byMagnet, content)).toBe(0)
  })
})

describe('the DHT and trackers on our bencode', () => {
  const id = '00112233445566778899aabbccddeeff00112233'

  it('find in the DHT who announced there', async () => {
    const { default: DhtNode } = await load<{ default: new (options: object) => Dht }>('bittorrent-dht')
    const nodes = [1, 2, 3].map(() => new DhtNode({ bootstrap: false }))
    const [hub, announcer, seeker] = nodes
    await Promise.all(nodes.map((node) => new Promise<void>((resolve) => node.listen(0, '127.0.0.1', resolve))))
    const address = { host: '127.0.0.1', port: hub?.address().port ?? 0 }
    announcer?.addNode(address)
    seeker?.addNode(address)
    await Promise.all([announcer, seeker].flatMap((node) => (node ? [once(node, 'node')] : [])))
    await new Promise<void>((resolve, reject) =>
      announcer?.announce(id, 6_881, (error) => (error ? reject(error) : resolve())),
    )
    const found = seeker ? once(seeker, 'peer') : Promise.resolve([])
    seeker?.lookup(id, () => undefined)
    expect((await found)[0]).toEqual({ host: '127.0.0.1', port: 6_881 })
    await Promise.all(nodes.map((node) => new Promise<void>((resolve) => node.destroy(resolve))))
  })

  it('hear from an HTTP tracker who announced there', async () => {
    const { Server, Client: Tracker } = await load<{
      Server: new (options: object) => TrackerServer
      Client: new (options: object) => TrackerClient
    }>('bittorrent-tracker')
    const server = new Server({ udp: false, ws: false, stats: false })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const announce = `http://127.0.0.1:${server.http.address().port}/announce`
    const make = (index: number): TrackerClient =>
      new Tracker({ infoHash: id, peerId: Buffer.alloc(20, index), announce, port: 5_000 + index })
    const [first, second] = [make(1), make(2)]
    first.start()
    const [answer] = (await once(first, 'update')) as [{ readonly interval: unknown; readonly complete: unknown }]
    expect(answer.interval).toBeTypeOf('number')
    const found = new Promise<void>((resolve) => {
      second.on('peer', (address: string) => (address === '127.0.0.1:5001' ? resolve() : undefined))
    })
    second.start()
    await found
    first.destroy()
    second.destroy()
    await new Promise<void>((resolve) => server.close(resolve))
  })
})
