// What is stored of one torrent, with the counters that run on: read here, changed here, saved by the engine. Leaves
// what follows from a change to the torrent. Invariant: nothing of a torrent that was removed is stored any more.

import { goalsOf, ratioOf, reachedGoal, type Goals, type ReachedGoal } from '../../app/queue/goals.ts'
import type { Priority } from '../../app/torrent/details.ts'
import type { Info } from '../../app/torrent/metainfo.ts'
import { patchOptions, type OptionsPatch } from '../../app/torrent/options.ts'
import { Counters, type Counted, type Moved } from './counters.ts'
import type { EngineContext } from './engine-context.ts'
import type { StoredPatch, StoredTorrent } from './session/session.ts'
import type { KnownPeer } from './swarm/swarm.ts'
import { filePriorities, withPriority } from './torrent-specs.ts'

/** Some of them will be there again; of more, the first calls would be to the same ones. */
const PEERS_KEPT = 50

export class TorrentRecord {
  readonly #context: Pick<EngineContext, 'now' | 'save'>
  readonly #counters: Counters
  #stored: StoredTorrent
  #removed = false

  constructor(stored: StoredTorrent, context: Pick<EngineContext, 'now' | 'save'>) {
    this.#stored = stored
    this.#context = context
    this.#counters = new Counters(stored, () => context.now())
  }

  get stored(): StoredTorrent {
    return this.#stored
  }

  get counters(): Pick<Counters, 'begin' | 'seeds' | 'end'> {
    return this.#counters
  }

  get removed(): boolean {
    return this.#removed
  }

  forget(): void {
    this.#removed = true
  }

  /** What is as it was is not stored again: that waits for the disk. */
  patch(patch: StoredPatch): void {
    const names = Object.keys(patch) as (keyof StoredPatch)[]
    if (names.every((name) => Object.is(patch[name], this.#stored[name]))) return
    this.#stored = { ...this.#stored, ...patch }
    if (!this.#removed) this.#context.save(this.#stored.id, patch)
  }

  /** `live`: what the present run moved. */
  totals(live: Moved | null): Moved {
    return this.#counters.totals(live)
  }

  counted(live: Moved | null): Counted {
    return this.#counters.read(live)
  }

  /** What goes on changing while it runs: what it counts, and whom it knows. */
  saveRunning(live: Moved | null, known: readonly KnownPeer[]): void {
    const counted = this.#counters.read(live)
    const names = Object.keys(counted) as (keyof Counted)[]
    if (names.some((name) => counted[name] !== this.#stored[name])) this.patch(counted)
    const peers = known.slice(0, PEERS_KEPT)
    const before = new Set(this.#stored.peers.map(({ address }) => address))
    if (peers.length !== before.size || peers.some(({ address }) => !before.has(address))) this.patch({ peers })
  }

  /** Indexes beyond the files are ignored. `keep`: what is there of them stays, though they are skipped. */
  prioritise(info: Info, files: readonly number[], priority: Priority, keep: boolean): readonly Priority[] {
    const priorities = withPriority(filePriorities(this.#stored, info), files, priority)
    const changed = new Set(files)
    const others = this.#stored.kept.filter((file) => !changed.has(file))
    const kept = keep && priority === 0 ? [...others, ...changed].filter((file) => file < info.files.length) : others
    this.patch(kept.length + this.#stored.kept.length > 0 ? { priorities, kept } : { priorities })
    return priorities
  }

  /** New goals count again, even where older ones were overruled. */
  setOptions(patch: OptionsPatch): void {
    const { goal, options } = this.#stored
    const next = { options: patchOptions(options, patch) }
    this.patch(patch.goals && goal === 'overruled' ? { ...next, goal: null } : next)
  }

  /** `have`: bytes that are here. */
  reached(global: Goals, at: { readonly complete: boolean; readonly have: number; live(): Moved | null }) {
    const goals = this.goals(global)
    if (goals.ratio === null && goals.minutes === null) return null
    const { downloaded, uploaded, seedingSeconds } = this.#counters.read(at.live())
    const ratio = ratioOf(uploaded, downloaded, at.have)
    return reachedGoal(goals, { complete: at.complete, ratio, seedingSeconds })
  }

  goals(global: Goals): Goals {
    return goalsOf(this.#stored.options.goals, global)
  }

  /** The user starts it: a goal that is reached does not count any more, and a check goes on. */
  wantRun(reached: ReachedGoal | null, forced: boolean): void {
    const { check, goal } = this.#stored
    const overruled = reached !== null || goal === 'ratio' || goal === 'time'
    this.patch({ wantsToRun: true, forced, goal: overruled ? 'overruled' : goal, check: check && 'due' })
  }

  /** It is to stand still: a check waits until it is started again. */
  wantStop(goal = this.#stored.goal): void {
    this.patch({ wantsToRun: false, forced: false, goal, check: this.#stored.check && 'held' })
  }
}
