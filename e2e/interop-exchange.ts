// Runs the cases of one setting: starts the client and our engine, lets one seed and the other download, compares the
// data, and looks at the connection meanwhile, so that a case cannot pass by another way than its own.

import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { udpRelay, type UdpRelay } from '../main/engine/swarm/testing/udp-relay.ts'
import { honest, serveFiles, type Behaviour, type FileServer } from '../main/engine/web-seeds/testing/file-server.ts'
import type { Case, ClientName, Setting } from './interop-cases.ts'
import { startAria2 } from './peers/aria2.ts'
import { writeTree } from './peers/data.ts'
import { startLibtorrent } from './peers/libtorrent.ts'
import type { Peer, PeerOptions } from './peers/peer.ts'
import { freePort } from './peers/ports.ts'
import { stack } from './peers/process.ts'
import { startQbittorrent } from './peers/qbittorrent.ts'
import { startSwiftseed, type EnginePeer } from './peers/swiftseed.ts'
import { differences, makeTorrent, type TestTorrent } from './peers/torrent.ts'
import type { Tracker } from './peers/tracker.ts'
import { startTransmission } from './peers/transmission.ts'
import { until } from './peers/until.ts'

const SIZE = 8 * 2 ** 20
/** Slow enough to be looked at, B/s. */
const RATE = 16_000_000
const TRANSFER_MS = 40_000
const NAMING_MS = 5_000
/** Characters of a client's output in an error. */
const TOLD = 1_000
/** The web server is slow, so that the client has its part: bytes at a time, and ms between them. */
const [WEB_PART, WEB_MS] = [131_072, 250]

const starts: Record<ClientName, (options: PeerOptions) => Promise<Peer>> = {
  aria2: startAria2,
  libtorrent: (options) => startLibtorrent({ ...options, rc4: options.encryption === 'required' }),
  qbittorrent: startQbittorrent,
  transmission: startTransmission,
}

export interface Outcome {
  readonly one: Case
  /** Null: it went as it should. */
  readonly fault: string | null
}

interface Scene {
  readonly engine: EnginePeer
  readonly client: Peer
  /** Where the client is to be called, when it has to be. */
  readonly callAt: string | null
  readonly source: string
  readonly target: string
}

const slowly: Behaviour = (request, response, file) => {
  const end = response.end.bind(response)
  const pour = (body: Uint8Array): void => {
    if (response.destroyed) return
    response.write(body.subarray(0, WEB_PART))
    if (body.length <= WEB_PART) end()
    else setTimeout(() => pour(body.subarray(WEB_PART)), WEB_MS)
  }
  honest(request, Object.assign(response, { end: pour }), file)
}

/** Transmission takes no peer on its own computer from a tracker; behind the relay it has no TCP. */
const callAt = ({ client, ip }: Setting, { port }: Peer, relay: UdpRelay | null): string | null => {
  if (client === 'transmission' && relay) return relay.address
  if (ip === 6) return `[::1]:${port}`
  return client === 'transmission' ? `127.0.0.1:${port}` : null
}

const make = async (one: Case, at: number, source: string, tracker: Tracker, web: FileServer): Promise<TestTorrent> => {
  const name = `case ${at}.bin`
  const files = [{ path: [], length: SIZE }]
  const seed = Object.values(one).join(' ')
  await writeTree(join(source, name), files, seed)
  const dead = `http://127.0.0.1:${await freePort()}/announce`
  return makeTorrent(source, {
    name,
    files,
    pieceLength: 131_072,
    trackers: one.extra === 'dead tier' ? [dead, tracker.http] : [tracker.http],
    ...(one.extra === 'web seed' && { webSeeds: [`${web.origin}/`] }),
  })
}

