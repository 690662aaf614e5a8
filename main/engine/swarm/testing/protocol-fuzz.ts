// Targets for the fuzz campaign that need the engine's side: a peer's byte stream, its extended messages, peer
// exchange, trackers' answers, and what an earlier session left of unfinished pieces. Each takes randomness, answers
// whether the input was taken, and throws when a rule is broken.

import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Wire from 'bittorrent-protocol'
import bencode from '../../../../app/bencode/bencode.js'
import { readPex, writePex } from '../../../../app/swarm/pex-message.ts'
import { MAX_PEERS } from '../../../../app/trackers/announce.ts'
import { readAnnounce, readScrape } from '../../../../app/trackers/http-answer.ts'
import {
  answerHead,
  errorText,
  readConnection,
  readUdpAnnounce,
  readUdpScrape,
} from '../../../../app/trackers/udp-messages.ts'
import { PartialsFolder } from '../../session/partials-file.ts'
import { parseAddress } from '../dialer.ts'
import { DownloadScheduler } from '../download-scheduler.ts'
import { MessageParser } from '../message-parser.ts'
import { MetadataBudget } from '../metadata-budget.ts'
import { MetadataCollector } from '../metadata-collector.ts'
import { metadataExchange } from '../metadata-exchange.ts'
import type { UploadPeer, UploadTurn } from '../upload-scheduler.ts'
import { installWireStream } from '../wire-stream.ts'

/** As scripts/fuzz/random.ts has it. */
export interface FuzzRandom {
  below(limit: number): number
  chance(share: number): boolean
  pick<T>(list: readonly T[]): T
  bytes(length: number): Uint8Array
}

export type ProtocolTarget = (random: FuzzRandom, mutate: (bytes: Uint8Array) => Uint8Array) => 'taken' | 'refused'

const insist: (holds: boolean, what: string) => asserts holds = (holds, what) => {
  if (!holds) throw new Error(what)
}

const MOST = 1_000

const streamOf = (random: FuzzRandom): Uint8Array =>
  Buffer.concat(
    Array.from({ length: random.below(12) }, () => {
      const body = random.bytes(random.pick([0, 1, 5, 9, 13, random.below(200)]))
      const head = Buffer.alloc(4)
      head.writeUInt32BE(random.chance(0.03) ? random.pick([0xffffffff, 0x80000000, MOST + 1, MOST]) : body.length)
      return Buffer.concat([head, body])
    }),
  )

/** What comes out of the parser when the stream comes in such parts. */
const parsed = (parts: readonly Uint8Array[]): string[] => {
  const messages: string[] = []
  const parser = new MessageParser(
    (message) => void messages.push(Buffer.from(message).toString('latin1')),
    () => MOST,
  )
  try {
    for (const part of parts) parser.feed(part)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    messages.push('refused')
  }
  return messages
}

const wire: ProtocolTarget = (random) => {
  const stream = streamOf(random)
  const parts: Uint8Array[] = []
  for (let at = 0; at < stream.length;) {
    const end = at + 1 + random.below(random.pick([1, 4, 40, 400]))
    parts.push(stream.subarray(at, end))
    at = end
  }
  const [whole, pieces] = [parsed([stream]), parsed(parts)]
  insist(JSON.stringify(whole) === JSON.stringify(pieces), 'cut elsewhere, the stream says something else')
  insist(
    whole.every((message) => message.length <= MOST),
    'a message is longer than it may be',
  )
  return whole.includes('refused') || whole.length === 0 ? 'refused' : 'taken'
}

installWireStream()
const INFO = Buffer.from('d4:name4:fuzz12:piece lengthi16384ee')
const INFO_HASH = createHash('sha1').update(INFO).digest('hex')
const ODD = [-1, 0, 1, 3, INFO.length, 16_384, 2 ** 31, 2 ** 53, 10_000_001, 'text', ['list'], { toString: 1 }]

