// One pool of open files for all torrents: the least recently used are closed when there are too many, or when the
// system says so. Leaves to its users what to open and when to forget it. Invariant: a descriptor in use is never
// closed, and a forgotten one is closed as soon as its last user is done.

import type { Disk, FileInfo, OpenFile } from './disk.ts'
import { codeOf } from './disk-fault.ts'

/** The place of one file in the pool; its owner keeps it. */
export interface Slot {
  handle: Handle | null
  opening: Promise<void> | null
}

export interface Handle {
  readonly fd: number
  readonly info: FileInfo
  readonly writable: boolean
  readonly slot: Slot
  users: number
  forgotten: boolean
}

export const newSlot = (): Slot => ({ handle: null, opening: null })

const FEWEST = 8

export class Descriptors {
  readonly #disk: Disk
  readonly #most: number
  #limit: number
  /** Open handles, least recently used first. */
  readonly #open = new Set<Handle>()

  constructor(disk: Disk, most = 128) {
    this.#disk = disk
    this.#most = most
    this.#limit = most
  }

  get size(): number {
    return this.#open.size
  }

  /** Runs `work` on the slot's file, opened by `open` when it is not, or not for writing. */
  async use<T>(
    slot: Slot,
    writable: boolean,
    open: () => Promise<OpenFile>,
    work: (handle: Handle) => Promise<T>,
  ): Promise<T> {
    const handle = await this.#acquire(slot, writable, open)
    try {
      return await work(handle)
    } finally {
      handle.users--
      if (handle.forgotten && handle.users === 0) await this.#close(handle)
    }
  }

  /** The descriptor if it is open, good until the caller next waits for anything. */
  now(slot: Slot): number | null {
    if (slot.handle === null) return null
    this.#touch(slot.handle)
    return slot.handle.fd
  }

  /** What is open now is not used for new work; nor is what is being opened. */
  async forget(slot: Slot): Promise<void> {
    await this.hold(slot, () => this.discard(slot))
  }

  /** Nothing is opened meanwhile: for giving the file another name. */
  async hold<T>(slot: Slot, work: () => Promise<T>): Promise<T> {
    while (slot.opening !== null) await slot.opening
    let done = (): void => undefined
    slot.opening = new Promise((resolve) => (done = resolve))
    try {
      return await work()
    } finally {
      slot.opening = null
      done()
    }
  }

  /** Forgets at once, also from within an `open` or `hold`. */
  async discard(slot: Slot): Promise<void> {
    if (slot.handle !== null) await this.#drop(slot.handle)
  }

  async close(): Promise<void> {
    for (const handle of [...this.#open]) await this.#drop(handle)
  }

  async #acquire(slot: Slot, writable: boolean, open: () => Promise<OpenFile>): Promise<Handle> {
    for (;;) {
      const { handle } = slot
      if (handle !== null && (handle.writable || !writable)) {
        handle.users++
        this.#touch(handle)
        return handle
      }
      if (slot.opening === null) await this.#fill(slot, writable, open)
      else await slot.opening
    }
  }

  async #fill(slot: Slot, writable: boolean, open: () => Promise<OpenFile>): Promise<void> {
    await this.hold(slot, async () => {
      if (slot.handle !== null) await this.#drop(slot.handle)
      const { fd, info } = await this.#openWithRoom(open)
      const handle: Handle = { fd, info, writable, slot, users: 0, forgotten: false }
      slot.handle = handle
      this.#open.add(handle)
    })
    await this.#shrink(this.#limit, slot.handle)
  }

  /** Opens; out of descriptors, gives back half of ours, keeps to fewer from then on, and tries once more. */
  async #openWithRoom(open: () => Promise<OpenFile>): Promise<OpenFile> {
    try {
      const file = await open()
      if (this.#limit < this.#most) this.#limit++
      return file
    } catch (error) {
      const code = codeOf(error)
      if (code !== 'EMFILE' && code !== 'ENFILE') throw error
      this.#limit = Math.max(FEWEST, this.#open.size >> 1)
      await this.#shrink(this.#limit, null)
      return open()
    }
  }

  async #shrink(limit: number, keep: Handle | null): Promise<void> {
    for (const handle of this.#open) {
      if (this.#open.size <= limit) return
      if (handle.users === 0 && handle !== keep) await this.#drop(handle)
    }
  }

  async #drop(handle: Handle): Promise<void> {
    if (!this.#open.delete(handle)) return
    handle.forgotten = true
    if (handle.slot.handle === handle) handle.slot.handle = null
    if (handle.users === 0) await this.#close(handle)
  }

  /** What a close complains about, a sync has said before or will say: data counts only once synced. */
  async #close(handle: Handle): Promise<void> {
    await this.#disk.close(handle.fd).catch(() => undefined)
  }

  #touch(handle: Handle): void {
    this.#open.delete(handle)
    this.#open.add(handle)
  }
}
