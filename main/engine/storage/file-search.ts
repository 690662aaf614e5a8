// Looking for a torrent's files on disk under the names they may have. Leaves what to do with them to TorrentFiles.
// Invariant: only regular files inside the root are found; that the disk does not answer is never taken for absence.

import { join } from 'node:path'
import type { Disk, FileInfo } from './disk.ts'
import type { FileNames } from './file-names.ts'
import type { RecordedName } from './recorded-names.ts'
import type { Root } from './root.ts'
import type { StoreSpec } from './store.ts'
import { DiskError } from './store.ts'

export interface Found {
  readonly name: string
  readonly info: FileInfo
  /** By its name in the journal. */
  readonly ours: boolean
}

/** How the disk is looked at. */
export interface Eyes {
  readonly disk: Pick<Disk, 'info'>
  readonly root: Pick<Root, 'findFolder'>
}

interface FileSearchOptions extends Eyes {
  readonly spec: StoreSpec
  readonly names: FileNames
}

export class FileSearch {
  readonly #options: FileSearchOptions

  constructor(options: FileSearchOptions) {
    this.#options = options
  }

  /** Under its name in the journal, or the one it was to get. */
  async ours(file: number, recorded: RecordedName | null, eyes: Eyes = this.#options): Promise<Found | null> {
    if (recorded === null) return null
    const { name, next } = recorded
    const found = await this.#at(file, name, eyes)
    const either = found ?? (next === null ? null : await this.#at(file, next, eyes))
    return either && { ...either, ours: true }
  }

  /** Whoever made it: what looks complete before what looks begun. */
  async any(file: number, eyes: Eyes = this.#options): Promise<Found | null> {
    const { names, spec } = this.#options
    const final = await this.#at(file, names.own(file), eyes)
    if (final?.info.size === spec.files[file]?.length) return final
    return (await this.#at(file, names.part(file, 0), eyes)) ?? final
  }

  /** Null: not there, or not inside the root, and then nothing in it is ours. */
  async folder(file: number, eyes: Eyes = this.#options): Promise<string | null> {
    try {
      return await eyes.root.findFolder(this.#options.names.levels(file))
    } catch (error) {
      if (error instanceof DiskError && (error.fault === 'outside' || error.fault === 'not-a-folder')) return null
      throw error
    }
  }

  async #at(file: number, name: string, eyes: Eyes): Promise<Found | null> {
    const folder = await this.folder(file, eyes)
    const info = folder === null ? null : await eyes.disk.info(join(folder, name))
    return info?.kind === 'file' ? { name, info, ours: false } : null
  }
}
