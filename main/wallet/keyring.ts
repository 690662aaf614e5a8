// The one place that holds keys: none, locked or unlocked, and what changes between them. Writes the vault through its
// store and says what others may know. Leaves when to lock to auto-lock.ts, what to sign to reviews.ts. Invariants:
// while it is locked there is no key in it; every password is tried through the gate; a vault is only ever replaced by
// one that was read back and opened.

import type { AppError } from '../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import type { Address } from '../../app/tron/address.ts'
import type { WalletFault } from '../../app/wallet/wallet-fault.ts'
import { MOST_ACCOUNTS, type Account } from '../../app/wallet/wallet-state.ts'
import { AccountKeys, accountPath, copySecret, wipeSecret, type Secret } from './account-keys.ts'
import type { WalletClock } from './clock.ts'
import { onDisk } from './disk-fault.ts'
import { PasswordGate } from './password-gate.ts'
import { wipe, wiping } from './secret-bytes.ts'
import type { Kept, VaultBody } from './vault-body.ts'
import { newVault, openBody, openVault, sealed, type OpenVault } from './vault-crypto.ts'
import { USUAL_N, type VaultFile } from './vault-format.ts'
import type { StoredVault, VaultStore } from './vault-store.ts'
import { VoucherKey } from './voucher-key.ts'

export const refused = (fault: WalletFault): Result<never, AppError> => fail({ code: 'wallet', fault })

interface Unlocked {
  readonly vault: OpenVault
  readonly keys: AccountKeys
  readonly of: Secret['of']
}

/** What of the vault is known to everybody since it was unlocked last. */
interface Known {
  readonly accounts: readonly Account[]
  readonly checkedAt: number | null
}

interface Deps {
  readonly store: VaultStore
  readonly clock: WalletClock
  /** What `Keyring` says of itself has changed. */
  readonly onChange: () => void
  /** The user lets the voucher key outlive a lock. */
  readonly keepsVoucherKey?: () => boolean
  /** scrypt's cost of new vaults; less only in tests. */
  readonly N?: number
}

type Done = Result<void, AppError>

interface CreationTerms {
  /** Asked last before anything is written. */
  readonly isWanted?: () => boolean
  /** What the user was shown as the first account of this secret. */
  readonly address?: Address
}

/** Throws when it does not: better no vault than one of another secret. */
const givesAddress = async (secret: Secret, address: Address | null): Promise<void> => {
  const keys = address === null ? null : await AccountKeys.open(secret)
  const first = keys?.address(0) ?? null
  keys?.wipe()
  if (first !== address) throw new Error('a secret to be kept is not the one that was shown')
}

/** A copy that outlives a lock in between, to be wiped. */
const copyOf = (vault: OpenVault): OpenVault => ({ ...vault, dataKey: Uint8Array.from(vault.dataKey) })

const accountsOf = (keys: AccountKeys, of: Secret['of'], labels: readonly string[]): readonly Account[] =>
  labels.map((label, index) => ({
    index,
    path: of === 'phrase' ? accountPath(index) : null,
    address: keys.address(index),
    label,
  }))

export class Keyring {
  readonly #deps: Deps
  readonly gate: PasswordGate
  readonly voucherKey = new VoucherKey()
  #stored: StoredVault
  #unlocked: Unlocked | null = null
  #known: Known | null = null
  /** What stands in the file's place did not open: it is set aside at the next writing and becomes no backup. */
  #mainDamaged = false
  /** Moves on with every lock: what began before it may not unlock after it. */
  #epoch = 0

  private constructor(deps: Deps, stored: StoredVault) {
    this.#deps = deps
    this.#stored = stored
    this.#mainDamaged = stored.is === 'here' && stored.fromBackup
    this.gate = new PasswordGate(deps.clock, deps.onChange)
  }

  static async open(deps: Deps): Promise<Keyring> {
    return new Keyring(deps, await deps.store.load())
  }

  get stored(): StoredVault {
    return this.#stored
  }

  get isUnlocked(): boolean {
    return this.#unlocked !== null
  }

  /** Null: locked. */
  get of(): Secret['of'] | null {
    return this.#unlocked?.of ?? null
  }

  get accounts(): readonly Account[] {
    return this.#known?.accounts ?? []
  }

  /** When the user last showed to have the words; undefined: not known before it was unlocked once. */
  get checkedAt(): number | null | undefined {
    return this.#known?.checkedAt
  }

