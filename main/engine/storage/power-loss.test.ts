import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Priority } from '../../../app/torrent/details.ts'
import { hasBit } from './bits.ts'
import { isWanted, randomFrom, sampleTorrent, type SampleTorrent } from './testing/sample-torrent.ts'
import { simulatedStorage, type SimulatedStorage } from './testing/simulated-storage.ts'
import type { TorrentStore } from './store.ts'

const PIECE = 2048
/** A long campaign sets it higher. */
const RUNS = Number(process.env['POWER_LOSS_RUNS'] ?? 100)

const files = fc
  .array(fc.record({ length: fc.integer({ min: 0, max: 6000 }), pad: fc.boolean(), deep: fc.boolean() }), {
    minLength: 1,
    maxLength: 8,
  })
  .filter((list) => list.some(({ length, pad }) => length > 0 && !pad))

const plan = fc.record({ files, seed: fc.integer(), unwanted: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }) })

/** Its single file is removed, and the power takes what is not synced of that. */
const SKIPPED_WITH_THE_POWER = {
  files: [{ length: 4271, pad: false, deep: false }],
  seed: 709962066,
  unwanted: [true, true, true, true, true, false, true, true],
}

describe('a power loss', () => {
  it('never leaves a piece claimed that does not hash, nor takes one that was durable', async () => {
    await fc.assert(
      fc.asyncProperty(plan, async ({ files: list, seed, unwanted }) => {
        const torrent = sampleTorrent({
          root: '/save/torrent',
          pieceLength: PIECE,
          single: list.length === 1,
          files: list.map(({ length, pad, deep }, i) => ({ path: deep ? ['deep', `${i}`] : [`${i}`], length, pad })),
          priorities: list.map((_, i): Priority => (unwanted[i] === true ? 0 : 2)),
          seed,
        })
        await lives(torrent, randomFrom(seed))
      }),
      { numRuns: RUNS, examples: [[SKIPPED_WITH_THE_POWER]] },
    )
  })
})

/** Downloads, loses power at some moment, looks, and goes on, until all is there. */
async function lives(torrent: SampleTorrent, random: () => number): Promise<void> {
  const storage = await simulatedStorage({ barrier: { ms: 2000, bytes: 4 * PIECE }, descriptors: 3 })
  let durable: readonly number[] = []
  for (let life = 0; life < 4; life++) {
    const { store, resume } = await storage.open(torrent.spec)
    await expectTrue(store, resume.bitfield, torrent)
    for (const piece of durable)
      if (isWanted(torrent, piece)) expect(hasBit(resume.bitfield, piece), `durable piece ${piece}`).toBe(true)
    await download(store, storage, resume.bitfield, torrent, random)
    storage.kill()
    durable = durableIn(storage, torrent)
    storage.disk.powerLoss(random)
    storage.journal.powerLoss(random)
  }
  const { store, resume } = await storage.open(torrent.spec)
  await expectTrue(store, resume.bitfield, torrent)
  for (let piece = 0; piece < torrent.pieceCount; piece++) await store.write(piece, torrent.piece(piece))
  await store.setPriorities(torrent.spec.files.map(() => 2))
  await store.close()
  expect((await storage.open(torrent.spec)).resume.bitfield.some((byte, i) => byte !== fullByte(torrent, i))).toBe(
    false,
  )
}

async function download(
  store: TorrentStore,
  storage: SimulatedStorage,
  had: Uint8Array,
  torrent: SampleTorrent,
  random: () => number,
): Promise<void> {
  const wanted = Array.from({ length: torrent.pieceCount }, (_, piece) => piece).filter((piece) => !hasBit(had, piece))
  for (const piece of wanted) {
    const written = store.write(piece, torrent.piece(piece))
    if (random() < 0.1) return
    await written
    if (random() < 0.3) await storage.clock.advance(random() * 3000)
    if (random() < 0.05) await store.setPriorities(torrent.spec.files.map((): Priority => (random() < 0.5 ? 0 : 2)))
    if (random() < 0.1) return
  }
}

function durableIn({ journal }: SimulatedStorage, { pieceCount }: SampleTorrent): number[] {
  const bits = journal.state().durable ?? new Uint8Array(pieceCount)
  return Array.from({ length: pieceCount }, (_, piece) => piece).filter((piece) => hasBit(bits, piece))
}

async function expectTrue(store: TorrentStore, bits: Uint8Array, torrent: SampleTorrent): Promise<void> {
  for (let piece = 0; piece < torrent.pieceCount; piece++) {
    if (!hasBit(bits, piece)) continue
    const expected = torrent.piece(piece)
    const read = await store.read(piece, 0, expected.length)
    expect(Buffer.compare(read, expected), `piece ${piece}`).toBe(0)
  }
}

function fullByte(torrent: SampleTorrent, index: number): number {
  let byte = 0
  for (let bit = 0; bit < 8; bit++) if (index * 8 + bit < torrent.pieceCount) byte |= 0x80 >> bit
  return byte
}
