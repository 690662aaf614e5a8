// The wallet's parts joined: keyring, reviews, auto-lock, watched addresses, and the state that others are told. Leaves
// talking to main and to key windows to serve-main.ts and key-session.ts. Invariant: locking, from wherever it comes,
// wipes the keys and ends what waits for an approval, at once.

import type { AppError } from '../../app/ipc/errors.ts'
import { ok, type Result } from '../../app/result.ts'
import type { Found } from '../../app/wallet/found.ts'
import type { Watched, WalletState } from '../../app/wallet/wallet-state.ts'
import { AutoLock } from './auto-lock.ts'
import type { WalletClock } from './clock.ts'
import { Keyring, refused, withAccount, withName } from './keyring.ts'
import { Reviews, type Answer } from './reviews.ts'
import { Speed } from './speed/speed.ts'
import type { SpeedFigures } from '../../app/speed/figures.ts'
import type { VaultDisk } from './vault-disk.ts'
import type { SpeedKept } from './vault-policy.ts'
import { VaultStore } from './vault-store.ts'
import { WatchList } from './watch-list.ts'

export interface WalletListener {
  readonly changed: (state: WalletState) => void
  readonly answered: (token: string, answer: Answer) => void
  /** What an import would bring is known now. */
  readonly found: (found: Found) => void
  readonly speed: (figures: SpeedFigures | null) => void
  /** The wallet was deleted for good, as its owner wished. */
  readonly wiped: () => void
  /** The ledger of Speed was damaged. */
  readonly damaged: (keptAs: string, saved: number) => void
  readonly previewing: (addresses: readonly WalletState['accounts'][number]['address'][] | null) => void
}

interface Deps {
  readonly disk: VaultDisk
  readonly clock: WalletClock
  readonly autoLockMs: number
  /** scrypt's cost of new vaults; less only in tests. */
  readonly N?: number
  /** What is left to do once keys and words are wiped. */
  readonly afterWiping?: () => void
  /** Where the ledger of Speed is; null: in memory, for tests. */
  readonly speedFolder: string | null
  /** In place of what the ledger holds, for tests. */
  readonly kept?: SpeedKept
}

type Done = Result<void, AppError>

export class Wallet {
  readonly keyring: Keyring
  readonly reviews: Reviews
  readonly speed: Speed
  readonly #watchList: WatchList
  readonly #autoLock: AutoLock
  readonly #listeners = new Set<WalletListener>()
  readonly #afterWiping: () => void
  #wasUnlocked = false
  readonly #clock: WalletClock

