// The names the files of one torrent may have on disk, from its metainfo alone. Pure. Invariant: no incomplete file
// gets a name that belongs to another file of the torrent, whatever the case of its letters.

import { basename } from 'node:path'
import { finalName, isPartName, partName } from './file-name.ts'
import type { StoreSpec } from './store.ts'

/** In whatever case: some file systems know none. */
const LIKE_A_PART = /\.part$/i

export class FileNames {
  readonly #spec: StoreSpec
  /** Relative paths, folded, of the complete files that are called like incomplete ones: no other is in their way. */
  readonly #finalPaths: ReadonlySet<string>

  constructor(spec: StoreSpec) {
    this.#spec = spec
    const taken = spec.files.length > 1 ? spec.files.filter(({ path }) => LIKE_A_PART.test(path.at(-1) ?? '')) : []
    this.#finalPaths = new Set(taken.map(({ path }) => folded(path)))
  }

  /** The folders from the torrent's folder to the file. */
  levels(file: number): readonly string[] {
    return this.#spec.single ? [] : (this.#spec.files[file]?.path ?? []).slice(0, -1)
  }

  own(file: number): string {
    return this.#spec.single ? basename(this.#spec.root) : (this.#spec.files[file]?.path.at(-1) ?? '')
  }

  /** The `n`-th choice while incomplete. */
  part(file: number, n: number): string {
    const levels = this.levels(file)
    for (let k = n; ; k++) {
      const name = partName(this.own(file), k)
      if (!this.#finalPaths.has(folded([...levels, name]))) return name
    }
  }

  /** The `n`-th choice when complete. */
  final(file: number, n: number): string {
    return finalName(this.own(file), n)
  }

  isPart(file: number, name: string): boolean {
    return isPartName(this.own(file), name)
  }
}

const folded = (path: readonly string[]): string => path.join('/').normalize('NFC').toLowerCase()
