// The vault's file on disk: finds the one to use, writes it safely, sets aside, wipes. Knows the format, no password
// and no key. Invariant: as long as nobody asked for a wipe, what could once be opened can be opened still.

import type { DamageFault } from '../../app/wallet/wallet-fault.ts'
import { freeName, renewBackup, writeSafely } from './safe-file.ts'
import type { VaultDisk } from './vault-disk.ts'
import { LARGEST_FILE, readVaultFile, type VaultFile } from './vault-format.ts'

export const VAULT = 'vault.json'
const BACKUP = `${VAULT}.bak`

export type StoredVault =
  | { readonly is: 'none' }
  | { readonly is: 'here'; readonly file: VaultFile; readonly fromBackup: boolean }
  | { readonly is: 'damaged'; readonly fault: DamageFault }

type Read = VaultFile | 'none' | DamageFault

const isFile = (read: Read): read is VaultFile => typeof read === 'object'

export class VaultStore {
  readonly #disk: VaultDisk

  constructor(disk: VaultDisk) {
    this.#disk = disk
  }

  async load(): Promise<StoredVault> {
    const main = await this.#read(VAULT)
    if (isFile(main)) return { is: 'here', file: main, fromBackup: false }
    const backup = await this.#read(BACKUP)
    if (isFile(backup)) return { is: 'here', file: backup, fromBackup: true }
    const fault = main === 'none' ? backup : main
    return fault === 'none' ? { is: 'none' } : { is: 'damaged', fault }
  }

  /** For when the file's body turned out to be damaged; null: there is no other that is whole. */
  async backup(): Promise<VaultFile | null> {
    const backup = await this.#read(BACKUP)
    return isFile(backup) ? backup : null
  }

  /**
   * `check` is given what the format makes of the written bytes and throws when it cannot be opened. A file there that
   * is not `isWhole` is kept under another name and does not become the backup.
   */
  save(content: Uint8Array, check: (file: VaultFile) => void, isWhole: (file: VaultFile) => boolean): Promise<void> {
    return writeSafely({
      disk: this.#disk,
      name: VAULT,
      content,
      isWhole: (there) => {
        const old = readVaultFile(there)
        return old.ok && isWhole(old.value)
      },
      check: (written) => {
        const file = readVaultFile(written)
        if (!file.ok) throw new Error('a vault was written that cannot be read')
        check(file.value)
      },
    })
  }

  /** So that no older password opens it. */
  renewBackup(): Promise<void> {
    return renewBackup(this.#disk, VAULT)
  }

  /** For good. The backup first: what is left when it is interrupted is the vault, not its ghost. */
  async wipe(): Promise<void> {
    for (const name of [`${BACKUP}.new`, `${VAULT}.new`, BACKUP, VAULT]) await this.#disk.remove(name)
    await this.#disk.syncFolder()
  }

  /** Under names of their own, where nothing looks for them. */
  async setAside(): Promise<void> {
    const names = new Set(await this.#disk.names())
    for (const name of [BACKUP, VAULT]) {
      if (names.has(name)) await this.#disk.rename(name, await freeName(this.#disk, name, 'kept'))
    }
    await this.#disk.syncFolder()
  }

  async #read(name: string): Promise<Read> {
    try {
      const bytes = await this.#disk.read(name, LARGEST_FILE)
      if (bytes === null) return 'none'
      const file = readVaultFile(bytes)
      return file.ok ? file.value : file.error
    } catch {
      return 'unreadable'
    }
  }
}