/** What speaks against the connections that were seen. */
const wrongWay = (
  { transport, encryption, ip }: Case,
  seen: Awaited<ReturnType<EnginePeer['seen']>>,
): string | null => {
  if (seen.length === 0) return 'no connection was seen'
  if (seen.some((peer) => peer.transport !== transport)) return `was not over ${transport}`
  if (encryption === 'required' && seen.some((peer) => !peer.encrypted)) return 'was not encrypted'
  if (encryption === 'off' && seen.some((peer) => peer.encrypted)) return 'was encrypted'
  return ip === 6 && !seen.some(({ address }) => address.startsWith('[')) ? 'was not over IPv6' : null
}

const tryCase = async (one: Case, torrent: TestTorrent, scene: Scene): Promise<string | null> => {
  const { engine, client, source, target } = scene
  const { infoHash } = torrent
  const leecher = one.direction === 'from' ? engine : client
  if (one.direction === 'to') await engine.seed(torrent, source)
  await leecher.download(one.source === 'magnet' ? torrent.magnet : torrent.bytes, join(target, infoHash))
  const seen = new Map<string, Awaited<ReturnType<EnginePeer['seen']>>[number]>()
  const arrived = async (): Promise<boolean> => {
    for (const peer of await engine.seen(infoHash)) seen.set(`${peer.key} ${peer.encrypted}`, peer)
    if (scene.callAt !== null && seen.size === 0) await engine.call(infoHash, scene.callAt)
    return (await leecher.progress(infoHash)).complete
  }
  await until(`${leecher.name} to have everything`, arrived, { withinMs: TRANSFER_MS, everyMs: 20 })
  // A file gets its name when all of it is on disk, a moment after its last piece came.
  const same = async () => (await differences(source, torrent, await leecher.files(infoHash))).length === 0
  await until('the data to be the same', same, { withinMs: NAMING_MS })
  if (one.extra === 'web seed' && (await engine.fromWebSeeds(infoHash)) === 0) return 'the web seed gave nothing'
  return wrongWay(one, [...seen.values()])
}

const outcomeOf = async (one: Case, torrent: TestTorrent, scene: Scene): Promise<Outcome> => {
  try {
    return { one, fault: await tryCase(one, torrent, scene) }
  } catch (error) {
    const { client, engine } = scene
    const seen = JSON.stringify(await engine.seen(torrent.infoHash).catch(String))
    const story = await engine.story(torrent.infoHash).catch(String)
    const told = [client.output().slice(-TOLD), engine.output(), seen, story]
    return { one, fault: [String(error), ...told].join('\n') }
  }
}

/** One after another; what the client seeds it seeds from the start, for some let nobody have anything at first. */
export const exchange = async (setting: Setting, place: string, tracker: Tracker): Promise<Outcome[]> => {
  const { client: name, transport, ip, encryption } = setting
  const [source, target] = [join(place, 'source'), join(place, 'target')]
  await mkdir(source)
  await using parts = stack()
  const web = parts.use(await serveFiles({}, slowly))
  const utp = transport === 'utp'
  const options = { parent: place, encryption, utp }
  const client = parts.use(await starts[name]({ ...options, tcp: !utp, ipv6: ip === 6, uploadLimit: RATE }))
  const relay = utp && name === 'transmission' ? parts.use(await udpRelay(client.port)) : null
  const engine = parts.use(await startSwiftseed({ parent: place, encryption, utp, ownNetwork: true }))
  const scene = { engine, client, callAt: callAt(setting, client, relay), source, target }
  const pairs: (readonly [Case, TestTorrent])[] = []
  for (const [at, one] of setting.cases.entries()) {
    const torrent = await make(one, at, source, tracker, web)
    if (one.extra === 'web seed') web.hold(`/${torrent.name}`, await readFile(join(source, torrent.name)))
    pairs.push([one, torrent])
  }
  const seeded = pairs.filter(([one]) => one.direction === 'from')
  await Promise.all(seeded.map(([, torrent]) => client.seed(torrent, source)))
  const outcomes: Outcome[] = []
  for (const [one, torrent] of pairs) outcomes.push(await outcomeOf(one, torrent, scene))
  return outcomes
}
