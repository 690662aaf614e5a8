// The files of one torrent on disk: which name each has now, opening, making, syncing and finishing them. Leaves pieces
// to PieceDisk and what is durable to the store. Invariant: nothing that is not ours, or was not found to hold the
// torrent's data, is written to; nobody's file loses its name to ours; every file we make is in the journal before.

import { dirname, join } from 'node:path'
import type { FileStamp } from '../session/session.ts'
import { AbsentError } from './absent-error.ts'
import type { Descriptors, Handle, Slot } from './descriptors.ts'
import { newSlot } from './descriptors.ts'
import type { Disk, FileInfo, OpenFile } from './disk.ts'
import { codeOf } from './disk-fault.ts'
import { FileNames } from './file-names.ts'
import { FileSearch, type Eyes } from './file-search.ts'
import type { RecordedNames } from './recorded-names.ts'
import type { Root } from './root.ts'
import type { StoreSpec } from './store.ts'
import { DiskError } from './store.ts'
import { unlessTaken } from './taken-name.ts'

/** `name`: on disk now, null while the file is not there. */
interface FileState {
  name: string | null
  ours: boolean
  readonly slot: Slot
}

interface TorrentFilesOptions {
  readonly spec: StoreSpec
  readonly disk: Disk
  readonly descriptors: Descriptors
  readonly root: Root
  readonly recorded: RecordedNames
  /** Someone removed the file, its root is still there. */
  readonly onGone: (file: number) => void
}

const MOST_NAMES = 1000

export class TorrentFiles {
  readonly #options: TorrentFilesOptions
  readonly #states: FileState[]
  readonly #names: FileNames
  readonly #search: FileSearch
  /** One file at a time changes hands. */
  #preparing: Promise<void> | null = null

