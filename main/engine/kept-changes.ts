// What is to be stored of the list, and does not get lost when the disk of our own state refuses: a change that could
// not be stored waits here and is tried again until it is. Invariant: of what waits, the newest word on each field is
// stored, and nothing of a torrent that is gone.

import type { Notice } from '../../app/ipc/notice.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import type { Session, StoredPatch, StoredTorrent } from './session/session.ts'
import { faultOf } from './storage/disk-fault.ts'

type Stored = Pick<Session, 'putAll' | 'update' | 'updateAll' | 'remove'>
type Crash = (cause: unknown, doing: string) => unknown

export class KeptChanges {
  readonly #session: Stored
  readonly #crash: Crash
  readonly #notice: (notice: Notice) => void
  readonly #patches = new Map<TorrentId, StoredPatch>()
  readonly #removals = new Set<TorrentId>()
  #gathered: Map<TorrentId, StoredPatch> | null = null

  /** `notice` is told when the disk does not take a change, which waits from now on. */
  constructor(session: Stored, crash: Crash, notice: (notice: Notice) => void = () => undefined) {
    this.#session = session
    this.#crash = crash
    this.#notice = notice
  }

  /** A torrent is in the list only once it is stored; false: the disk is full. */
  put(stored: StoredTorrent): boolean {
    return this.putAll([stored]).has(stored.id)
  }

  /** Stores them in one go, or as many as the disk has room for; says which. */
  putAll(torrents: readonly StoredTorrent[]): ReadonlySet<TorrentId> {
    if (torrents.length === 0) return new Set()
    if (this.#fits(torrents)) return new Set(torrents.map(({ id }) => id))
    const alone = torrents.length > 1 ? torrents.filter((stored) => this.#fits([stored])) : []
    return new Set(alone.map(({ id }) => id))
  }

  /** What is saved meanwhile is stored in one go: thousands of torrents change together. */
  together(run: () => void): void {
    if (this.#gathered) return run()
    const gathered = new Map<TorrentId, StoredPatch>()
    this.#gathered = gathered
    try {
      run()
    } finally {
      this.#gathered = null
      this.#saveAll(gathered)
    }
  }

  save(id: TorrentId, patch: StoredPatch): void {
    if (this.#gathered) {
      this.#gathered.set(id, { ...this.#gathered.get(id), ...patch })
      return
    }
    const waiting = this.#patches.get(id)
    const whole = { ...waiting, ...patch }
    if (!this.#attempt(() => this.#session.update(id, whole), waiting ? null : 'save')) this.#patches.set(id, whole)
    else if (waiting) this.#patches.delete(id)
  }

  remove(id: TorrentId): void {
    this.#patches.delete(id)
    if (!this.#attempt(() => this.#session.remove(id), 'remove')) this.#removals.add(id)
  }

  /** Tries again what waits; cheap when nothing does. */
  retry(): void {
    for (const id of this.#removals) if (this.#attempt(() => this.#session.remove(id), null)) this.#removals.delete(id)
    for (const [id, patch] of this.#patches)
      if (this.#attempt(() => this.#session.update(id, patch), null)) this.#patches.delete(id)
  }

  #fits(torrents: readonly StoredTorrent[]): boolean {
    try {
      for (const { id } of torrents) {
        // What it was before goes first, or its journal would be taken for this one's.
        if (this.#removals.has(id)) this.#session.remove(id)
        this.#removals.delete(id)
      }
      this.#session.putAll(torrents)
      return true
    } catch (error) {
      if (faultOf(error) === 'full') return false
      throw error
    }
  }

  #saveAll(patches: ReadonlyMap<TorrentId, StoredPatch>): void {
    const whole = new Map([...patches].map(([id, patch]) => [id, { ...this.#patches.get(id), ...patch }]))
    if (whole.size === 0) return
    const stored = this.#attempt(() => this.#session.updateAll(whole), this.#patches.size > 0 ? null : 'save')
    for (const [id, patch] of whole)
      if (stored) this.#patches.delete(id)
      else this.#patches.set(id, patch)
  }

  /** `doing`: logged when it fails; null: it was logged before. */
  #attempt(act: () => void, doing: string | null): boolean {
    try {
      act()
      return true
    } catch (error) {
      if (doing !== null) {
        this.#crash(error, doing)
        if (faultOf(error) === 'full') this.#notice({ kind: 'state-disk-full' })
      }
      return false
    }
  }
}
