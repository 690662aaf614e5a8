// One transfer between a measured client and libtorrent, the same counterpart for everyone. The clock runs from the
// first payload byte the counterpart sees to the end of the download; the counterpart keeps its data on tmpfs where
// there is one, and always makes the call, because not every client can be told to.

import { execFile } from 'node:child_process'
import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { startLibtorrent, type LibtorrentPeer } from '../../e2e/peers/libtorrent.ts'
import type { Lateness } from '../../e2e/peers/loop-lateness.ts'
import { finished, type Encryption, type Peer } from '../../e2e/peers/peer.ts'
import { temporaryFolder } from '../../e2e/peers/process.ts'
import { mismatches, type TestTorrent } from '../../e2e/peers/torrent.ts'
import { until } from '../../e2e/peers/until.ts'
import { meter, type Meter, type Usage } from './usage.ts'

export interface Scenario {
  readonly label: string
  /** What the measured client does. */
  readonly direction: 'leech' | 'seed'
  /** How many libtorrents are on the other side. */
  readonly counterparts: number
  /** The counterparts insist on RC4 for all they send; otherwise everything is plaintext. */
  readonly encrypted: boolean
}

export interface MeasuredPeer extends Peer {
  /** The worst of the client's event loop since the last question. */
  lateness?(): Promise<Lateness>
}

export interface Contender {
  readonly name: string
  start(options: { readonly parent: string; readonly encryption: Encryption }): Promise<MeasuredPeer>
}

export interface Sample {
  readonly mbPerSecond: number
  readonly cpuPerGib: number
  readonly peakMb: number
  /** Null: cannot be told from outside. */
  readonly lateness: Lateness | null
}

export interface Arena {
  /** On the disk that is measured. */
  readonly disk: string
  /** For the counterpart, which should cost as little as possible. */
  readonly memory: string
  /** The data, laid out under both. */
  readonly torrent: TestTorrent
  /** What its files hash to. */
  readonly hashes: readonly string[]
}

const run = promisify(execFile)
const RUN_MS = 400_000
const CALL_MS = 60_000

/** Closing files, last writes and late threads count too: reads until the client is idle for 0.4 s, 4 s at most. */
const settled = async (running: Meter): Promise<Usage> => {
  let usage = running.read()
  for (let round = 0; round < 10; round += 1) {
    await sleep(400)
    const next = running.read()
    if (next.cpuSeconds - usage.cpuSeconds <= 0.01) return next
    usage = next
  }
  return usage
}

const sampleOf = async (peer: MeasuredPeer, bytes: number, seconds: number, running: Meter): Promise<Sample> => {
  const lateness = (await peer.lateness?.()) ?? null
  const usage = await settled(running)
  running.stop()
  return {
    mbPerSecond: bytes / seconds / 1e6,
    cpuPerGib: usage.cpuSeconds / (bytes / 2 ** 30),
    peakMb: usage.peakBytes / 1e6,
    lateness,
  }
}

const now = (): number => (performance.timeOrigin + performance.now()) / 1000

/** Calls until data moves: a client that was just told of a torrent may hang up, not knowing it yet. */
const call = async (counterpart: LibtorrentPeer, infoHash: string, port: number): Promise<void> => {
  const moving = async (): Promise<boolean> => {
    const { peers, downloaded, uploaded } = await counterpart.progress(infoHash)
    if (peers === 0) await counterpart.connect(infoHash, port)
    return downloaded + uploaded > 0
  }
  await until('data to move', moving, { withinMs: CALL_MS, everyMs: 100 })
}

const leech = async (
  peer: MeasuredPeer,
  counterparts: readonly LibtorrentPeer[],
  { memory, disk, torrent, hashes }: Arena,
): Promise<Sample> => {
  await using target = await temporaryFolder('leech', disk)
  await Promise.all(counterparts.map((each) => each.trust(torrent.bytes, memory)))
  await peer.download(torrent.bytes, target.path)
  await peer.lateness?.()
  const running = meter(peer.pid)
  const firstByte = Promise.race(counterparts.map((each) => each.firstByte(torrent.infoHash, CALL_MS)))
  await Promise.all([firstByte, ...counterparts.map((each) => call(each, torrent.infoHash, peer.port))])
  await finished(peer, torrent.infoHash, RUN_MS)
  const sample = await sampleOf(peer, torrent.size, now() - (await firstByte), running)
  const wrong = await mismatches(torrent, hashes, await peer.files(torrent.infoHash))
  if (wrong.length > 0) throw new Error(`${peer.name} has wrong data in ${wrong.join(', ')}`)
  return sample
}

const seed = async (
  peer: MeasuredPeer,
  counterparts: readonly LibtorrentPeer[],
  { memory, disk, torrent, hashes }: Arena,
): Promise<Sample> => {
  await using target = await temporaryFolder('counterpart', memory)
  await peer.seed(torrent, disk)
  await Promise.all(counterparts.map((each, index) => each.download(torrent.bytes, join(target.path, String(index)))))
  await peer.lateness?.()
  const running = meter(peer.pid)
  const firstByte = Promise.race(counterparts.map((each) => each.firstByte(torrent.infoHash, CALL_MS)))
  const [began, ends] = await Promise.all([
    firstByte,
    Promise.all(counterparts.map((each) => each.finishedAt(torrent.infoHash, RUN_MS))),
    ...counterparts.map((each) => call(each, torrent.infoHash, peer.port)),
  ])
  const bytes = torrent.size * counterparts.length
  const sample = await sampleOf(peer, bytes, Math.max(...ends) - began, running)
  for (const each of counterparts) {
    const wrong = await mismatches(torrent, hashes, await each.files(torrent.infoHash))
    if (wrong.length > 0) throw new Error(`the counterpart got wrong data from ${peer.name}`)
  }
  return sample
}

/**
 * The same start for everyone: nothing of the one before still on its way to the disk, and memory that was just in
 * use (a virtual machine hands idle memory back to its host, and the next one to write pays for getting it again).
 */
const evenOut = async ({ disk, memory, torrent }: Arena): Promise<void> => {
  const warm = join(disk, 'warm-up.bin')
  await cp(join(memory, torrent.name), warm)
  await run('sync')
  await rm(warm)
}

export const transfer = async (contender: Contender, scenario: Scenario, arena: Arena): Promise<Sample> => {
  const { direction, counterparts: count, encrypted } = scenario
  await evenOut(arena)
  // In plain transfers nobody encrypts: qBittorrent would otherwise take RC4 for the payload, and the others plaintext.
  const encryption = encrypted ? 'required' : 'off'
  await using peer = await contender.start({ parent: arena.disk, encryption })
  await using others = new AsyncDisposableStack()
  const counterparts: LibtorrentPeer[] = []
  for (let index = 0; index < count; index += 1) {
    counterparts.push(others.use(await startLibtorrent({ parent: arena.memory, encryption, rc4: encrypted })))
  }
  return await (direction === 'leech' ? leech : seed)(peer, counterparts, arena)
}
