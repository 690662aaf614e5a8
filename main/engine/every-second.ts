// What torrents do by the second: the lively ones each, the still ones some at a time and rarely. Leaves what there is
// to do to the torrent and the queue.

import type { TorrentId } from '../../app/torrent/row.ts'
import { Lively } from './lively.ts'
import type { ManagedTorrent } from './managed-torrent.ts'
import { RootLooks } from './root-looks.ts'
import { Rounds } from './rounds.ts'
import type { TorrentQueue } from './torrent-queue.ts'

/** Seconds within which what even a still torrent goes on counting is saved. */
const SAVED_WITHIN = 600
/** Seconds within which it is found out that one has seeded enough; of a short list at once. */
const GOALS_WITHIN = 5
const GOALS_AT_ONCE = 100
/** Seconds within which it is found out that a folder is gone: with what comes after, it is said within ten. */
const LOOKED_WITHIN = 8

export class EverySecond {
  readonly lively = new Lively()
  readonly #torrents: ReadonlyMap<TorrentId, ManagedTorrent>
  readonly #saving: Rounds<ManagedTorrent>
  readonly #goals: Rounds<ManagedTorrent>
  readonly #looking: Rounds<ManagedTorrent>
  readonly #looks = new RootLooks()
  /** Counted since the engine began. */
  second = 0

  constructor(torrents: ReadonlyMap<TorrentId, ManagedTorrent>) {
    this.#torrents = torrents
    this.#saving = new Rounds(() => torrents, SAVED_WITHIN)
    this.#goals = new Rounds(() => torrents, GOALS_WITHIN, GOALS_AT_ONCE)
    this.#looking = new Rounds(() => torrents, LOOKED_WITHIN)
  }

  /** Something of it is not as it was. */
  stir(id: TorrentId): void {
    const torrent = this.#torrents.get(id)
    if (torrent) this.lively.stir(torrent)
  }

  tick(second: number, queue: Pick<TorrentQueue, 'tick' | 'lookAtGoal'>): void {
    this.second = second
    for (const torrent of this.lively.all) torrent.tick(second)
    for (const torrent of this.#saving.step()) if (torrent.isStill) torrent.saveRunning()
    for (const torrent of this.#goals.step()) queue.lookAtGoal(torrent)
    for (const torrent of this.#looking.step()) this.#looks.at(torrent)
    queue.tick(this.lively.all)
    this.lively.settle()
  }
}
