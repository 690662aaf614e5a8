// The folder that is a torrent's own (for a single file: the folder it lies in). Makes it once, on the first write;
// walks to the folders of files without leaving it. Leaves files to TorrentFiles. Invariant: a root that was there
// and is gone is never made again, and no path that a link leads out of the root is ever used.

import { dirname, join, sep } from 'node:path'
import type { Clock } from './clock.ts'
import type { Disk, FileInfo } from './disk.ts'
import { codeOf } from './disk-fault.ts'
import { DiskError } from './store.ts'

/** How long a look at the root holds: an unplugged disk is noticed this soon after. */
const LOOK_MS = 250

interface RootOptions {
  readonly disk: Disk
  readonly clock: Clock
  readonly path: string
  readonly single: boolean
  readonly made: boolean
  /** For a single file: whether it is there under any of its names. Gone means that its disk may be. */
  readonly anchored: () => Promise<boolean>
  readonly onMade: () => void
  readonly onUnmade: () => void
  /** What it was told by now survives a power loss when it resolves. */
  readonly recorded: () => Promise<void>
}

export class Root {
  readonly #options: RootOptions
  /** Where the files' relative paths start. */
  readonly folder: string
  #made: boolean
  #seenAt = -Infinity
  /** The folder as it was then. */
  #seen: FileInfo | null = null
  /** Folders with names in them that are not synced yet, by when they last got one. */
  readonly #unsynced = new Map<string, number>()
  #touches = 0

  constructor(options: RootOptions) {
    this.#options = options
    this.folder = options.single ? dirname(options.path) : options.path
    this.#made = options.made
  }

  get made(): boolean {
    return this.#made
  }

  /** Whether there is anything to read from, or, when never made, to write to. Throws what the disk says. */
  async present(): Promise<boolean> {
    const { disk, single, anchored } = this.#options
    const info = await disk.info(this.folder)
    if (info === null) return false
    // A link in the root's place would lead every write of ours elsewhere. The save folder may well be one.
    if (info.kind === 'link' && !single) throw new DiskError('outside')
    if (info.kind !== 'folder' && info.kind !== 'link') throw new DiskError('not-a-folder')
    // Gone from the very folder it was in, it was removed; from any other, its disk may be elsewhere.
    if (single && this.#made && !(await anchored()) && !isSame(info, this.#seen)) return false
    this.#seen = info
    this.#seenAt = this.#options.clock.now()
    return true
  }

  /** Rejects when the root was made and is gone; asks the disk at most every 250 ms. */
  async require(): Promise<void> {
    if (!this.#made || this.#options.clock.now() - this.#seenAt < LOOK_MS) return
    if (!(await this.present())) throw new DiskError('missing')
  }

  /** Makes what is missing between the root and the folder, the root itself only if it never was. */
  async makeFolder(levels: readonly string[]): Promise<string> {
    if (!this.#made) await this.#makeRoot()
    let path = this.folder
    for (const level of levels) {
      const parent = path
      path = join(path, level)
      if (await this.#enter(path)) continue
      await this.#make(path, parent)
    }
    return path
  }

  /** The folder's path if it exists and lies inside the root; else null. */
  async findFolder(levels: readonly string[]): Promise<string | null> {
    let path = this.folder
    for (const level of levels) {
      path = join(path, level)
      if (!(await this.#enter(path))) return null
    }
    return path
  }

  /** It is there, and something of ours in it: from now on a missing root is a missing disk. */
  async markMade(): Promise<void> {
    if (this.#made) return
    // On record only once it is on disk: a root lost with the power is no unplugged disk.
    await this.sync()
    this.#made = true
    this.#seenAt = this.#options.clock.now()
    this.#options.onMade()
  }

  /** All that was in it was removed by someone, its disk is there: it may be made again. */
  unmake(): void {
    this.#made = false
    this.#options.onUnmade()
  }

  /**
   * A file of ours is about to be removed by us. A single file is its own root: that it is gone then is our doing, not
   * its disk's. That is on record before, or a power loss may take the record and leave the removal.
   */
  async leaving(): Promise<void> {
    if (!this.#options.single) return
    this.#options.onUnmade()
    await this.#options.recorded()
  }

  /** The file could not be removed: throws why. */
  stays(error: unknown): never {
    if (this.#made) this.#options.onMade()
    throw error
  }

  /** A file of ours in the folder was removed by us: folders that are empty go too, never the root itself. */
  async left(levels: readonly string[]): Promise<void> {
    this.touch(join(this.folder, ...levels))
    for (let depth = levels.length; depth > 0; depth--) {
      const path = join(this.folder, ...levels.slice(0, depth))
      if (!(await this.#removeEmpty(path))) break
      this.#unsynced.delete(path)
      this.touch(dirname(path))
    }
    if (this.#options.single) this.unmake()
  }

  /** A name in `folder` was added or changed. */
  touch(folder: string): void {
    this.#unsynced.set(folder, this.#touches++)
  }

  /** Syncs the folders with names that are new when it is called; what fails stays to be synced. */
  async sync(): Promise<void> {
    for (const [folder, touch] of [...this.#unsynced]) {
      await this.#syncFolder(folder)
      if (this.#unsynced.get(folder) === touch) this.#unsynced.delete(folder)
    }
  }

  async #removeEmpty(path: string): Promise<boolean> {
    try {
      await this.#options.disk.removeFolder(path)
      return true
    } catch {
      return false
    }
  }

  async #syncFolder(folder: string): Promise<void> {
    try {
      await this.#options.disk.syncFolder(folder)
    } catch (error) {
      // It went, and its names with it.
      if (codeOf(error) !== 'ENOENT') throw error
    }
  }

  /** True: the level is there, and inside. False: nothing is there. */
  async #enter(path: string): Promise<boolean> {
    const { disk } = this.#options
    const info = await disk.info(path)
    if (info === null) return false
    if (info.kind === 'folder') return true
    if (info.kind !== 'link') throw new DiskError('not-a-folder')
    const target = await disk.realpath(path)
    if (!target.startsWith((await disk.realpath(this.folder)) + sep)) throw new DiskError('outside')
    if ((await disk.info(target))?.kind !== 'folder') throw new DiskError('not-a-folder')
    return true
  }

  async #make(path: string, parent: string): Promise<void> {
    try {
      await this.#options.disk.makeFolder(path)
    } catch (error) {
      if (codeOf(error) === 'EEXIST' && (await this.#enter(path))) return
      throw error
    }
    this.touch(parent)
    this.touch(path)
  }

  async #makeRoot(): Promise<void> {
    const missing: string[] = []
    for (let path = this.folder; ; path = dirname(path)) {
      if ((await this.#options.disk.info(path)) !== null || dirname(path) === path) break
      missing.unshift(path)
    }
    for (const path of missing) await this.#make(path, dirname(path))
    if (!(await this.present())) throw new DiskError('missing')
    if (!this.#options.single) await this.markMade()
  }
}

const isSame = (now: FileInfo, before: FileInfo | null): boolean =>
  before !== null && now.inode === before.inode && now.device === before.device