  private constructor(deps: Deps, keyring: Keyring, watchList: WatchList) {
    const { clock, autoLockMs, afterWiping } = deps
    this.keyring = keyring
    this.#clock = clock
    this.#watchList = watchList
    this.#afterWiping = afterWiping ?? (() => undefined)
    this.#autoLock = new AutoLock(clock, autoLockMs, () => this.lock())
    const waiting = {
      keyring,
      clock,
      onAnswer: (token: string, answer: Answer) => this.#tell((listener) => listener.answered(token, answer)),
    }
    this.speed = new Speed({
      ...waiting,
      folder: deps.speedFolder,
      onFigures: (figures) => this.#tell((listener) => listener.speed(figures)),
      onApproval: () => this.#tellState(),
      onDamage: (keptAs, saved) => this.#tell((listener) => listener.damaged(keptAs, saved)),
    })
    this.reviews = new Reviews({ ...waiting, onChange: () => this.#tellState(), kept: deps.kept ?? this.speed })
  }

  static async open(deps: Deps): Promise<Wallet> {
    const { disk, clock, N } = deps
    const store = new VaultStore(disk)
    let opened: Wallet | null = null
    const keyring = await Keyring.open({
      store,
      clock,
      onChange: () => (opened === null ? undefined : opened.#followKeyring()),
      keepsVoucherKey: () => opened?.speed.keepsVoucherKey ?? false,
      ...(N !== undefined && { N }),
    })
    opened = new Wallet(deps, keyring, await WatchList.open(disk))
    return opened
  }

  listen(listener: WalletListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get state(): WalletState {
    const { keyring } = this
    return {
      vault: this.#vaultState(),
      accounts: [...keyring.accounts],
      backedUp: keyring.checkedAt === undefined ? null : keyring.checkedAt !== null,
      wordsCheckedAt: keyring.checkedAt ?? null,
      fromBackup: keyring.stored.is === 'here' && keyring.stored.fromBackup,
      watched: [...this.#watchList.watched],
      autoLockMs: this.#autoLock.ms,
    }
  }

  lock(): void {
    this.#autoLock.stop()
    this.reviews.end()
    this.keyring.lock()
  }

  /** The vault with its backup, and the books of Speed: nothing of it is left here that says whose it was. */
  async wipe(password: Uint8Array): Promise<Done> {
    const done = await this.keyring.wipe(password, () => this.speed.wipe())
    if (done.ok) this.#tell((listener) => listener.wiped())
    return done
  }

  /** For good: nothing is signed any more, by no key. */
  close(): void {
    this.lock()
    this.speed.close()
  }

  /** A key window is gone: what it was shown or brought is wiped. Where the wallet is unlocked, locking does the rest. */
  windowClosed(): void {
    if (!this.keyring.isUnlocked) this.#afterWiping()
  }

  touch(): void {
    this.#autoLock.touch()
  }

  setAutoLock(ms: number): void {
    this.#autoLock.setMs(ms)
    this.#tellState()
  }

  addAccount(label: string): Promise<Done> {
    return this.keyring.change((kept) => withAccount(kept, label, this.keyring.of))
  }

  renameAccount(index: number, label: string): Promise<Done> {
    return this.keyring.change((kept) => withName(kept, index, label))
  }

  markBackedUp(): Promise<Done> {
    return this.keyring.change((kept) => ok({ ...kept, checkedAt: this.now }))
  }

  async watch(watched: Watched): Promise<Done> {
    if (this.keyring.accounts.some(({ address }) => address === watched.address)) return refused('already-there')
    return this.#told(await this.#watchList.add(watched))
  }

  async unwatch(address: Watched['address']): Promise<Done> {
    return this.#told(await this.#watchList.remove(address))
  }

  /** What an import in some key window would bring; null: none any more. */
  preview(addresses: readonly Watched['address'][] | null): void {
    this.#tell((listener) => listener.previewing(addresses))
  }

  /** Of an import under way: for the key window that asked. */
  found(found: Found): void {
    this.#tell((listener) => listener.found(found))
  }

  /** ms since 1970. */
  get now(): number {
    return Math.round(this.#clock.wall())
  }

  #told(done: Done): Done {
    this.#tellState()
    return done
  }

  #followKeyring(): void {
    const isLocked = !this.keyring.isUnlocked
    if (isLocked) this.#autoLock.stop()
    else if (!this.#autoLock.isRunning) this.#autoLock.start()
    this.speed.keysChanged()
    this.#tellState()
    const locks = isLocked && this.#wasUnlocked
    this.#wasUnlocked = !isLocked
    if (locks) this.#afterWiping()
  }

  #vaultState(): WalletState['vault'] {
    const { stored, of, gate } = this.keyring
    if (of !== null) return { is: 'unlocked', lockAt: this.#autoLock.lockAt, of }
    if (stored.is === 'here') return { is: 'locked', tryAfter: gate.tryAfter }
    return stored.is === 'none' ? { is: 'none' } : { is: 'damaged', fault: stored.fault }
  }

  #tellState(): void {
    const { state } = this
    this.#tell((listener) => listener.changed(state))
  }

  #tell(say: (listener: WalletListener) => void): void {
    for (const listener of [...this.#listeners]) say(listener)
  }
}
