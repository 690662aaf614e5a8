// Files of a folder that are written anew from time to time: each time under a fresh name, NAME.1, NAME.2 and so on.
// Renaming over a file, or removing one, gives its space back before the call returns, and on a disk that is told of
// free space that takes up to a quarter of a second; so old files go on another thread. Invariant: of a name there is
// always the whole old file or the whole new one.

import { mkdirSync, readdirSync, renameSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'

export class Generations {
  readonly #folder: string
  /** The number of the last file of a name, whether it is still there or not. */
  readonly #last = new Map<string, number>()
  readonly #there = new Set<string>()

  /** Takes up the newest of each name; what else is there goes. */
  constructor(folder: string) {
    this.#folder = folder
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const files = readdirSync(folder)
    for (const file of files) {
      const { name, number } = parsed(file)
      if (number === 0) continue
      this.#last.set(name, Math.max(number, this.#last.get(name) ?? 0))
      this.#there.add(name)
    }
    for (const file of files) {
      const { name, number } = parsed(file)
      if (number === 0 || number !== this.#last.get(name)) this.#drop(file)
    }
  }

  /** Null: there is none. */
  path(name: string): string | null {
    return this.#there.has(name) ? join(this.#folder, fileOf(name, this.#last.get(name) ?? 0)) : null
  }

  /** `write` makes the file of the path it is given; if it throws, all is as before. */
  replace(name: string, write: (path: string) => void): void {
    const unfinished = join(this.#folder, `${name}.new`)
    write(unfinished)
    const number = (this.#last.get(name) ?? 0) + 1
    renameSync(unfinished, join(this.#folder, fileOf(name, number)))
    this.remove(name)
    this.#last.set(name, number)
    this.#there.add(name)
  }

  remove(name: string): void {
    if (this.#there.delete(name)) this.#drop(fileOf(name, this.#last.get(name) ?? 0))
  }

  /** One that stays is dropped by the next process. */
  #drop(file: string): void {
    rm(join(this.#folder, file), { force: true }).catch(() => undefined)
  }
}

const fileOf = (name: string, number: number): string => `${name}.${number}`

const parsed = (file: string): { name: string; number: number } => {
  const found = /^(.+)\.([1-9]\d{0,14})$/.exec(file)
  return { name: found?.[1] ?? file, number: Number(found?.[2] ?? 0) }
}
