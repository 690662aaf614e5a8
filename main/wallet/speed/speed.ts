// Speed beside the keys: whose books are in use, what may be promised, and who signs. Leaves what each command does
// with the ledger to speed-handlers.ts. Invariants: nothing is promised that is not on disk with the caps it counts
// against; once spending was stopped nothing is promised, from the moment it was heard and whether the disk took it or
// not.

import type { AppError, DiskFault } from '../../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../../app/result.ts'
import type { Allowance } from '../../../app/speed/allowance.ts'
import { isTighter } from '../../../app/speed/caps.ts'
import type { SpeedFigures } from '../../../app/speed/figures.ts'
import type { Vault } from '../../../app/speed/terms.ts'
import type { Cashable } from '../../../app/speed/vault-call.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { Address } from '../../../app/tron/address.ts'
import type { NetworkId } from '../../../app/tron/networks.ts'
import type { WalletClock } from '../clock.ts'
import { refused } from '../keyring.ts'
import type { Answer } from '../reviews.ts'
import type { SpeedKept } from '../vault-policy.ts'
import { allowedIn, approve, tighten } from './allowance-table.ts'
import { Approvals } from './approval.ts'
import { bookIn, nextRevision, noteSigner, openBook, sameVault, type Book, type Owner } from './book.ts'
import { depositSigners } from './chain-state.ts'
import { Changes } from './changes.ts'
import { hasLedger, openLedger } from './database.ts'
import { backToCalendar } from './day-table.ts'
import { unwritten, workThrough, type DeskDone, type DeskWork } from './desk-work.ts'
import { holdsVoucher } from './earning.ts'
import { figuresOf } from './figures.ts'
import { Group } from './group.ts'
import { closeLines } from './journal.ts'
import { Ledger } from './ledger.ts'
import { momentOf, type Moment } from './moment.ts'
import { rememberedIn } from './remembered.ts'
import { resume, type Claim, type Resumed } from './resuming.ts'
import { salvage } from './salvage.ts'
import { signerFor, type Keys, type Signer, type Wire } from './signer.ts'
import type { Sql } from './sql.ts'
import { forgetSetAside, noteSetAside, setAsideIn, turn } from './switch-table.ts'
import { switchTorrent, type TorrentSwitch } from './torrent-table.ts'

/** What was sent together has come by then. */
const TOGETHER_MS = 2
/** One signature answers all that came meanwhile for one payee: where asks come one after the other, waiting saves most. */
const UNDER_LOAD_MS = 10
/** Of what takes milliseconds each: however many are asked for, switching off comes between. */
const MOST_SLOW = 8

export interface SpeedDeps {
  /** Where speed.db is; null: in memory. */
  readonly folder: string | null
  readonly keyring: Keys
  readonly clock: WalletClock
  readonly onFigures: (figures: SpeedFigures | null) => void
  readonly onAnswer: (token: string, answer: Answer) => void
  /** What waits for an approval has changed. */
  readonly onApproval: () => void
  /** A damaged ledger was set aside; so many vouchers of others were saved of it. */
  readonly onDamage: (keptAs: string, saved: number) => void
  /** In place of the real ones, for tests. */
  readonly openLedger?: typeof openLedger
  readonly soon?: (run: () => void) => void
}

type Done = Result<undefined, AppError>

/** Whose we are on a wire, or why nobody says so now. */
type Proof = { readonly signature: Uint8Array } | { readonly refused: 'locked' | 'away' }

const onDisk = <T>(result: Result<T, DiskFault>): Result<T, AppError> =>
  result.ok ? result : fail({ code: 'wallet-disk', fault: result.error })

const isSame = (a: Owner | null, b: Owner | null): boolean =>
  a !== null && b !== null && a.account === b.account && sameVault(a.vault, b.vault)

const promises = (work: DeskWork): boolean => work.do === 'open' || work.do === 'pay' || work.do === 'last'

const isOff = (work: DeskWork, stopped: boolean): boolean => stopped && promises(work)

/**
 * Each voucher that comes in has a signature to be checked, by a key that may be new; of payments to one payee one is
 * made for all.
 */
