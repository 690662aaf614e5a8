// Pieces that also hold bytes of unwanted files, whole, one file each in the state folder: so that no unwanted file
// appears on disk and nothing is lost when it becomes wanted. Invariant: a piece counts as aside only once its bytes
// and its name are synced; it says nothing about whether they are right.

import { dirname, join } from 'node:path'
import { AbsentError } from './absent-error.ts'
import type { Descriptors, Slot } from './descriptors.ts'
import { newSlot } from './descriptors.ts'
import type { Disk, OpenFile } from './disk.ts'
import { readFully, writeFully } from './disk.ts'
import { codeOf } from './disk-fault.ts'

interface AsideOptions {
  readonly disk: Disk
  readonly descriptors: Descriptors
  /** Made when the first piece comes; the folder it is in exists. */
  readonly folder: string
  readonly pieceSize: (piece: number) => number
}

export class Aside {
  readonly #options: AsideOptions
  readonly #slots = new Map<number, Slot>()

  constructor(options: AsideOptions) {
    this.#options = options
  }

  /** Takes what an earlier run left here and `counts`; the rest may be stale, whatever it looks like. */
  async load(pieceCount: number, counts: (piece: number) => boolean): Promise<void> {
    for (const name of await listed(this.#options.disk, this.#options.folder)) {
      const piece = Number(name)
      if (!Number.isInteger(piece) || piece < 0 || piece >= pieceCount || String(piece) !== name) continue
      const info = await this.#options.disk.info(this.pathOf(piece))
      const isWhole = info?.kind === 'file' && info.size === this.#options.pieceSize(piece)
      if (isWhole && counts(piece)) this.#slots.set(piece, newSlot())
      else await this.#options.disk.remove(this.pathOf(piece))
    }
  }

  has(piece: number): boolean {
    return this.#slots.has(piece)
  }

  pieces(): number[] {
    return [...this.#slots.keys()]
  }

  pathOf(piece: number): string {
    return join(this.#options.folder, String(piece))
  }

  async write(piece: number, data: Uint8Array): Promise<void> {
    const { disk, folder } = this.#options
    await this.remove(piece)
    if (await makeFolder(disk, folder)) await disk.syncFolder(dirname(folder))
    const { fd } = await disk.open(this.pathOf(piece), 'create')
    try {
      await writeFully(disk, fd, data, 0)
      await disk.sync(fd)
    } finally {
      await disk.close(fd)
    }
    await disk.syncFolder(folder)
    this.#slots.set(piece, newSlot())
  }

  async read(piece: number, offset: number, target: Uint8Array): Promise<void> {
    await this.#use(piece, async (fd) => {
      const count = await readFully(this.#options.disk, fd, target, offset)
      if (count < target.length) throw new AbsentError()
    })
  }

  /** The descriptor if open: good until the caller next waits. */
  now(piece: number): number | null {
    const slot = this.#slots.get(piece)
    return slot === undefined ? null : this.#options.descriptors.now(slot)
  }

  async remove(piece: number): Promise<void> {
    const slot = this.#slots.get(piece)
    if (slot !== undefined) await this.#options.descriptors.forget(slot)
    this.#slots.delete(piece)
    await removed(this.#options.disk, this.pathOf(piece))
  }

  async forgetOpen(): Promise<void> {
    for (const slot of this.#slots.values()) await this.#options.descriptors.forget(slot)
  }

  async #use(piece: number, work: (fd: number) => Promise<void>): Promise<void> {
    const slot = this.#slots.get(piece)
    if (slot === undefined) throw new AbsentError()
    const open = (): Promise<OpenFile> => this.#options.disk.open(this.pathOf(piece), 'read')
    await this.#options.descriptors.use(slot, false, open, (handle) => work(handle.fd))
  }
}

/** Removes all that is aside of one torrent. */
export async function removeAside(disk: Disk, folder: string): Promise<void> {
  if ((await disk.info(folder)) === null) return
  for (const name of await listed(disk, folder)) await removed(disk, join(folder, name))
  await disk.removeFolder(folder)
}

async function listed(disk: Disk, folder: string): Promise<string[]> {
  try {
    return await disk.list(folder)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

async function removed(disk: Disk, path: string): Promise<void> {
  try {
    await disk.remove(path)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
}

/** False when it is there. */
async function makeFolder(disk: Disk, folder: string): Promise<boolean> {
  try {
    await disk.makeFolder(folder)
    return true
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    return false
  }
}
