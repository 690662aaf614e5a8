import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BLOCK, PiecePicker } from './picker.ts'
import { hasPiece } from './piece-bits.ts'
import type { BlockRef } from './turn.ts'

/** Uniform in [0, 1), the same for the same seed (mulberry32). */
const randomOf = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), 1 | state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A law, in the midst of play. */
const insist: (holds: boolean) => asserts holds = (holds) => {
  if (!holds) throw new Error('a law is broken')
}

const key = ({ piece, block }: BlockRef): string => `${piece}:${block}`

interface World {
  readonly pieces: number
  readonly blocks: number
  readonly seed: number
}

/** A swarm on the table: what every peer has and was asked for, and what we got, kept apart from the picker's books. */
class Table {
  readonly picker: PiecePicker<number>
  readonly has = new Map<number, Set<number>>()
  readonly asked = new Map<number, Map<string, BlockRef>>()
  readonly got = new Map<string, number>()
  readonly blocksOfGot = new Map<number, Set<number>>()
  readonly done = new Set<number>()
  readonly liars = new Set<number>()
  readonly from = new Map<number, Set<number>>()
  readonly fails = new Map<number, number>()
  readonly wanted: Uint8Array
  readonly transcript: string[] = []
  readonly random: () => number
  readonly world: World

  constructor(world: World) {
    this.world = world
    this.random = randomOf(world.seed)
    this.wanted = Uint8Array.from({ length: world.pieces }, () => this.below(4))
    const held = Uint8Array.from({ length: Math.ceil(world.pieces / 8) }, () => this.below(256) & this.below(256))
    for (let piece = 0; piece < world.pieces; piece++) if (hasPiece(held, piece)) this.done.add(piece)
    this.picker = new PiecePicker<number>({
      pieceLength: world.blocks * BLOCK,
      length: world.pieces * world.blocks * BLOCK,
      have: held,
      priorities: this.wanted,
      edges: Uint8Array.from({ length: world.pieces }, () => this.below(2)),
      random: this.random,
    })
    this.picker.setOrder({ sequential: this.below(3) === 0, firstLast: this.below(2) === 0 })
  }

  below(limit: number): number {
    return Math.floor(this.random() * limit)
  }

  /** Every block that is wanted, not here and with somebody connected is asked of somebody, or one peer's alone. */
  get nothingLeftToAsk(): boolean {
    const asked = new Set([...this.asked.values()].flatMap((refs) => [...refs.keys()]))
    for (let piece = 0; piece < this.world.pieces; piece++) {
      if ((this.fails.get(piece) ?? 0) > 1) continue
      if (!this.isWanted(piece) || ![...this.has.values()].some((its) => its.has(piece))) continue
      for (let block = 0; block < this.world.blocks; block++) {
        if (!asked.has(key({ piece, block })) && !this.blocksOfGot.get(piece)?.has(block)) return false
      }
    }
    return true
  }

  isWanted(piece: number): boolean {
    return (this.wanted[piece] ?? 0) > 0 && !this.done.has(piece)
  }

  join(peer: number, share: number, lies: boolean): void {
    if (this.has.has(peer)) return
    const its = new Set<number>()
    for (let piece = 0; piece < this.world.pieces; piece++) if (this.random() < share) its.add(piece)
    this.has.set(peer, its)
    this.asked.set(peer, new Map())
    if (lies) this.liars.add(peer)
    const bits = new Uint8Array(Math.ceil(this.world.pieces / 8))
    for (const piece of its) bits[piece >> 3] = (bits[piece >> 3] ?? 0) | (0x80 >> (piece & 7))
    this.picker.join(peer)
    this.picker.learn(peer, its.size === this.world.pieces && this.below(2) === 0 ? 'all' : bits)
    insist(this.picker.countOf(peer) === its.size)
  }

  gain(peer: number): void {
    const its = this.has.get(peer)
    const piece = this.below(this.world.pieces)
    if (!its) return
    insist(this.picker.gain(peer, piece) === !its.has(piece))
    its.add(piece)
  }

  leave(peer: number): void {
    this.choke(peer)
    this.picker.leave(peer)
    this.has.delete(peer)
    this.asked.delete(peer)
    this.liars.delete(peer)
  }

  /** Everything it was asked for comes to nothing. */
  choke(peer: number): void {
    for (const ref of this.asked.get(peer)?.values() ?? []) this.picker.release(peer, ref.piece, ref.block)
    this.asked.get(peer)?.clear()
    this.picker.letGo(peer)
  }

  pick(peer: number, count: number): void {
    const its = this.has.get(peer)
    const mine = this.asked.get(peer)
    if (!its || !mine) return
    const nothingLeft = this.nothingLeftToAsk
    const refs = this.picker.pick(peer, count)
    insist(refs.length <= count)
    for (const ref of refs) {
      const others = [...this.asked].filter(([, asked]) => asked.has(key(ref)))
      insist(others.length === 0 || nothingLeft)
      insist(others.length < 3)
      insist(!mine.has(key(ref)))
      insist(this.isWanted(ref.piece))
      insist(its.has(ref.piece))
      insist(!(this.blocksOfGot.get(ref.piece)?.has(ref.block) ?? false))
      mine.set(key(ref), ref)
      this.transcript.push(`${peer}<${key(ref)}`)
    }
  }