  constructor(options: TorrentFilesOptions) {
    this.#options = options
    const { spec, recorded } = options
    this.#states = spec.files.map((_, index) => {
      const name = recorded.of(index)?.name ?? null
      return { name, ours: name !== null, slot: newSlot() }
    })
    this.#names = new FileNames(spec)
    this.#search = new FileSearch({ ...options, names: this.#names })
  }

  /** Looks under the names it may have, and uses the one found. Of ours: those in the journal, or with `anyone` any. */
  async find(file: number, anyone = false, eyes?: Eyes): Promise<FileInfo | null> {
    const state = this.#state(file)
    return this.#options.descriptors.hold(state.slot, async () => {
      await this.#options.descriptors.discard(state.slot)
      const recorded = this.#options.recorded.of(file)
      const ours = await this.#search.ours(file, recorded, eyes)
      const found = ours ?? (anyone || !state.ours ? await this.#search.any(file, eyes) : null)
      state.name = found?.name ?? null
      state.ours &&= found === null || found.ours
      if (ours !== null && ours.name === recorded?.next) this.#rename(file, ours.name, dirname(this.pathOf(file)))
      return found?.info ?? null
    })
  }

  /** Whether the file is there at all, whatever it holds. */
  async anchored(file: number): Promise<boolean> {
    const ours = await this.#search.ours(file, this.#options.recorded.of(file))
    return ours !== null || (await this.#search.any(file)) !== null
  }

  /** Where the file is, or would be. */
  pathOf(file: number): string {
    const { name } = this.#state(file)
    return join(this.#options.root.folder, ...this.#names.levels(file), name ?? this.#names.part(file, 0))
  }

  exists(file: number): boolean {
    return this.#state(file).name !== null
  }

  /** It is there under a name that is not an incomplete file's. */
  isFinal(file: number): boolean {
    const { name } = this.#state(file)
    return name !== null && !this.#names.isPart(file, name)
  }

  /** Created or written to by us. */
  isOurs(file: number): boolean {
    return this.#state(file).ours
  }

  /** Takes files out of the journal in whose place another's was found. */
  disown(): void {
    const isOthers = (file: number): boolean => !this.isOurs(file) && this.#options.recorded.of(file) !== null
    this.#options.recorded.disown([...this.#states.keys()].filter(isOthers))
  }

  /** Somebody changed them, so they are nobody's but theirs from now on. */
  leave(files: readonly number[]): void {
    for (const file of files) this.#state(file).ours = false
    this.disown()
  }

  /** It lies under a complete file's name, and we neither made it nor wrote to it. */
  isAnothers(file: number): boolean {
    return this.isFinal(file) && !this.isOurs(file)
  }

  /** The user lets us write over another's file: from now on it is ours, and incomplete. */
  takeOver(file: number): Promise<void> {
    return this.#prepare(file, () => true)
  }

  /** The descriptor if open: good until the caller next waits. */
  now(file: number): number | null {
    return this.#options.descriptors.now(this.#state(file).slot)
  }

  async read<T>(file: number, work: (fd: number) => Promise<T>): Promise<T> {
    if (!this.exists(file)) throw new AbsentError()
    return this.#use(file, false, (handle) => work(handle.fd))
  }

  /** Makes the file when it is not there. `trusts`: whether what was found there is known to hold the torrent's data. */
  async write<T>(file: number, trusts: (file: number) => boolean, work: (fd: number) => Promise<T>): Promise<T> {
    await this.#prepare(file, trusts)
    return this.#use(file, true, (handle) => work(handle.fd))
  }

  /** It takes as much of the disk as it must: nobody cut it, not even if it was written to since. */
  async isFilled(file: number): Promise<boolean> {
    const length = this.#options.spec.files[file]?.length ?? 0
    const info = await this.#options.disk.info(this.pathOf(file))
    return info !== null && info.size >= length && info.allocated >= length
  }

  /** Syncs what was written. Null: the file is not there any more, or another is in its place. */
  async sync(file: number): Promise<FileStamp | null> {
    if (!this.exists(file)) return null
    return this.#use(file, true, async (handle) => {
      await this.#options.disk.sync(handle.fd)
      const { slot } = this.#state(file)
      const now = await this.#options.descriptors.hold(slot, () => this.#options.disk.info(this.pathOf(file)))
      if (now !== null && now.inode === handle.info.inode && now.device === handle.info.device) {
        return { size: now.size, mtimeMs: now.mtimeMs }
      }
      await this.#missing(file)
      return null
    })
  }

  /** Syncs a file that is not ours to write, as far as the system does that. False: it is not there. */
  async settle(file: number): Promise<boolean> {
    if (!this.exists(file)) return false
    return this.#use(file, false, async (handle) => {
      await this.#options.disk.sync(handle.fd).catch(() => undefined)
      return true
    })
  }

  /** Gives complete and synced files their final names; those last once `syncNames` resolves. */
  async finish(files: readonly number[]): Promise<void> {
    const chosen = new Map<number, string>()
    for (const file of files) chosen.set(file, await this.#freeName(file, (n) => this.#names.final(file, n)))
    await this.#options.recorded.renaming(chosen)
    for (const [file, name] of chosen) await this.#renameTo(file, name, (n) => this.#names.final(file, n))
  }

  /** What was made or renamed keeps its name from now on, whatever happens. */
  async syncNames(): Promise<void> {
    const renamed = this.#options.recorded.unsynced()
    await this.#options.root.sync()
    this.#options.recorded.synced(renamed)
  }

  /** A kill in the midst of a rename can leave the file under both names: the old one goes. */
  async removeTwin(file: number): Promise<void> {
    const next = this.#options.recorded.of(file)?.next ?? null
    const folder = next === null ? null : await this.#search.folder(file)
    if (next === null || folder === null || this.#state(file).name === next) return
    const { disk } = this.#options
    const [old, twin] = [await disk.info(this.pathOf(file)), await disk.info(join(folder, next))]
    if (old === null || old.inode !== twin?.inode || old.device !== twin.device) return
    await disk.remove(this.pathOf(file))
    this.#rename(file, next, folder)
  }

  /** Makes an empty file, unless one is there. True when it made one. */
  async makeEmpty(file: number): Promise<boolean> {
    const folder = await this.#folder(file)
    for (let n = 0; n < MOST_NAMES; n++) {
      const name = this.#names.final(file, n)
      const there = await this.#options.disk.info(join(folder, name))
      if (there?.kind === 'file' && there.size === 0) {
        this.#state(file).name = name
        return false
      }
      if (there !== null) continue
      this.#options.recorded.claim(file, name)
      const opened = await unlessTaken(() => this.#options.disk.open(join(folder, name), 'create'))
      if (opened === null) continue
      this.#named(file, name, folder)
      await this.#options.disk.close((await this.#marked(opened)).fd)
      return true
    }
    throw new DiskError('denied')
  }

  /** Takes a file of ours off the disk, with the folders that are empty then. */
  async remove(file: number): Promise<void> {
    const state = this.#state(file)
    const { descriptors, disk, recorded, root } = this.#options
    const levels = this.#names.levels(file)
    if (!state.ours || state.name === null || (await root.findFolder(levels)) === null) return
    await descriptors.hold(state.slot, async () => {
      await descriptors.discard(state.slot)
      await root.leaving()
      await disk.remove(this.pathOf(file)).catch((error: unknown) => root.stays(error))
      state.name = null
      state.ours = false
    })
    recorded.disown([file])
    await root.left(levels)
  }

  async forgetOpen(): Promise<void> {
    for (const state of this.#states) {
      if (state.slot.handle !== null || state.slot.opening !== null) await this.#options.descriptors.forget(state.slot)
    }
  }

  async #use<T>(file: number, writable: boolean, work: (handle: Handle) => Promise<T>): Promise<T> {
    const { slot } = this.#state(file)
    return this.#options.descriptors.use(slot, writable, () => this.#open(file, writable), work)
  }

  async #open(file: number, writable: boolean): Promise<OpenFile> {
    const state = this.#state(file)
    if (state.name !== null) {
      const folder = await this.#options.root.findFolder(this.#names.levels(file))
      const opened = folder === null ? null : await this.#openNamed(join(folder, state.name), writable)
      if (opened !== null) return writable ? this.#marked(opened) : opened
      await this.#missing(file)
    }
    if (!writable) throw new AbsentError()
    return this.#create(file)
  }

  async #openNamed(path: string, writable: boolean): Promise<OpenFile | null> {
    try {
      return await this.#options.disk.open(path, writable ? 'write' : 'read')
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null
      throw error
    }
  }

  async #create(file: number): Promise<OpenFile> {
    const folder = await this.#folder(file)
    for (let n = 0; n < MOST_NAMES; n++) {
      const name = this.#names.part(file, n)
      if ((await this.#options.disk.info(join(folder, name))) !== null) continue
      this.#options.recorded.claim(file, name)
      const opened = await unlessTaken(() => this.#options.disk.open(join(folder, name), 'create'))
      if (opened === null) continue
      this.#named(file, name, folder)
      return this.#marked(opened)
    }
    throw new DiskError('denied')
  }

  async #marked(opened: OpenFile): Promise<OpenFile> {
    try {
      await this.#options.root.markMade()
      return opened
    } catch (error) {
      await this.#options.disk.close(opened.fd)
      throw error
    }
  }

  /** Sees to it that what lies under the file's name may be written to: ours, incomplete, and known as such. */
  async #prepare(file: number, trusts: (file: number) => boolean): Promise<void> {
    while (this.#preparing !== null) await this.#preparing
    const state = this.#state(file)
    if (state.name === null || (state.ours && !this.isFinal(file))) return
    let done = (): void => undefined
    this.#preparing = new Promise((resolve) => (done = resolve))
    try {
      if (state.ours || trusts(file)) await this.#takeOver(file)
      else {
        await this.#options.descriptors.forget(state.slot)
        state.name = null
      }
      await this.#cutToLength(file)
    } finally {
      this.#preparing = null
      done()
    }
  }

  async #takeOver(file: number): Promise<void> {
    const state = this.#state(file)
    if (!state.ours) {
      this.#options.recorded.claim(file, this.#existing(state))
      state.ours = true
      await this.#options.root.markMade()
    }
    if (!this.isFinal(file)) return
    await this.#options.descriptors.forget(state.slot)
    const name = await this.#freeName(file, (n) => this.#names.part(file, n))
    await this.#options.recorded.renaming(new Map([[file, name]]))
    await this.#renameTo(file, name, (n) => this.#names.part(file, n))
  }

  /** `first` is in the journal already; if someone takes it meanwhile, the next free one is. */
  async #renameTo(file: number, first: string, nameOf: (n: number) => string): Promise<void> {
    const { descriptors, disk, recorded } = this.#options
    const state = this.#state(file)
    await descriptors.hold(state.slot, async () => {
      // Windows renames nothing that is open.
      if (process.platform === 'win32') await descriptors.discard(state.slot)
      const folder = await this.#folder(file)
      for (let name = first; ; name = await this.#freeName(file, nameOf)) {
        if (name !== first) await recorded.renaming(new Map([[file, name]]))
        const from = join(folder, this.#existing(state))
        const renamed = await unlessTaken(() => disk.rename(from, join(folder, name)).then(() => true))
        if (renamed === null) continue
        this.#rename(file, name, folder)
        return
      }
    })
  }

  /** The first of the names that nobody has. A rename before is made to last, so that only two names are in doubt. */
  async #freeName(file: number, nameOf: (n: number) => string): Promise<string> {
    if (this.#options.recorded.isUnsynced(file)) await this.syncNames()
    const folder = await this.#folder(file)
    for (let n = 0; n < MOST_NAMES; n++) {
      if ((await this.#options.disk.info(join(folder, nameOf(n)))) === null) return nameOf(n)
    }
    throw new DiskError('denied')
  }

  async #cutToLength(file: number): Promise<void> {
    if (!this.exists(file)) return
    const length = this.#options.spec.files[file]?.length ?? 0
    await this.#use(file, true, async (handle) => {
      if (handle.info.size > length) await this.#options.disk.truncate(handle.fd, length)
    })
  }

  /** The file is not under its name. Rejects when its whole root is gone; else tells, and forgets the file. */
  async #missing(file: number): Promise<void> {
    if (!(await this.#options.root.present())) throw new DiskError('missing')
    const state = this.#state(file)
    state.name = null
    state.ours = false
    // Whatever has that name from now on was put there by someone else.
    this.#options.recorded.disown([file])
    if (this.#options.spec.single) this.#options.root.unmake()
    await this.#options.descriptors.discard(state.slot)
    this.#options.onGone(file)
  }

  #rename(file: number, name: string, folder: string): void {
    this.#named(file, name, folder)
    this.#options.recorded.renamed(file)
  }

  #named(file: number, name: string, folder: string): void {
    const state = this.#state(file)
    state.name = name
    state.ours = true
    this.#options.root.touch(folder)
  }

  #folder(file: number): Promise<string> {
    return this.#options.root.makeFolder(this.#names.levels(file))
  }

  #existing(state: FileState): string {
    if (state.name === null) throw new DiskError('missing')
    return state.name
  }

  #state(file: number): FileState {
    const state = this.#states[file]
    if (state === undefined) throw new RangeError('no such file')
    return state
  }
}