const handshakeOf = (random: FuzzRandom): Uint8Array =>
  bencode.encode({
    m: random.chance(0.8)
      ? { ut_metadata: random.pick([1, 2, 255, ...ODD]), ['x' + random.below(9)]: 4 }
      : random.pick(ODD),
    metadata_size: random.chance(0.6) ? INFO.length : random.pick(ODD),
    reqq: random.pick(ODD),
    v: 'fuzz',
  })

const metadataOf = (random: FuzzRandom): Uint8Array => {
  const field = (usual: number): unknown => (random.chance(0.8) ? usual : random.pick(ODD))
  const type = random.chance(0.7) ? 1 : random.below(4)
  const head = bencode.encode({ msg_type: field(type), piece: field(0), total_size: field(INFO.length) })
  return Buffer.concat([
    head,
    type === 1 ? (random.chance(0.7) ? INFO : random.bytes(random.below(90))) : Buffer.alloc(0),
  ])
}

/** Schedulers without a limit, who wait for nothing. */
const atOnce = {
  uploads: {
    join: (peer: UploadPeer): UploadTurn => ({
      wake: () => {
        while (peer.nextLength > 0) void peer.serveNext()
      },
      setBid: () => undefined,
      taken: () => undefined,
      leave: () => undefined,
    }),
  },
  downloads: new DownloadScheduler(() => 0).lane(),
}

/** Several extended messages of one peer, to a torrent that lacks its metadata or has it. */
const extended: ProtocolTarget = (random, mutate) => {
  let raw: Uint8Array | null = random.chance(0.3) ? INFO : null
  const lacked = raw === null
  const peer = new Wire('tcpIncoming')
  let sent = 0
  Object.defineProperty(peer, 'extended', { value: (_: unknown, payload: Uint8Array) => (sent += payload.length) })
  const arrived = (bytes: Uint8Array): void => {
    insist(createHash('sha1').update(bytes).digest('hex') === INFO_HASH, 'false metadata was believed')
    raw = bytes
  }
  const budget = new MetadataBudget()
  const collector = new MetadataCollector({
    infoHash: INFO_HASH,
    budget,
    now: () => 0,
    wanted: () => raw === null,
    arrived,
    lied: () => undefined,
  })
  peer.use(metadataExchange({ rawInfo: () => raw, collector, ...atOnce }))
  let [taken, messages] = [0, 0]
  const say = (id: number, sound: Uint8Array): void => {
    messages++
    try {
      peer._onExtended(id, random.chance(0.3) ? mutate(sound) : sound)
      taken++
    } catch (error) {
      // The guard in front of the wire closes the peer for this.
      insist(error instanceof Error, 'something that is no error was thrown')
    }
  }
  say(0, handshakeOf(random))
  for (let more = random.below(5); more > 0; more--)
    say(random.chance(0.8) ? 1 : 0, random.chance(0.9) ? metadataOf(random) : handshakeOf(random))
  insist(sent < 200_000, 'a few messages made us say very much')
  collector.stop()
  insist(budget.taken === 0, 'memory was not given back')
  insist(Object.keys(Object.prototype).length === 0, 'the prototype of everything was changed')
  peer.destroy()
  return (lacked ? raw !== null : taken === messages) ? 'taken' : 'refused'
}

const isAddress = (address: string): boolean => parseAddress(address) !== null

const pex: ProtocolTarget = (random, mutate) => {
  const sound = bencode.encode({
    added: random.bytes(6 * random.below(60)),
    'added.f': random.bytes(random.below(60)),
    added6: random.bytes(18 * random.below(10)),
    dropped: random.chance(0.8) ? random.bytes(6 * random.below(9) + random.below(2)) : random.below(9),
  })
  const read = readPex(random.chance(0.5) ? mutate(sound) : sound)
  if (!read) return 'refused'
  insist(read.added.length <= 50 && read.dropped.length <= 50, 'more peers than may be')
  insist(read.added.every(({ address }) => isAddress(address)) && read.dropped.every(isAddress), 'no address')
  const again = readPex(writePex(read))
  insist(
    JSON.stringify(again?.added.map(({ address }) => address).toSorted()) ===
      JSON.stringify(read.added.map(({ address }) => address).toSorted()),
    'what was read does not write',
  )
  return 'taken'
}

