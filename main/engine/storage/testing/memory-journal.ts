// A journal that can lose what the real one may lose with the power: the suspects, and the latest of what was not yet
// meant to be kept.

import type { CheckState, FileStamp, Journal, JournalState, Settled } from '../../session/session.ts'
import type { PartialPiece } from '../store.ts'
import type { Random } from './simulated-disk.ts'

interface State {
  durable: Uint8Array | null
  readonly suspect: Set<number>
  partials: readonly PartialPiece[]
  readonly ours: Map<number, string>
  readonly renaming: Map<number, string>
  stamps: Map<number, FileStamp>
  aside: Set<number>
  rootMade: boolean
  clean: boolean
}

export class MemoryJournal implements Journal {
  #check: CheckState | null = null
  #kept: State = fresh()
  /** What came since the last transaction that is on disk. */
  #soon: ((state: State) => void)[] = []
  #now: State = fresh()

  powerLoss(random: Random): void {
    const survivors = Math.floor(random() * (this.#soon.length + 1))
    const state = copyOf(this.#kept)
    for (const change of this.#soon.slice(0, survivors)) change(state)
    state.partials = []
    for (const piece of this.#now.suspect) if (random() < 0.5) state.suspect.add(piece)
    this.#now = state
    this.#kept = copyOf(state)
    this.#soon = []
  }

  state(): JournalState {
    const now = copyOf(this.#now)
    const durable = now.durable
    return { ...now, suspect: [...now.suspect].filter((piece) => durable === null || !isSet(durable, piece)) }
  }

  pieces(): Uint8Array | null {
    return this.#now.durable?.slice() ?? null
  }

  aside(): ReadonlySet<number> {
    return new Set(this.#now.aside)
  }

  check(): CheckState | null {
    return this.#check
  }

  saveCheck(_: string, state: CheckState | null): void {
    this.#check = state
  }

  writing(_: string, piece: number): void {
    this.#now.suspect.add(piece)
  }

  durable(_: string, pieces: readonly number[], { aside, count, stamps }: Settled): void {
    this.#keep((state) => {
      const bits = state.durable?.slice() ?? new Uint8Array((count + 7) >> 3)
      for (const piece of pieces) bits[piece >> 3] = (bits[piece >> 3] ?? 0) | (0x80 >> (piece & 7))
      state.durable = bits
      for (const piece of pieces) state.suspect.delete(piece)
      for (const [file, stamp] of stamps) state.stamps.set(file, stamp)
      for (const piece of aside) state.aside.add(piece)
    })
  }

  placed(_: string, pieces: readonly number[]): void {
    this.#keep((state) => pieces.forEach((piece) => state.aside.delete(piece)))
  }

  lost(_: string, pieces: readonly number[]): void {
    this.#keep((state) => {
      const bits = state.durable?.slice() ?? null
      for (const piece of pieces) {
        state.suspect.delete(piece)
        state.aside.delete(piece)
        if (bits !== null) bits[piece >> 3] = (bits[piece >> 3] ?? 0) & ~(0x80 >> (piece & 7))
      }
      state.durable = bits
    })
  }

  replace(_: string, durable: Uint8Array, { aside, stamps }: Settled): void {
    this.#keep((state) => {
      state.durable = durable.slice()
      state.stamps = new Map(stamps)
      state.aside = new Set(aside)
      state.suspect.clear()
    })
  }

  savePartials(_: string, partials: readonly PartialPiece[]): void {
    this.#now.partials = structuredClone(partials)
  }

  ours(_: string, names: ReadonlyMap<number, string>): void {
    const given = [...names]
    this.#later((state) =>
      given.forEach(([file, name]) => {
        state.ours.set(file, name)
        state.renaming.delete(file)
      }),
    )
  }

  async renaming(_: string, names: ReadonlyMap<number, string>): Promise<void> {
    const given = [...names]
    this.#keep((state) => given.forEach(([file, name]) => state.renaming.set(file, name)))
  }

  notOurs(_: string, files: readonly number[]): void {
    this.#later((state) => files.forEach((file) => [state.ours, state.renaming].forEach((names) => names.delete(file))))
  }

  rootMade(): void {
    this.#later((state) => (state.rootMade = true))
  }

  rootUnmade(): void {
    this.#later((state) => (state.rootMade = false))
  }

  async lasting(): Promise<void> {
    this.#keep(() => undefined)
  }

  opened(): void {
    this.#later((state) => (state.clean = false))
  }

  closed(): void {
    this.#later((state) => (state.clean = true))
  }

  #later(change: (state: State) => void): void {
    change(this.#now)
    this.#soon.push(change)
  }

  #keep(change: (state: State) => void): void {
    change(this.#now)
    for (const earlier of this.#soon) earlier(this.#kept)
    this.#soon = []
    change(this.#kept)
  }
}

const fresh = (): State => ({
  durable: null,
  suspect: new Set(),
  partials: [],
  ours: new Map(),
  renaming: new Map(),
  stamps: new Map(),
  aside: new Set(),
  rootMade: false,
  clean: true,
})

const copyOf = (state: State): State => ({
  ...state,
  durable: state.durable?.slice() ?? null,
  suspect: new Set(state.suspect),
  ours: new Map(state.ours),
  renaming: new Map(state.renaming),
  stamps: new Map(state.stamps),
  aside: new Set(state.aside),
})

const isSet = (bits: Uint8Array, piece: number): boolean => ((bits[piece >> 3] ?? 0) & (0x80 >> (piece & 7))) !== 0
