// Addresses that are only watched: a file of their own beside the vault, because no password belongs to them. Written
// as safely as the vault. Invariant: a list that cannot be read is never overwritten; it is set aside.

import * as v from 'valibot'
import type { AppError } from '../../app/ipc/errors.ts'
import { ok, type Result } from '../../app/result.ts'
import { AddressField, LabelField } from '../../app/wallet/fields.ts'
import { MOST_WATCHED, type Watched } from '../../app/wallet/wallet-state.ts'
import { onDisk } from './disk-fault.ts'
import { refused } from './keyring.ts'
import { writeSafely } from './safe-file.ts'
import type { VaultDisk } from './vault-disk.ts'

const NAME = 'watched.json'
const LARGEST = 65_536

const ListSchema = v.strictObject({
  v: v.literal(1),
  watched: v.pipe(
    v.array(v.strictObject({ address: AddressField, label: LabelField })),
    v.maxLength(MOST_WATCHED),
    v.check((list) => new Set(list.map(({ address }) => address)).size === list.length),
  ),
})

const parsed = (bytes: Uint8Array): readonly Watched[] | null => {
  try {
    const list = v.safeParse(ListSchema, JSON.parse(Buffer.from(bytes).toString('utf8')))
    return list.success ? list.output.watched : null
  } catch {
    return null
  }
}

const stored = async (disk: VaultDisk, name: string): Promise<readonly Watched[] | null> => {
  try {
    const bytes = await disk.read(name, LARGEST)
    return bytes && parsed(bytes)
  } catch {
    return null
  }
}

export class WatchList {
  readonly #disk: VaultDisk
  #watched: readonly Watched[]
  #tail: Promise<unknown> = Promise.resolve()

  private constructor(disk: VaultDisk, watched: readonly Watched[]) {
    this.#disk = disk
    this.#watched = watched
  }

  static async open(disk: VaultDisk): Promise<WatchList> {
    return new WatchList(disk, (await stored(disk, NAME)) ?? (await stored(disk, `${NAME}.bak`)) ?? [])
  }

  get watched(): readonly Watched[] {
    return this.#watched
  }

  /** One that is there already is renamed. */
  add(added: Watched): Promise<Result<void, AppError>> {
    return this.#change((list) => {
      const at = list.findIndex(({ address }) => address === added.address)
      return at === -1 ? [...list, added] : list.with(at, added)
    })
  }

  remove(address: Watched['address']): Promise<Result<void, AppError>> {
    return this.#change((list) => list.filter((each) => each.address !== address))
  }

  #change(change: (list: readonly Watched[]) => readonly Watched[]): Promise<Result<void, AppError>> {
    const run = this.#tail.then(() => this.#write(change(this.#watched)))
    this.#tail = run.catch(() => undefined)
    return run
  }

  async #write(next: readonly Watched[]): Promise<Result<void, AppError>> {
    if (next.length > MOST_WATCHED) return refused('too-many-accounts')
    const content = Buffer.from(JSON.stringify({ v: 1, watched: next }))
    const check = (written: Uint8Array): void => {
      if (parsed(written) === null) throw new Error('a list was written that cannot be read')
    }
    const isWhole = (there: Uint8Array): boolean => parsed(there) !== null
    const written = await onDisk(() => writeSafely({ disk: this.#disk, name: NAME, content, isWhole, check }))
    if (written.ok) this.#watched = next
    return written.ok ? ok(undefined) : written
  }
}