export const insistOnPeers = (peers: readonly string[]): void => {
  insist(peers.length <= MAX_PEERS, 'more peers than may be')
  insist(
    peers.every((address) => typeof address === 'string' && address.length < 80),
    'no address',
  )
}

const udpAnswer = (bytes: Uint8Array): boolean => {
  answerHead(bytes)
  readConnection(bytes)
  readUdpScrape(bytes)
  insist(errorText(bytes).length <= 1_000, 'a long error')
  const both = [readUdpAnnounce(bytes, 4), readUdpAnnounce(bytes, 16)]
  for (const answer of both) {
    if (!answer) continue
    insistOnPeers(answer.peers)
    insist(answer.peers.every(isAddress), 'no address')
  }
  return both[0] !== null
}

const announce: ProtocolTarget = (random, mutate) => {
  if (random.chance(0.3)) return udpAnswer(random.bytes(random.below(200))) ? 'taken' : 'refused'
  const hash = random.bytes(20)
  const listed = Array.from({ length: random.below(4) }, () => ({
    ip: random.pick(['1.2.3.4', '::1', 'x', 5]),
    port: random.pick([0, 80, 70_000, -1, 'p']),
  }))
  const sound = bencode.encode({
    interval: random.pick([1_800, ...ODD]),
    'min interval': random.pick(ODD),
    complete: random.pick(ODD),
    peers: random.chance(0.5) ? random.bytes(6 * random.below(30)) : random.pick<unknown>([listed, 'text', 5]),
    peers6: random.bytes(18 * random.below(4)),
    'tracker id': random.bytes(random.below(300)),
    ...(random.chance(0.1) && { 'failure reason': random.pick<unknown>(['no', ...ODD]) }),
  })
  const body = random.chance(0.5) ? mutate(sound) : sound
  readScrape(body, hash)
  const answer = readAnnounce(body)
  if (!answer.ok) {
    insist((answer.error.message ?? '').length <= 1_000, 'a long error')
    return 'refused'
  }
  insistOnPeers(answer.value.peers)
  for (const number of [answer.value.seeds, answer.value.leechers, answer.value.interval]) {
    insist(number === null || (typeof number === 'number' && !Number.isNaN(number)), 'no number')
  }
  return 'taken'
}

const BLOCK = 16_384
const folder = mkdtempSync(join(tmpdir(), 'fuzz-resume-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
let saved: { readonly bytes: Buffer; readonly data: Uint8Array } | null = null

/** A file with two blocks, as it is written. */
const soundFile = (): { readonly bytes: Buffer; readonly data: Uint8Array } => {
  const data = new Uint8Array(BLOCK + 100).map((_, at) => at % 253)
  const records = new PartialsFolder(folder)
  records.save('sound', [{ piece: 3, have: Uint8Array.of(1, 1), data }])
  return { bytes: readFileSync(join(folder, 'sound.1')), data }
}

/** A block that is read back is one that was saved, whatever became of the file. */
const resume: ProtocolTarget = (random) => {
  saved ??= soundFile()
  const bytes = Buffer.from(saved.bytes)
  for (let times = random.below(3); times > 0; times--) bytes[random.below(bytes.length)] = random.below(256)
  const cut = random.chance(0.3) ? bytes.subarray(0, random.below(bytes.length)) : bytes
  writeFileSync(
    join(folder, 'changed.1'),
    random.chance(0.2) ? Buffer.concat([cut, random.bytes(random.below(60))]) : cut,
  )
  const partials = new PartialsFolder(folder).load('changed')
  for (const { piece, have, data } of partials) {
    insist(piece === 3 && data.length === saved.data.length, 'a piece that was not saved')
    have.forEach((is, block) => {
      const [from, to] = [block * BLOCK, (block + 1) * BLOCK]
      const same = Buffer.compare(data.subarray(from, to), saved?.data.subarray(from, to) ?? data) === 0
      insist(is === 0 || same, 'a block that was not saved')
    })
  }
  return partials.length > 0 ? 'taken' : 'refused'
}

export const protocolTargets = { wire, extended, pex, announce, resume } as const
