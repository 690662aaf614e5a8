import { describe, expect, it } from 'vitest'
import { BLOCK, PiecePicker } from './picker.ts'
import type { BlockRef } from './turn.ts'

const PEERS = 60
const DEPTH = 500

interface Flow {
  readonly picker: PiecePicker<number>
  readonly waiting: BlockRef[][]
  blocks: number
  worst: number
}

/** As a session does it: asks for more once a third of the pipeline is empty. */
const ask = (flow: Flow, peer: number): void => {
  const mine = flow.waiting[peer] ?? []
  if (mine.length > DEPTH * 0.7) return
  const before = flow.picker.looks
  mine.push(...flow.picker.pick(peer, DEPTH - mine.length))
  flow.worst = Math.max(flow.worst, flow.picker.looks - before)
}

const deliver = (flow: Flow, peer: number): void => {
  const ref = flow.waiting[peer]?.shift()
  if (!ref) return
  flow.blocks++
  const outcome = flow.picker.received(peer, ref.piece, ref.block)
  if (outcome.kind === 'unwanted') return
  for (const other of outcome.others) {
    const list = flow.waiting[other] ?? []
    list.splice(
      list.findIndex((one) => one.piece === ref.piece && one.block === ref.block),
      1,
    )
  }
  if (outcome.complete) flow.picker.verified(ref.piece)
}

/** Sixty peers, each with a random half of the pieces and one with all, deliver in turn until everything is here. */
const download = (pieces: number, blocks: number): { readonly perBlock: number; readonly worst: number } => {
  const picker = new PiecePicker<number>({
    pieceLength: blocks * BLOCK,
    length: pieces * blocks * BLOCK,
    have: new Uint8Array(Math.ceil(pieces / 8)),
    priorities: new Uint8Array(pieces).fill(2),
    edges: new Uint8Array(pieces),
    random: Math.random,
  })
  const flow: Flow = { picker, waiting: Array.from({ length: PEERS }, () => []), blocks: 0, worst: 0 }
  for (let peer = 0; peer < PEERS; peer++) {
    picker.join(peer)
    const half = Uint8Array.from({ length: Math.ceil(pieces / 8) }, () => Math.floor(Math.random() * 256))
    picker.learn(peer, peer === 0 ? 'all' : half)
  }
  while (picker.wantedMissing > 0) {
    for (let peer = 0; peer < PEERS; peer++) {
      ask(flow, peer)
      deliver(flow, peer)
    }
  }
  return { perBlock: picker.looks / (pieces * blocks), worst: flow.worst }
}

describe('what picking costs', () => {
  it.each([
    [2_000, 16],
    [100_000, 1],
  ])(
    'is a few steps a block with %i pieces of %i blocks, and no pick walks far more than the order once',
    (pieces, blocks) => {
      const { perBlock, worst } = download(pieces, blocks)
      expect(perBlock).toBeLessThan(70)
      expect(worst).toBeLessThan(pieces * 2 + 5_000)
    },
  )

  it('is nothing for a peer that has nothing of use', () => {
    const picker = new PiecePicker<number>({
      pieceLength: BLOCK,
      length: 100_000 * BLOCK,
      have: new Uint8Array(12_500),
      priorities: new Uint8Array(100_000).fill(2),
      edges: new Uint8Array(100_000),
      random: Math.random,
    })
    picker.join(1)
    expect(picker.pick(1, 100)).toEqual([])
    expect(picker.looks).toBe(0)
  })
})
