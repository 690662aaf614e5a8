// What the user wants of a torrent's files on disk, as it is now: those to be had, and those that stay though skipped.

import type { Priority } from '../../../app/torrent/details.ts'

export class Wishes {
  #priorities: readonly Priority[]
  #kept: ReadonlySet<number>

  constructor({ priorities, kept }: { readonly priorities: readonly Priority[]; readonly kept?: readonly number[] }) {
    this.#priorities = priorities
    this.#kept = new Set(kept)
  }

  readonly wants = (file: number): boolean => this.#priorities[file] !== 0

  readonly keeps = (file: number): boolean => this.#kept.has(file)

  /** Answers which files were skipped until now. */
  change(priorities: readonly Priority[], kept: readonly number[]): (file: number) => boolean {
    const before = this.#priorities
    this.#priorities = priorities
    this.#kept = new Set(kept)
    return (file) => before[file] === 0
  }
}