  /** At once, whatever else is going on. */
  lock(): void {
    this.#epoch++
    if (this.#unlocked === null) return
    this.#unlocked.keys.wipe()
    wipe(this.#unlocked.vault.dataKey)
    this.#unlocked = null
    if (this.#deps.keepsVoucherKey?.() !== true) this.voucherKey.wipe()
    this.#deps.onChange()
  }

  unlock(password: Uint8Array): Promise<Done> {
    const epoch = this.#epoch
    return this.#withBody(password, async (vault, body) => {
      if (this.#unlocked === null && !(await this.#take(vault, body, epoch))) return fail({ code: 'cancelled' })
      await this.#mendFiles(vault, body)
      return ok(undefined)
    })
  }

  /** What the vault holds, for as long as `use` runs; the password is asked for each time. */
  withSecret<T>(
    password: Uint8Array,
    use: (body: VaultBody) => Result<T, AppError> | Promise<Result<T, AppError>>,
  ): Promise<Result<T, AppError>> {
    return this.#withBody(password, (_vault, body) => Promise.resolve(use(body)))
  }

  /** Makes the vault, and unlocks it. Works on a copy: the caller may wipe the secret as soon as this was called. */
  create(secret: Secret, kept: Kept, password: Uint8Array, due: CreationTerms = {}): Promise<Done> {
    const epoch = this.#epoch
    const body = { secret: copySecret(secret), kept }
    return this.gate
      .inTurn<Result<void, AppError>>(async () => {
        if (this.#stored.is !== 'none') return refused('vault-exists')
        const fresh = await newVault(password, this.#deps.N ?? USUAL_N)
        return wiping([fresh.dataKey], async (): Promise<Done> => {
          await givesAddress(body.secret, due.address ?? null)
          if (due.isWanted?.() === false) return fail({ code: 'cancelled' })
          const saved = await this.#save(fresh, body)
          if (saved.ok) await this.#take(saved.value, body, epoch)
          return saved.ok ? ok(undefined) : saved
        })
      })
      .finally(() => wipeSecret(body.secret))
  }

  /** Of the names and what else is kept. Needs no password, but the wallet unlocked. */
  change(next: (kept: Kept) => Result<Kept, AppError>): Promise<Done> {
    return this.gate.inTurn(async () => {
      if (this.#unlocked === null || this.#stored.is !== 'here') return refused('locked')
      const vault = copyOf(this.#unlocked.vault)
      const body = openBody(this.#stored.file, vault.dataKey)
      if (body === null) return refused('damaged')
      try {
        const kept = next(body.kept)
        const saved = kept.ok ? await this.#save(vault, { secret: body.secret, kept: kept.value }) : kept
        if (kept.ok && saved.ok) this.#learn(kept.value)
        return saved.ok ? ok(undefined) : saved
      } finally {
        wipe(vault.dataKey)
        wipeSecret(body.secret)
      }
    })
  }

  changePassword(password: Uint8Array, next: Uint8Array): Promise<Done> {
    return this.#withBody(password, async (vault, body) => {
      const renewed = await newVault(next, this.#deps.N ?? USUAL_N, vault.header.id)
      return wiping([renewed.dataKey], async () => {
        const saved = await this.#save({ ...renewed, rev: vault.rev }, body)
        if (!saved.ok) return saved
        this.#replaceVault(saved.value)
        // Where this fails, the next unlocking makes up for it.
        await onDisk(() => this.#deps.store.renewBackup())
        return ok(undefined)
      })
    })
  }

  /** A vault file of its own: the same secret and password, nothing else in common with ours. */
  exportFile(password: Uint8Array): Promise<Result<Uint8Array, AppError>> {
    return this.#withBody(password, async (_vault, body) => {
      const fresh = await newVault(password, this.#deps.N ?? USUAL_N)
      const { file } = sealed(fresh, body)
      wipe(fresh.dataKey)
      return ok(file)
    })
  }

  /** Deletes it for good, and before it what else is to go: as long as any of that is left, the wallet is. */
  wipe(password: Uint8Array, alsoWipe: () => void = () => undefined): Promise<Done> {
    return this.#withBody(password, () =>
      this.#forget(async () => {
        alsoWipe()
        await this.#deps.store.wipe()
      }),
    )
  }

  /** Without a password: what is there is set aside, not deleted. */
  startOver(): Promise<Done> {
    return this.gate.inTurn(() => this.#forget(() => this.#deps.store.setAside()))
  }

  /** 65 bytes over a digest of 32, by the account that `signer` is. Null: locked, or none of ours. */
  sign(digest: Uint8Array, signer: Address): Uint8Array | null {
    const account = this.accounts.find(({ address }) => address === signer)
    if (this.#unlocked === null || account === undefined) return null
    return this.#unlocked.keys.sign(digest, account.index, signer)
  }

  async #forget(remove: () => Promise<void>): Promise<Done> {
    this.lock()
    this.voucherKey.wipe()
    const removed = await onDisk(remove)
    this.#stored = await this.#deps.store.load()
    this.#mainDamaged = this.#stored.is === 'here' && this.#stored.fromBackup
    if (this.#stored.is === 'none') this.#known = null
    this.#deps.onChange()
    return removed
  }

  /** Opens the vault, hands it over, wipes it. */
  #withBody<T>(
    password: Uint8Array,
    use: (vault: OpenVault, body: VaultBody) => Promise<Result<T, AppError>>,
  ): Promise<Result<T, AppError>> {
    return this.gate.tryPassword(async () => {
      if (this.#stored.is === 'none') return refused('no-vault')
      if (this.#stored.is === 'damaged') return refused('damaged')
      const opened = await this.#open(this.#stored, password)
      if (!opened.ok) return refused(opened.error)
      const { vault, body } = opened.value
      try {
        return await use(vault, body)
      } finally {
        wipe(vault.dataKey)
        wipeSecret(body.secret)
      }
    })
  }

  /** A body that is damaged although the password is right: its backup may open. */
  async #open(stored: Extract<StoredVault, { is: 'here' }>, password: Uint8Array) {
    const opened = await openVault(stored.file, password)
    if (opened.ok || opened.error === 'wrong-password') return opened.ok ? opened : fail('wrong-password' as const)
    const backup = stored.fromBackup ? null : await this.#deps.store.backup()
    const older = backup && (await openVault(backup, password))
    if (backup === null || !older?.ok) return fail('damaged' as const)
    this.#stored = { is: 'here', file: backup, fromBackup: true }
    this.#mainDamaged = true
    return older
  }

  /** False: it was locked meanwhile. */
  async #take(vault: OpenVault, { secret, kept }: VaultBody, epoch: number): Promise<boolean> {
    const keys = await AccountKeys.open(secret)
    if (keys === null) throw new Error('a vault gives no key')
    if (epoch !== this.#epoch) {
      keys.wipe()
      return false
    }
    this.#unlocked = { vault: copyOf(vault), keys, of: secret.of }
    this.voucherKey.hold(keys.voucherKey())
    this.#learn(kept)
    return true
  }

  #learn({ labels, checkedAt }: Kept): void {
    if (this.#unlocked === null) {
      // Locked in between: what is known of the accounts that were there before stays, with their new names.
      const accounts = this.accounts.map((account) => ({ ...account, label: labels[account.index] ?? account.label }))
      this.#known = { accounts, checkedAt }
    } else {
      const { keys, of } = this.#unlocked
      this.#known = { accounts: accountsOf(keys, of, labels), checkedAt }
    }
    this.#deps.onChange()
  }

  #replaceVault(vault: OpenVault): void {
    if (this.#unlocked === null) return
    wipe(this.#unlocked.vault.dataKey)
    this.#unlocked = { ...this.#unlocked, vault: copyOf(vault) }
  }

  async #save(vault: OpenVault, body: VaultBody): Promise<Result<OpenVault, AppError>> {
    const next = sealed(vault, body)
    let written: VaultFile | null = null
    const check = (file: VaultFile): void => {
      const again = openBody(file, vault.dataKey)
      wipeSecret(again?.secret ?? null)
      if (again === null) throw new Error('a vault was written that does not open')
      written = file
    }
    const saved = await onDisk(() => this.#deps.store.save(next.file, check, () => !this.#mainDamaged))
    if (!saved.ok || written === null) return saved.ok ? refused('damaged') : saved
    const fromBackup = this.#stored.is === 'here' && this.#stored.fromBackup
    this.#stored = { is: 'here', file: written, fromBackup }
    this.#mainDamaged = false
    if (this.#unlocked !== null)
      this.#unlocked = { ...this.#unlocked, vault: { ...this.#unlocked.vault, rev: next.vault.rev } }
    return ok(next.vault)
  }

  /** After the right password: puts the file in the place of a damaged one, and replaces a backup of an old password. */
  async #mendFiles(vault: OpenVault, body: VaultBody): Promise<void> {
    if (this.#stored.is !== 'here') return
    if (this.#stored.fromBackup) return void (await this.#save(vault, body))
    const backup = await this.#deps.store.backup()
    const isOlder = backup !== null && backup.kdf.salt !== this.#stored.file.kdf.salt
    if (isOlder) await onDisk(() => this.#deps.store.renewBackup())
  }
}

export const withAccount = (kept: Kept, label: string, of: Secret['of'] | null): Result<Kept, AppError> => {
  if (of === 'key') return refused('not-a-phrase')
  if (kept.labels.length >= MOST_ACCOUNTS) return refused('too-many-accounts')
  return ok({ ...kept, labels: [...kept.labels, label] })
}

export const withName = (kept: Kept, index: number, label: string): Result<Kept, AppError> =>
  index < kept.labels.length ? ok({ ...kept, labels: kept.labels.with(index, label) }) : refused('no-such-account')
