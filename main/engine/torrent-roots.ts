// Which torrents have their data where, found by path: hundreds that are added to thousands would walk the whole list
// each. Leaves what is on disk to the caller's question. Invariant: no torrent is given the root of another.

import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { rootName } from '../../app/torrent/paths.ts'
import type { TorrentId } from '../../app/torrent/row.ts'

interface Wish {
  /** The root is a file. */
  readonly single?: boolean
  /** Also not what is on disk already. */
  readonly fresh?: boolean
}

export class TorrentRoots {
  readonly #ids = new Map<string, Set<TorrentId>>()
  readonly #roots = new Map<TorrentId, string>()

  set(id: TorrentId, root: string): void {
    this.delete(id)
    const folded = fold(root)
    this.#roots.set(id, folded)
    const ids = this.#ids.get(folded)
    if (ids) ids.add(id)
    else this.#ids.set(folded, new Set([id]))
  }

  delete(id: TorrentId): void {
    const root = this.#roots.get(id)
    if (root === undefined) return
    this.#roots.delete(id)
    const ids = this.#ids.get(root)
    ids?.delete(id)
    if (ids?.size === 0) this.#ids.delete(root)
  }

  /** Others with the same root: one made here may have the data of one that is complete. */
  others(root: string, id: TorrentId): TorrentId[] {
    return [...(this.#ids.get(fold(root)) ?? [])].filter((other) => other !== id)
  }

  /** A root in `folder` that no other torrent has. */
  free(folder: string, name: string, id: TorrentId, { single = false, fresh = false }: Wish): string {
    const taken = (candidate: string): boolean => {
      const path = join(folder, candidate)
      return this.others(path, id).length > 0 || (fresh && (existsSync(path) || existsSync(`${path}.part`)))
    }
    return join(folder, rootName(name, id, taken, single))
  }
}

/** File systems may ignore case and normalisation: names that fold alike count as one. */
const fold = (path: string): string => path.normalize('NFC').toLowerCase()

/** A file, or a folder with something in it. */
export const isOccupied = (path: string): boolean => {
  const found = statSync(path, { throwIfNoEntry: false })
  return found !== undefined && (!found.isDirectory() || readdirSync(path).length > 0)
}
