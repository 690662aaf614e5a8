// A disk in memory that remembers what a power cut would leave: contents that were not synced may be cut anywhere,
// names that were not synced with their folder may be the old ones. Counts system calls, and lets the nth of them fail
// or the power go before it.

import type { NewFile, VaultDisk } from '../vault-disk.ts'

interface Inode {
  content: Uint8Array
  /** What is surely on disk of it. */
  synced: Uint8Array
}

export class PowerCut extends Error {}

type Names = Map<string, Inode>

const errno = (code: string): Error => Object.assign(new Error(code), { code })

/** Before the nth call (from 0): throw an error of the system, or cut the power. */
export interface Trouble {
  readonly at: number
  readonly what: 'ENOSPC' | 'EIO' | 'cut'
}

export class MemoryDisk implements VaultDisk {
  /** As running programs see it, and as it surely is on disk. */
  #names: Names = new Map()
  #synced: Names = new Map()
  /** All that was ever done to names since the folder was synced. */
  #calls = 0
  #cut = false
  trouble: Trouble | null = null
  /** write(2) takes at most so many bytes at a time. */
  chunk = Infinity
  readonly trace: string[] = []
  /** Hears of each call before it is made. */
  onCall: ((what: string) => void) | null = null

  get calls(): number {
    return this.#calls
  }

  names(): Promise<readonly string[]> {
    return this.#call('readdir', () => [...this.#names.keys()])
  }

  read(name: string, most: number): Promise<Uint8Array | null> {
    return this.#call(`read ${name}`, () => {
      const inode = this.#names.get(name)
      if (inode && inode.content.length > most) throw new Error('too large')
      return inode ? Uint8Array.from(inode.content) : null
    })
  }

  async create(name: string): Promise<NewFile> {
    const inode = await this.#call(`create ${name}`, () => {
      if (this.#names.has(name)) throw errno('EEXIST')
      const made: Inode = { content: new Uint8Array(), synced: new Uint8Array() }
      this.#names.set(name, made)
      return made
    })
    return {
      write: (bytes) =>
        this.#call(`write ${name}`, () => {
          const taken = bytes.slice(0, this.chunk)
          inode.content = Uint8Array.from([...inode.content, ...taken])
          return taken.length
        }),
      sync: () => this.#call(`fsync ${name}`, () => void (inode.synced = Uint8Array.from(inode.content))),
      close: () => this.#call(`close ${name}`, () => undefined),
    }
  }

  link(from: string, to: string): Promise<void> {
    return this.#call(`link ${from} ${to}`, () => {
      const inode = this.#names.get(from)
      if (!inode) throw errno('ENOENT')
      if (this.#names.has(to)) throw errno('EEXIST')
      this.#names.set(to, inode)
    })
  }

  rename(from: string, to: string): Promise<void> {
    return this.#call(`rename ${from} ${to}`, () => {
      const inode = this.#names.get(from)
      if (!inode) throw errno('ENOENT')
      this.#names.delete(from)
      this.#names.set(to, inode)
    })
  }

  remove(name: string): Promise<void> {
    return this.#call(`unlink ${name}`, () => void this.#names.delete(name))
  }

  syncFolder(): Promise<void> {
    return this.#call('fsync folder', () => void (this.#synced = new Map(this.#names)))
  }

  /** Puts a file there as if it had always been. */
  put(name: string, content: Uint8Array): void {
    const inode = { content: Uint8Array.from(content), synced: Uint8Array.from(content) }
    this.#names.set(name, inode)
    this.#synced.set(name, inode)
  }

  peek(name: string): Uint8Array | null {
    const inode = this.#names.get(name)
    return inode ? Uint8Array.from(inode.content) : null
  }

  get fileNames(): string[] {
    return [...this.#names.keys()].sort()
  }

  /**
   * Every disk that a power cut now could leave: each set of names may be the new or the synced one (they are
   * journalled in order, so it is one or the other), each unsynced content may end at any byte of `tears`.
   */
  *afterPowerCut(tears: (length: number) => readonly number[]): Generator<MemoryDisk> {
    for (const names of [this.#names, this.#synced]) {
      const unsynced = [...names.values()].filter((inode) => inode.synced.length < inode.content.length)
      const cuts = unsynced.length === 0 ? [0] : tears(Math.max(...unsynced.map(({ content }) => content.length)))
      for (const cut of cuts) {
        const disk = new MemoryDisk()
        for (const [name, inode] of names) {
          const torn = unsynced.includes(inode)
            ? inode.content.slice(0, Math.max(cut, inode.synced.length))
            : inode.content
          disk.put(name, torn)
        }
        yield disk
      }
    }
  }

  /** A copy as it is, without trouble. */
  copy(): MemoryDisk {
    const disk = new MemoryDisk()
    for (const [name, { content }] of this.#names) disk.put(name, content)
    return disk
  }

  async #call<T>(what: string, act: () => T): Promise<T> {
    if (this.#cut) throw new PowerCut()
    const { trouble } = this
    const at = this.#calls++
    this.trace.push(what)
    this.onCall?.(what)
    if (trouble?.at === at) {
      if (trouble.what !== 'cut') throw errno(trouble.what)
      this.#cut = true
      throw new PowerCut()
    }
    return act()
  }
}
