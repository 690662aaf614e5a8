// A log file that never grows past its share: when full it becomes `.1`, the one before `.2`, and the oldest goes.
// Written synchronously, so that the line before a crash is there. Logging must never break what it logs about:
// a disk that refuses is ignored.

import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

interface LogFileOptions {
  readonly folder: string
  readonly name: string
  readonly maxBytes: number
  /** The current one included. */
  readonly files: number
}

export class LogFile implements Disposable {
  readonly #options: LogFileOptions
  #handle: number | null = null
  #size = 0

  constructor(options: LogFileOptions) {
    this.#options = options
    this.#open()
  }

  write(line: string): void {
    const bytes = Buffer.from(`${line}\n`)
    if (this.#size > 0 && this.#size + bytes.byteLength > this.#options.maxBytes) this.#rotate()
    // What a full disk or a missing folder refused may be possible by now.
    if (this.#handle === null) this.#open()
    if (this.#handle === null) return
    const handle = this.#handle
    this.#quietly(() => {
      this.#size += writeSync(handle, bytes)
    })
  }

  [Symbol.dispose](): void {
    const handle = this.#handle
    this.#handle = null
    if (handle !== null) this.#quietly(() => closeSync(handle))
  }

  #path(age: number): string {
    return join(this.#options.folder, age === 0 ? this.#options.name : `${this.#options.name}.${age}`)
  }

  #open(): void {
    this.#quietly(() => {
      mkdirSync(this.#options.folder, { recursive: true, mode: 0o700 })
      this.#handle = openSync(this.#path(0), 'a', 0o600)
      this.#size = fstatSync(this.#handle).size
    })
  }

  #rotate(): void {
    this[Symbol.dispose]()
    const oldest = this.#options.files - 1
    this.#quietly(() => rmSync(this.#path(oldest), { force: true }))
    for (let age = oldest - 1; age >= 0; age--) this.#quietly(() => renameSync(this.#path(age), this.#path(age + 1)))
    this.#open()
  }

  #quietly(act: () => void): void {
    try {
      act()
    } catch {
      // Nowhere to say it.
    }
  }
}
