// Names prepared for ordering and searching, so that a tick never collates or folds 5,000 of them: a rank per torrent
// by the rules of the language, and the name without case and accents. Only names that changed are worked on again.

import type { TorrentId, TorrentRow } from '../../app/torrent/row.ts'

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** Beyond this many changes sorting anew is cheaper than inserting one by one. */
const FEW = 64

interface Named {
  readonly id: TorrentId
  readonly name: string
  folded: string | null
}

const byName = (a: Named, b: Named): number => collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1)

/** Lower case, without accents. */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()

const placeFor = (order: readonly Named[], named: Named): number => {
  let low = 0
  let high = order.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const there = order[middle]
    if (there && byName(there, named) < 0) low = middle + 1
    else high = middle
  }
  return low
}

export class NameIndex {
  readonly #byId = new Map<TorrentId, Named>()
  #order: Named[] = []
  readonly #ranks = new Map<TorrentId, number>()

  /** Brings the index up to the rows; costs nothing for rows whose name is as it was. */
  update(rows: ReadonlyMap<TorrentId, TorrentRow>): void {
    const fresh: Named[] = []
    for (const [id, { name }] of rows) {
      if (this.#byId.get(id)?.name !== name) fresh.push({ id, name, folded: null })
    }
    const replaced = new Set(fresh.map(({ id }) => id))
    const gone = this.#byId.size + fresh.length !== rows.size || replaced.size > 0
    if (!gone) return
    this.#order = this.#order.filter(({ id }) => rows.has(id) && !replaced.has(id))
    for (const id of this.#byId.keys()) if (!rows.has(id)) this.#byId.delete(id)
    for (const named of fresh) this.#byId.set(named.id, named)
    this.#insert(fresh)
    this.#rank()
  }

  /** The place of the torrent's name among all names. */
  rank(id: TorrentId): number {
    return this.#ranks.get(id) ?? 0
  }

  folded(id: TorrentId): string {
    const named = this.#byId.get(id)
    if (named === undefined) return ''
    named.folded ??= fold(named.name)
    return named.folded
  }

  #insert(fresh: readonly Named[]): void {
    if (fresh.length > FEW) {
      this.#order.push(...fresh)
      this.#order.sort(byName)
      return
    }
    for (const named of fresh) this.#order.splice(placeFor(this.#order, named), 0, named)
  }

  #rank(): void {
    this.#ranks.clear()
    for (const [rank, { id }] of this.#order.entries()) this.#ranks.set(id, rank)
  }
}