const costOf = ({ do: what }: DeskWork): number => (what === 'receive' ? 4 : 1)

/** What strangers send waits for what is our own. */
const isOwn = ({ do: what }: DeskWork): boolean => what !== 'receive'

export class Speed implements SpeedKept {
  readonly approvals: Approvals
  readonly #deps: SpeedDeps
  readonly #ledger: Ledger
  readonly #changes: Changes
  readonly #desk: Group<DeskWork, DeskDone>
  readonly #proofs: Group<Wire, Proof>
  readonly #claims: Group<Claim, Resumed | 'away'>
  #owner: Owner | null = null
  /** Heard, and not taken back since. */
  #stopped = false
  /** Torrents of the books in use, as was heard. */
  readonly #switchedOff = new Set<TorrentId>()
  #workedAt = -Infinity
  #whileLocked = false
  /** Until a wallet is opened again. */
  #isWiped = false

  constructor(deps: SpeedDeps) {
    this.#deps = deps
    const { folder, clock } = deps
    this.#ledger = new Ledger({
      folder,
      clock,
      open: deps.openLedger ?? openLedger,
      onDamage: (keptAs, sql) => this.#salvage(keptAs, sql),
    })
    this.#changes = new Changes(clock, () => this.#tell())
    const soon = (run: () => void): void => {
      const underLoad = clock.now() - this.#workedAt < 2 * UNDER_LOAD_MS
      setTimeout(run, underLoad ? UNDER_LOAD_MS : TOGETHER_MS)
    }
    this.#desk = new Group((batch) => this.#workThrough(batch), deps.soon ?? soon, { cost: costOf, isUrgent: isOwn })
    this.#proofs = new Group((wires) => this.#proveAll(wires), deps.soon ?? soon, { most: MOST_SLOW })
    this.#claims = new Group((claims) => this.#resumeAll(claims), deps.soon ?? soon, { most: MOST_SLOW })
    this.approvals = new Approvals({ clock, onAnswer: deps.onAnswer, onChange: deps.onApproval })
  }

  /** The user lets the voucher key outlive a lock. */
  get keepsVoucherKey(): boolean {
    return this.#whileLocked
  }

  get now(): Moment {
    return momentOf(this.#deps.clock)
  }

  use(owner: Owner | null): Result<SpeedFigures | null, AppError> {
    if (!isSame(owner, this.#owner)) {
      this.approvals.end()
      this.#switchedOff.clear()
      this.#whileLocked = false
      this.#owner = owner
    }
    if (owner === null) return this.#dropKey(ok(null))
    const used = this.write((sql, book) => {
      closeLines(sql)
      const signer = this.voucherSigner()
      if (signer !== null) noteSigner(sql, book, signer)
      return this.#figures(sql, book)
    })
    if (used.ok) this.#whileLocked = used.value.allowance?.whileLocked ?? false
    return this.#dropKey(used)
  }

  /** Null: no books are in use. */
  figures(): Result<SpeedFigures | null, AppError> {
    return this.#owner === null ? ok(null) : this.read((sql, book) => this.#figures(sql, book))
  }

  /** Whose books are in use; null: nobody's. */
  get owner(): Owner | null {
    return this.#owner
  }

  /** Of the vault and account in use. */
  isUsing(vault: Vault): boolean {
    return this.#owner !== null && sameVault(this.#owner.vault, vault)
  }

  get stopped(): boolean {
    return this.#stopped
  }

  desk(work: readonly DeskWork[]): Promise<readonly DeskDone[]> {
    return this.#desk.add(work)
  }

  async prove(wire: Wire): Promise<Proof> {
    const [proof] = await this.#proofs.add([wire])
    return proof ?? { refused: 'away' }
  }

  async resume(claim: Claim): Promise<Resumed | 'away'> {
    const [resumed] = await this.#claims.add([claim])
    return resumed ?? 'away'
  }

  stop(stopped: boolean): Done {
    if (stopped) this.#stopped = true
    const kept = this.#anywhere((sql) => turn(sql, 'stopped', stopped))
    if (kept.ok) this.#stopped = stopped
    return kept
  }

  /** The user knows that the books were damaged. */
  forgetSetAside(): Done {
    return this.#anywhere(forgetSetAside)
  }

  setTorrent(next: TorrentSwitch): Done {
    if (!next.on) this.#switchedOff.add(next.id)
    const kept = this.write((sql, book) => switchTorrent(sql, book, next))
    if (kept.ok && next.on) this.#switchedOff.delete(next.id)
    return kept.ok ? ok(undefined) : kept
  }

  /** Null: taken. Else the token under which it waits for a person. */
  allow(next: Allowance, network: NetworkId | null): Result<{ readonly token: string } | null, AppError> {
    const owner = this.#owner
    const now = this.read((sql, book) => allowedIn(sql, book))
    if (!now.ok || owner === null) return now.ok ? fail({ code: 'not-found' }) : now
    if (!isTighter(next, now.value.allowance)) {
      if (!this.#deps.keyring.isUnlocked) return refused('locked')
      return ok({ token: this.approvals.ask(owner, network, now.value, next) })
    }
    // At once, whether the disk takes it or not; what is tighter never begins to allow it.
    this.#whileLocked &&= next.whileLocked
    const taken = this.write((sql, book) => tighten(sql, book, next))
    return this.#dropKey(taken.ok ? ok(null) : taken)
  }

  /** Only a key window may ask for this. */
  answer(token: string, yes: boolean): Done {
    if (this.approvals.current?.token !== token) return refused('not-waiting')
    if (!yes) {
      this.approvals.answered(token, 'refused')
      return ok(undefined)
    }
    if (!this.#deps.keyring.isUnlocked) return refused('locked')
    const taken = this.#approve(token)
    if (taken.ok) this.approvals.answered(token, 'approved')
    return taken
  }

  /** Of the books in use, in one transaction, told of soon after. */
  write<T>(work: (sql: Sql, book: Book) => T): Result<T, AppError> {
    const owner = this.#owner
    if (owner === null) return fail({ code: 'not-found' })
    return this.writeFor(owner, work)
  }

  writeFor<T>(owner: Owner, work: (sql: Sql, book: Book) => T): Result<T, AppError> {
    if (this.#isWiped) return fail({ code: 'not-found' })
    const result = this.#ledger.write((sql) => {
      const book = openBook(sql, owner)
      nextRevision(sql, book)
      return work(sql, book)
    })
    this.#changes.note()
    return onDisk(result)
  }

  /** Of the books in use. */
  read<T>(look: (sql: Sql, book: Book) => T): Result<T, AppError> {
    const owner = this.#owner
    if (owner === null) return fail({ code: 'not-found' })
    const found = this.#ledger.read((sql) => {
      const book = bookIn(sql, owner)
      return book && { value: look(sql, book) }
    })
    if (!found.ok) return onDisk(found)
    // A ledger that was begun anew since does not know the books yet.
    return found.value === null ? this.write(look) : ok(found.value.value)
  }

  /** Of all books there are, those with something at stake. */
  remembered(): Result<Owner[], AppError> {
    const isNone = this.#isWiped || !hasLedger(this.#deps.folder)
    return isNone ? ok([]) : onDisk(this.#ledger.read(rememberedIn))
  }

  voucherSigner(): Address | null {
    return this.#deps.keyring.voucherKey.address
  }

  holds(vault: Vault, payee: Address, voucher: Cashable): boolean {
    const found = this.#ledger.read((sql) => {
      const book = bookIn(sql, { vault, account: payee })
      return book !== null && holdsVoucher(sql, book, voucher)
    })
    return found.ok && found.value
  }

  /** With the wallet it was of. What main still has to tell about it is not written any more. */
  wipe(): void {
    this.#isWiped = true
    this.approvals.end()
    this.#owner = null
    this.#whileLocked = false
    this.#switchedOff.clear()
    this.#ledger.wipe()
    this.#changes.note()
  }

  /** Keys came or went. */
  keysChanged(): void {
    if (this.#deps.keyring.isUnlocked) this.#isWiped = false
    if (!this.#deps.keyring.isUnlocked) this.approvals.end()
    const signer = this.voucherSigner()
    if (signer !== null && this.#owner !== null) this.write((sql, book) => noteSigner(sql, book, signer))
    else this.#changes.note()
  }

  close(): void {
    this.#changes.close()
    this.#deps.keyring.voucherKey.wipe()
    this.#ledger.close()
  }

  #approve(token: string): Done {
    const approved = this.approvals.approved(token)
    if (approved === null) return refused('not-waiting')
    const taken = this.writeFor(approved.owner, (sql, book) => {
      approve(sql, book, approved.next, this.now)
      backToCalendar(sql, book, this.now)
    })
    if (!taken.ok) return taken
    // What waits ends when other books come into use, so it is of those in use.
    this.#whileLocked = approved.next.whileLocked
    return ok(undefined)
  }

  #workThrough(batch: readonly DeskWork[]): readonly DeskDone[] {
    const off = batch.map((work) => isOff(work, this.#stopped))
    const wanted = batch.filter((_, index) => off[index] !== true)
    const worked = this.#owner === null ? null : this.#inOne(this.#owner, wanted)
    let at = 0
    return batch.map((work, index) => {
      if (off[index] === true) return { refused: 'off' }
      if (worked === null) return promises(work) ? { refused: 'off' } : unwritten(work)
      return worked[at++] ?? unwritten(work)
    })
  }

  #proveAll(wires: readonly Wire[]): readonly Proof[] {
    const signer = this.read((sql, book) => this.#signer(sql, book))
    if (!signer.ok) return wires.map(() => ({ refused: 'away' }))
    const by = signer.value
    return wires.map((wire) => (by === null ? { refused: 'locked' } : { signature: by.proof(wire) }))
  }

  #resumeAll(claims: readonly Claim[]): readonly (Resumed | 'away')[] {
    const owner = this.#owner
    if (owner === null || this.#isWiped) return claims.map(() => 'away')
    const resumed = this.#ledger.write((sql) => {
      const book = openBook(sql, owner)
      return claims.map((claim) => resume(sql, book, this.now, claim))
    })
    this.#changes.note()
    return resumed.ok ? resumed.value : claims.map(() => 'away')
  }

  /** Null: nobody can. */
  #signer(sql: Sql, book: Book): Signer | null {
    return signerFor(this.#deps.keyring, book, depositSigners(sql, book))
  }

  /** Empty: nothing of it is sure to be on disk. */
  #inOne(owner: Owner, batch: readonly DeskWork[]): readonly DeskDone[] {
    const done = this.#ledger.write((sql) => {
      const book = openBook(sql, owner)
      const signer = batch.some(promises) ? this.#signer(sql, book) : null
      const terms = { book, at: this.now, signer, switchedOff: this.#switchedOff }
      return workThrough(sql, terms, batch)
    })
    this.#changes.note()
    this.#workedAt = this.#deps.clock.now()
    return done.ok ? done.value : []
  }

  #figures(sql: Sql, book: Book): SpeedFigures {
    const { keyring } = this.#deps
    const unlocked = keyring.isUnlocked && keyring.accounts.some(({ address }) => address === book.account)
    const keys = { unlocked, voucherKey: keyring.voucherKey.address, setAside: setAsideIn(sql) }
    return figuresOf(sql, book, this.now, keys)
  }

  /** A key that may not outlive a lock any more. */
  #dropKey<T>(after: T): T {
    const { keyring } = this.#deps
    if (!keyring.isUnlocked && !this.#whileLocked) keyring.voucherKey.wipe()
    return after
  }

  #anywhere(work: (sql: Sql) => void): Done {
    const kept = onDisk(this.#ledger.write(work))
    this.#changes.note()
    return kept.ok ? ok(undefined) : kept
  }

  #salvage(keptAs: string, sql: Sql): void {
    noteSetAside(sql, keptAs)
    const { folder } = this.#deps
    this.#deps.onDamage(keptAs, folder === null ? 0 : salvage(folder, keptAs, sql, this.now))
  }

  #tell(): void {
    const figures = this.figures()
    if (figures.ok) this.#deps.onFigures(figures.value)
  }
}
