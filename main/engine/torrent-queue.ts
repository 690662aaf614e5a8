// The queue of the list: gives every torrent its turn as app/queue plans it, on events and on a tick, and lets those
// that have seeded enough go. Leaves opening and closing to the torrents. Invariant: a turn is only ever given here.

import type { EngineSettings } from '../../app/ipc/engine-contract.ts'
import type { ReachedGoal } from '../../app/queue/goals.ts'
import { Idleness } from '../../app/queue/idleness.ts'
import { rerank, type QueueMove } from '../../app/queue/order.ts'
import { planQueue, type QueueEntry } from '../../app/queue/plan-queue.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import type { ManagedTorrent } from './managed-torrent.ts'
import { Pacer } from './pacer.ts'
import type { Turn } from './run-state.ts'

/** Turns given before everybody else has one. */
const AT_ONCE = 256
/** Ticks between two plans of which nothing said that they are due: seeds that rest come to count as idle. */
const PLAN_EVERY = 10

interface Change {
  readonly torrent: ManagedTorrent
  readonly turn: Turn
}

export interface QueueDeps {
  torrents(): Iterable<ManagedTorrent>
  limits(): EngineSettings['queue']
  now(): number
  /** It has seeded enough, and is to leave the list. */
  letGo(torrent: ManagedTorrent, goal: ReachedGoal): void
}

export class TorrentQueue {
  readonly #deps: QueueDeps
  /** In the order of the queue; null: to be made. */
  #order: readonly ManagedTorrent[] | null = null
  /** Since each got its turn, whether it moves anything. */
  readonly #idleness = new WeakMap<ManagedTorrent, Idleness>()
  readonly #pacer = new Pacer(() => this.apply())
  /** Who counted as moving nothing in the last plan. */
  readonly #planned = new WeakMap<ManagedTorrent, boolean>()
  #second = 0
  #scheduled = false
  #isOpen = false
  #next: NodeJS.Immediate | null = null

  constructor(deps: QueueDeps) {
    this.#deps = deps
  }

  /** The list is whole: turns are given from now on. */
  open(): void {
    this.#isOpen = true
    this.#order = null
    this.apply()
  }

  /** Somebody came or went. */
  reorder(): void {
    this.#order = null
    this.changed()
  }

  /** Something changed that a turn may depend on: planned soon, once for many changes, and rarer in a long list. */
  changed(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    queueMicrotask(() => {
      this.#scheduled = false
      this.#pacer.request()
    })
  }

  apply(): void {
    if (!this.#isOpen) return
    const { downloads, seeds, total } = this.#deps.limits()
    const order = this.#ordered()
    const plan = planQueue(
      order.map((torrent) => this.#entry(torrent)),
      { downloads, seeds, total },
    )
    const changes: Change[] = []
    for (const torrent of order) {
      const turn: Turn = plan.check.has(torrent) ? 'check' : plan.run.has(torrent) ? 'run' : null
      if (turn !== torrent.turn) changes.push({ torrent, turn })
    }
    // Whoever leaves makes room first.
    this.#give(changes.toSorted((a, b) => Number(a.turn !== null) - Number(b.turn !== null)))
  }

  /** Once a second: whether somebody came to move nothing, or moves again. `lively`: all who may move anything. */
  tick(lively: Iterable<ManagedTorrent>): void {
    if (!this.#isOpen) return
    this.#second++
    if (this.#second % PLAN_EVERY === 0) return this.apply()
    for (const torrent of lively) {
      if (torrent.turn !== null && this.#isIdle(torrent) !== this.#planned.get(torrent)) return this.apply()
    }
  }

  /** Now and then: it may have seeded enough. */
  lookAtGoal(torrent: ManagedTorrent): void {
    const { check, goal, wantsToRun } = torrent.stored
    if (!this.#isOpen || !wantsToRun || goal !== null || check !== null) return
    const reached = torrent.reachedGoal()
    if (reached) this.#deps.letGo(torrent, reached)
  }

  move(ids: readonly TorrentId[], to: QueueMove): void {
    const chosen = new Set(ids)
    const queue = this.#ordered().map((torrent) => ({ key: torrent.id, rank: torrent.stored.rank }))
    const changed = rerank(queue, chosen, to)
    for (const torrent of this.#ordered()) {
      const rank = changed.get(torrent.id)
      if (rank !== undefined) torrent.record.patch({ rank })
    }
    this.#order = null
    this.apply()
  }

  /** Thousands that begin together do so a few at a time; another plan takes the place of what is left of this one. */
  #give(changes: readonly Change[]): void {
    if (this.#next) clearImmediate(this.#next)
    for (const { torrent, turn } of changes.slice(0, AT_ONCE)) {
      this.#idleness.set(torrent, new Idleness(this.#deps.now()))
      torrent.take(turn)
    }
    const rest = changes.slice(AT_ONCE)
    this.#next = rest.length > 0 ? setImmediate(() => this.#give(rest)) : null
  }

  /** No turn is given or taken any more. */
  close(): void {
    this.#pacer.close()
    if (this.#next) clearImmediate(this.#next)
    this.#isOpen = false
  }

  #ordered(): readonly ManagedTorrent[] {
    if (this.#order) return this.#order
    const order = [...this.#deps.torrents()].toSorted((a, b) => a.stored.rank - b.stored.rank)
    for (const [index, torrent] of order.entries()) torrent.place = index + 1
    this.#order = order
    return order
  }

  #entry(torrent: ManagedTorrent): QueueEntry<ManagedTorrent> {
    const { check, forced, wantsToRun } = torrent.stored
    const idle = this.#isIdle(torrent)
    this.#planned.set(torrent, idle)
    return {
      key: torrent,
      wanted: wantsToRun,
      forced,
      seeding: torrent.seeding,
      idle,
      check: check !== 'due' || torrent.info === null ? 'none' : torrent.turn === 'check' ? 'running' : 'waiting',
    }
  }

  /** What cannot go on keeps its turn and nobody else's; what moves nothing as well, where the user lets it. */
  #isIdle(torrent: ManagedTorrent): boolean {
    const { state, turn } = torrent
    if (turn === null) return false
    if (state.fault !== null || state.changed.length > 0 || state.phase === 'failed') return true
    if (turn !== 'run' || !this.#deps.limits().ignoreSlow) return false
    const { down, up } = torrent.history.last()
    return this.#idleness.get(torrent)?.look(torrent.seeding ? up : down, this.#deps.now()) ?? false
  }
}
