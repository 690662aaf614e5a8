// Eyes for one pass over all of a torrent's files: files are looked at many at once, on a hashing thread, and each
// folder once. Leaves which name is looked for to FileSearch. Invariant: what was not clearly seen is asked of the disk
// again.

import { join } from 'node:path'
import type { Disk, FileInfo } from './disk.ts'
import type { Eyes } from './file-search.ts'
import { LOOK_FIELDS, type Looker } from './hasher.ts'
import type { Root } from './root.ts'
import type { Parts, Shared } from './store-parts.ts'

/** Files in one look: it is to be fresh when it is used. */
const AT_ONCE = 512

interface FilePassOptions {
  readonly root: Pick<Root, 'findFolder'>
  readonly disk: Pick<Disk, 'info'>
  /** Null: every file is asked for by itself. */
  readonly looker: Looker | null
  /** Where the file most likely is. */
  likely(file: number): readonly string[]
}

class FilePass implements Eyes {
  readonly disk = { info: (path: string) => this.#info(path) }
  readonly root = { findFolder: (levels: readonly string[]) => this.#folder(levels) }
  readonly #options: FilePassOptions
  readonly #folders = new Map<string, Promise<string | null>>()
  #seen: ReadonlyMap<string, FileInfo> = new Map()

  constructor(options: FilePassOptions) {
    this.#options = options
  }

  /** The files in groups; those of a group have been looked at just before it comes. */
  async *groups(files: Iterable<number>): AsyncGenerator<readonly number[]> {
    let group: number[] = []
    for (const file of files) {
      group.push(file)
      if (group.length < AT_ONCE) continue
      await this.#look(group)
      yield group
      group = []
    }
    if (group.length > 0) {
      await this.#look(group)
      yield group
    }
  }

  async #look(files: readonly number[]): Promise<void> {
    const { looker } = this.#options
    if (looker === null) return
    const paths = files.flatMap((file) => this.#options.likely(file))
    const looks = await looker.look(paths)
    this.#seen = new Map(paths.flatMap((path, index) => fileIn(looks, path, index)))
  }

  async #info(path: string): Promise<FileInfo | null> {
    return this.#seen.get(path) ?? this.#options.disk.info(path)
  }

  #folder(levels: readonly string[]): Promise<string | null> {
    const key = levels.join('/')
    const found = this.#folders.get(key) ?? this.#options.root.findFolder(levels)
    this.#folders.set(key, found)
    return found
  }
}

/** Over a torrent's files, under the names that were found before or the metainfo's own. */
export const passOver = ({ files, root, spec }: Parts, { disk, looker }: Pick<Shared, 'disk' | 'looker'>): FilePass => {
  const likely = (file: number): string[] => {
    const [now, own] = [files.pathOf(file), join(root.folder, ...(spec.files[file]?.path ?? []))]
    return spec.single || now === own ? [now] : [now, own]
  }
  return new FilePass({ root, disk, looker, likely })
}

const fileIn = (looks: Float64Array, path: string, index: number): [string, FileInfo][] => {
  const row = looks.subarray(index * LOOK_FIELDS, (index + 1) * LOOK_FIELDS)
  const [state = 0, size = 0, mtimeMs = 0, ctimeMs = 0, inode = 0, device = 0, allocated = 0, bornMs = 0] = row
  const touchedMs = Math.max(mtimeMs, ctimeMs, bornMs)
  return state === 0 ? [] : [[path, { kind: 'file', size, allocated, mtimeMs, touchedMs, inode, device }]]
}
