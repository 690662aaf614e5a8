// A swarm on loopback of peers that have everything, some of which send bad data; and what a download from them took.

import { once } from 'node:events'
import { BLOCK } from '../../../../app/swarm/picker.ts'
import { message, rawSeed, type RawSeed } from './raw-peer.ts'
import { joinSample, openSwarm, sampleTorrent, testSettings, type SampleTorrent } from './sample-swarm.ts'

/** `always`: every block is noise; `sometimes`: one in eight; `once`: one bit of one block a piece. */
export type Poison = 'always' | 'sometimes' | 'once'

export interface PoisonPlan {
  readonly bytes: number
  readonly pieceLength: number
  readonly honest: number
  readonly poisoners: readonly Poison[]
  /** What each peer sends, B/s; as fast as it goes when left out. */
  readonly rate?: number
  /** The downloader's limit, B/s. */
  readonly limit?: number
}

export interface PoisonOutcome {
  readonly seconds: number
  /** Payload that came in, over the size of the torrent. */
  readonly share: number
  readonly hashFails: number
  readonly banned: readonly string[]
  readonly poisoners: readonly string[]
  readonly same: boolean
}

const [UNCHOKE, BITFIELD, REQUEST, PIECE] = [1, 5, 6, 7]

const spoil = (poison: Poison, piece: number, offset: number, data: Buffer, pieceLength: number): Buffer => {
  const block = offset / BLOCK
  const chosen = piece % Math.ceil(pieceLength / BLOCK)
  if (poison === 'sometimes' && (piece + block) % 8 !== 0) return data
  if (poison === 'once' && block !== chosen) return data
  const bad = Buffer.from(data)
  if (poison === 'once') bad[100] = (bad[100] ?? 0) ^ 1
  else bad.fill(piece + block + 1)
  return bad
}

const seedOf = (sample: SampleTorrent, host: string, poison: Poison | null, rate?: number): Promise<RawSeed> => {
  const bits = Buffer.alloc(Math.ceil(sample.pieceCount / 8), 0xff)
  const spare = bits.length * 8 - sample.pieceCount
  bits[bits.length - 1] = 0xff & (0xff << spare)
  return rawSeed({
    infoHash: sample.id,
    host,
    ...(rate !== undefined && { rate }),
    greeting: [message(BITFIELD, bits), message(UNCHOKE)],
    answer: (id, body) => {
      if (id !== REQUEST) return null
      const [piece, offset, length] = [body.readUInt32BE(0), body.readUInt32BE(4), body.readUInt32BE(8)]
      const start = piece * sample.pieceLength + offset
      const data = Buffer.from(sample.data.subarray(start, start + length))
      const sent = poison ? spoil(poison, piece, offset, data, sample.pieceLength) : data
      return message(PIECE, body.subarray(0, 8), sent)
    },
  })
}

/** Downloads from such a swarm with the real engine's protocol side; honest peers and poisoners take turns. */
export const downloadFrom = async (plan: PoisonPlan): Promise<PoisonOutcome> => {
  const sample = sampleTorrent(plan.bytes, plan.pieceLength)
  const settings = testSettings()
  const limits = { ...settings.limits, down: plan.limit ?? null }
  await using stack = new AsyncDisposableStack()
  const roles = [...plan.poisoners, ...Array.from({ length: plan.honest }, () => null)]
  const seeds = await Promise.all(roles.map((poison, at) => seedOf(sample, `127.0.1.${at + 1}`, poison, plan.rate)))
  for (const seed of seeds) stack.use(seed)
  const leecher = stack.use(await openSwarm({ ...settings, limits }))
  const began = performance.now()
  const leech = joinSample(leecher, sample, { peers: seeds.map((seed) => seed.address) })
  const late = AbortSignal.timeout(120_000)
  await Promise.race([leech.complete, once(late, 'abort')])
  const seconds = (performance.now() - began) / 1_000
  const { downloaded, wasted, hashFails } = leech.torrent.counts()
  return {
    seconds,
    share: Math.max(downloaded, wasted) / plan.bytes,
    hashFails,
    banned: leech.banned,
    poisoners: seeds.slice(0, plan.poisoners.length).map((seed) => seed.address),
    same: Buffer.compare(leech.store.data, sample.data) === 0,
  }
}
