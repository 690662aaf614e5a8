// What the journal says our files are called, and what they are about to be called. Leaves renaming to TorrentFiles.
// Invariant: whatever a crash or a power loss leaves, a file of ours has the one name or the other; so the old name is
// forgotten only when the new one is synced.

import type { Journal, JournalState } from '../session/session.ts'
import type { StoreSpec } from './store.ts'

export interface RecordedName {
  readonly name: string
  /** The rename may have happened. */
  readonly next: string | null
}

export class RecordedNames {
  readonly #id: StoreSpec['id']
  readonly #journal: Journal
  readonly #names = new Map<number, RecordedName>()
  /** Renamed, not yet synced. */
  readonly #unsynced = new Set<number>()

  constructor(id: StoreSpec['id'], journal: Journal, { ours, renaming }: JournalState) {
    this.#id = id
    this.#journal = journal
    for (const [file, name] of ours) this.#names.set(file, { name, next: renaming.get(file) ?? null })
  }

  of(file: number): RecordedName | null {
    return this.#names.get(file) ?? null
  }

  /** Renamed, and that rename is not certain to last yet. */
  isUnsynced(file: number): boolean {
    return this.#unsynced.has(file)
  }

  /** It is about to be made under this name, or to be written to. */
  claim(file: number, name: string): void {
    this.#journal.ours(this.#id, new Map([[file, name]]))
    this.#names.set(file, { name, next: null })
    this.#unsynced.delete(file)
  }

  /** Claimed files may be renamed once this has resolved. */
  async renaming(names: ReadonlyMap<number, string>): Promise<void> {
    if (names.size === 0) return
    await this.#journal.renaming(this.#id, names)
    for (const [file, next] of names) this.#names.set(file, { name: this.#names.get(file)?.name ?? next, next })
  }

  renamed(file: number): void {
    this.#unsynced.add(file)
  }

  /** For `synced`. */
  unsynced(): number[] {
    return [...this.#unsynced]
  }

  /** Their renames are certain to last. */
  synced(files: readonly number[]): void {
    const names = new Map<number, string>()
    for (const file of files) {
      const recorded = this.#names.get(file)
      if (this.#unsynced.delete(file) && recorded !== undefined) names.set(file, recorded.next ?? recorded.name)
    }
    if (names.size === 0) return
    this.#journal.ours(this.#id, names)
    for (const [file, name] of names) this.#names.set(file, { name, next: null })
  }

  /** Another's were found in the place of these. */
  disown(files: readonly number[]): void {
    this.#journal.notOurs(this.#id, files)
    for (const file of files) this.#names.delete(file)
  }
}