  receive(peer: number): void {
    const mine = this.asked.get(peer)
    const [ref] = mine?.values() ?? []
    if (!mine || !ref) return
    mine.delete(key(ref))
    const outcome = this.picker.received(peer, ref.piece, ref.block)
    const others = [...this.asked].filter(([, asked]) => asked.has(key(ref))).map(([other]) => other)
    if (outcome.kind === 'unwanted') throw new Error(`${key(ref)} was asked for and is not wanted`)
    insist(outcome.others.length === others.length && others.every((other) => outcome.others.includes(other)))
    for (const other of others) this.asked.get(other)?.delete(key(ref))
    this.got.set(key(ref), (this.got.get(key(ref)) ?? 0) + 1)
    this.blocksOfGot.set(ref.piece, (this.blocksOfGot.get(ref.piece) ?? new Set()).add(ref.block))
    this.from.set(ref.piece, (this.from.get(ref.piece) ?? new Set()).add(peer))
    insist(outcome.complete === (this.blocksOfGot.get(ref.piece)?.size === this.world.blocks))
    if (outcome.complete) this.complete(ref.piece)
  }

  /** As the download does: a lone liar is thrown out, a shared failure is fetched from one alone. */
  complete(piece: number): void {
    const from = this.from.get(piece) ?? new Set()
    this.from.delete(piece)
    if (![...from].some((peer) => this.liars.has(peer))) {
      this.done.add(piece)
      return this.picker.verified(piece)
    }
    this.blocksOfGot.delete(piece)
    const fails = (this.fails.get(piece) ?? 0) + 1
    this.fails.set(piece, fails)
    this.picker.reset(piece, from.size === 1 ? 'any' : fails > 1 ? 'strict' : 'alone')
    const [lone] = from
    if (from.size === 1 && lone !== undefined && this.has.has(lone)) this.leave(lone)
  }

  setPriorities(): void {
    for (let piece = 0; piece < this.world.pieces; piece++) this.wanted[piece] = this.below(4)
    for (const { peer, ...ref } of this.picker.setPriorities(this.wanted.slice())) {
      insist(!this.isWanted(ref.piece))
      insist(this.asked.get(peer)?.delete(key(ref)) === true)
    }
    for (const piece of [...this.blocksOfGot.keys()]) {
      if (!this.isWanted(piece) && !this.done.has(piece)) this.blocksOfGot.delete(piece)
      if (!this.isWanted(piece)) this.from.delete(piece)
    }
  }

  check(): void {
    const wanted = Array.from({ length: this.world.pieces }, (_, piece) => piece).filter((one) => this.isWanted(one))
    insist(this.picker.wantedMissing === wanted.length)
    insist(this.picker.haveCount === this.done.size)
    for (const [peer, its] of this.has) {
      insist(this.picker.usefulOf(peer) === wanted.filter((piece) => its.has(piece)).length)
    }
    for (let piece = 0; piece < this.world.pieces; piece++) {
      const count = [...this.has.values()].filter((its) => its.has(piece)).length
      insist(this.picker.availability.of(piece) === count)
    }
  }
}

const worlds = fc.record({
  pieces: fc.integer({ min: 1, max: 40 }),
  blocks: fc.integer({ min: 1, max: 5 }),
  seed: fc.integer(),
})
const acts = ['join', 'liar', 'gain', 'leave', 'choke', 'pick', 'pick', 'pick', 'receive', 'receive', 'refresh', 'skip']
const steps = fc.array(
  fc.record({ peer: fc.nat(5), act: fc.constantFrom(...acts), count: fc.integer({ min: 1, max: 12 }) }),
  { maxLength: 120 },
)

const act = (table: Table, peer: number, what: string, count: number): void => {
  if (what === 'join') table.join(peer, count / 12, false)
  if (what === 'liar') table.join(peer, count / 12, true)
  if (what === 'gain') table.gain(peer)
  if (what === 'leave') table.leave(peer)
  if (what === 'choke') table.choke(peer)
  if (what === 'pick') table.pick(peer, count)
  if (what === 'receive') table.receive(peer)
  if (what === 'refresh') table.picker.refresh()
  if (what === 'skip' && count === 1) table.setPriorities()
}

/** From here on everybody does what they are asked to; one peer has everything and does not lie. */
const finish = (table: Table): void => {
  table.join(99, 1, false)
  for (let turn = 0; table.picker.wantedMissing > 0; turn++) {
    insist(turn < 3_000)
    table.picker.refresh()
    for (const peer of [...table.has.keys()]) {
      table.pick(peer, 3)
      table.receive(peer)
    }
  }
}

describe('the laws of the picker', () => {
  it('hold whatever peers do: nothing asked that is here, twice before endgame, unwanted, or of who has it not', () => {
    fc.assert(
      fc.property(worlds, steps, (world, list) => {
        const table = new Table(world)
        for (const step of list) act(table, step.peer, step.act, step.count)
        table.check()
        finish(table)
        table.check()
        expect(table.picker.wantedMissing).toBe(0)
      }),
      { numRuns: 400 },
    )
  })

  it('hold by seed: the same world asks the same blocks in the same order', () => {
    const transcript = (seed: number): string[] => {
      const table = new Table({ pieces: 30, blocks: 3, seed })
      for (let peer = 0; peer < 6; peer++) table.join(peer, 0.5, peer === 5)
      finish(table)
      return table.transcript
    }
    expect(transcript(7)).toEqual(transcript(7))
    expect(transcript(7)).not.toEqual(transcript(8))
  })
})
