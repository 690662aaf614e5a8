// What the chain says of those who pay us, for the engine and for the books. Whose signature counts besides a payer's
// own, and what was cashed of a lane already, go to the wallet with each voucher as the chain has them, never as the
// engine says: so books that were lost or are old do not count as earned what was cashed before, nor what nobody could
// ever cash. Peers choose whom it is asked about, so readings come in turns (reading-turns.ts). Invariant: of whom the
// chain has said nothing, no voucher is passed on.

import * as v from 'valibot'
import type { ChainCommands } from '../../app/ipc/chain-contract.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import type { DeskCommands, PayerState } from '../../app/ipc/speed-desk.ts'
import { amount, ZERO, type Amount } from '../../app/money/amount.ts'
import { ok, type Result } from '../../app/result.ts'
import { MOST_LANES } from '../../app/speed/lane.ts'
import { LaneField, VaultField } from '../../app/speed/settled.ts'
import type { Lane } from '../../app/speed/terms.ts'
import type { Address } from '../../app/tron/address.ts'
import { AddressField } from '../../app/wallet/fields.ts'
import type { Clock } from '../supervisor/clock.ts'
import { fingerprint } from './fingerprint.ts'
import { ReadingTurns, type Wanted } from './reading-turns.ts'
import type { Owner } from './wallet-books.ts'

/** Those heard of last; beyond them it is asked again. */
const MOST_PAYERS = 1_000
/** The chain process keeps a reading for a little longer. */
const KEPT_MS = 540_000
/** Longer than the chain usually takes; other payers' vouchers wait for as long. */
const PATIENCE_MS = 3_000

const PayerInput = v.strictObject({
  vault: VaultField,
  payer: AddressField,
  lanes: v.pipe(v.array(LaneField), v.maxLength(MOST_LANES)),
  fresh: v.boolean(),
  network: v.optional(v.pipe(v.string(), v.maxLength(64)), ''),
})
const PayerLane = v.object({ payer: AddressField, lane: LaneField })

type ReceiveInput = DeskCommands['desk.receive']['input']
type Received = ReceiveInput['vouchers'][number]
type Asked = ChainCommands['vault.payer']['input']
type Read = Result<PayerState | null, AppError>

/** What is to be passed on, and of which vouchers, in their order, the chain has said nothing. */
interface Told {
  readonly input: ReceiveInput
  readonly unknown: readonly boolean[]
}

interface Deps {
  readonly read: (asked: Asked) => Promise<Result<PayerState | null, AppError>>
  /** What was read. */
  readonly seen: (payer: Address, state: PayerState, owner: Owner) => void
  readonly owner: () => Owner | null
  /** Another one when the books may have lost something: what was read for them before is read anew. */
  readonly life: () => number
  readonly clock: Pick<Clock, 'now' | 'after'>
}

interface Known {
  readonly state: PayerState
  /** Of everything that was read of it since it was first. */
  readonly paid: ReadonlyMap<Lane, Amount>
  /** Most that it had in the vault for us: what it may have promised, though others were paid from it since. */
  readonly covers: Amount
  /** By our own clock. */
  readonly at: number
}

export class Payers {
  readonly #deps: Deps
  /** Whose books they are about. */
  #of = ''
  readonly #known = new Map<Address, Known>()
  /** Whose vouchers the books took. */
  readonly #paying = new Set<Address>()
  readonly #turns: ReadingTurns<Read>

  constructor(deps: Deps) {
    this.#deps = deps
    this.#turns = new ReadingTurns(deps.clock, (wanted) => this.#read(wanted))
  }

  /** Null: it makes no sense, is of no vault in use, or is not known now. */
  async of(input: unknown): Promise<Result<PayerState | null, AppError>> {
    const parsed = v.safeParse(PayerInput, input)
    const owner = this.#owner()
    if (owner === null || !parsed.success) return ok(null)
    const { vault, network, ...wanted } = parsed.output
    if (fingerprint(vault) !== fingerprint(owner.vault)) return ok(null)
    if (this.#isKept(wanted)) return this.#read(wanted)
    const read = await this.#turns.take(wanted, this.#paying.has(wanted.payer), network)
    return read !== null && fingerprint(owner) === fingerprint(this.#owner()) ? read : ok(null)
  }

  /** As it is where it is not what it should be: the wallet process refuses it. */
  async told(input: ReceiveInput): Promise<Told> {
    const owner = this.#owner()
    if (owner === null || !Array.isArray(input?.vouchers)) return { input, unknown: [] }
    const vouchers = input.vouchers as readonly Received[]
    await this.#readMissing(vouchers, owner)
    // Of books that came into use meanwhile nothing is known yet, and nothing that is known is of those before.
    this.#owner()
    const unknown = vouchers.map((each) => isVoucher(each) && !this.#knows(each))
    const rest = vouchers.filter((_, at) => unknown[at] === false)
    return { input: { ...input, vouchers: rest.map((each) => this.#with(each)) }, unknown }
  }

  /** The books took a voucher of theirs: they are no strangers any more. */
  notePaying(payer: Address): void {
    remember(this.#paying, payer)
  }

  #owner(): Owner | null {
    const owner = this.#deps.owner()
    const of = fingerprint([owner, this.#deps.life()])
    if (of !== this.#of) {
      this.#of = of
      this.#known.clear()
      this.#paying.clear()
      this.#turns.forgetRunning()
    }
    return owner
  }

  /** It costs no question to any node. */
  #isKept({ payer, lanes, fresh }: Wanted): boolean {
    const known = this.#known.get(payer)
    if (known === undefined || fresh) return false
    return this.#deps.clock.now() - known.at < KEPT_MS && lanes.every((lane) => known.state.paid.has(lane))
  }

  async #read(wanted: Wanted): Promise<Read> {
    const owner = this.#owner()
    if (owner === null) return ok(null)
    const read = await this.#deps.read({ ...wanted, payee: owner.account })
    if (read.ok && read.value !== null && fingerprint(owner) === fingerprint(this.#owner())) {
      this.#note(wanted.payer, read.value)
      this.#deps.seen(wanted.payer, read.value, owner)
    }
    return read
  }

  #note(payer: Address, state: PayerState): void {
    const before = this.#known.get(payer)
    const covers = larger(before?.covers ?? ZERO, amount(state.free + state.locked))
    const paid = new Map([...(before?.paid ?? []), ...state.paid])
    for (const oldest of paid.keys()) if (paid.size > MOST_LANES) paid.delete(oldest)
    this.#known.delete(payer)
    this.#known.set(payer, { state, paid, covers, at: this.#deps.clock.now() })
    for (const oldest of this.#known.keys()) if (this.#known.size > MOST_PAYERS) this.#known.delete(oldest)
  }

  /** Usually nothing: the engine has asked about whoever pays, with the lane of its bid. */
  async #readMissing(vouchers: readonly Received[], owner: Owner): Promise<void> {
    const missing = vouchers.filter(
      (each) => isVoucher(each) && !this.#knows(each) && each.voucher.payee === owner.account && isLane(each),
    )
    const byPayer = Map.groupBy(missing, ({ voucher }) => voucher.payer)
    const reads = [...byPayer].map(([payer, some]) => {
      const lanes = [...new Set(some.map(({ voucher }) => voucher.lane))].slice(0, MOST_LANES)
      return this.#turns.take({ payer, lanes, fresh: true }, this.#paying.has(payer), '')
    })
    if (reads.length === 0) return
    const late = Promise.withResolvers<void>()
    const cancel = this.#deps.clock.after(PATIENCE_MS, late.resolve)
    await Promise.race([Promise.all(reads), late.promise])
    cancel()
  }

  #knows({ voucher: { payer, lane } }: Received): boolean {
    return this.#known.get(payer)?.paid.has(lane) === true
  }

  #with(each: Received): Received {
    if (!isVoucher(each)) return each
    const known = this.#known.get(each.voucher.payer)
    const paid = known?.paid.get(each.voucher.lane)
    return known === undefined || paid === undefined
      ? each
      : ({ ...each, signers: known.state.signers, paid, covers: known.covers } as Received)
  }
}

const larger = (a: Amount, b: Amount): Amount => (a > b ? a : b)

/** The engine may have sent anything; what it is worth is for the wallet process to say. */
const isVoucher = (each: Received | null | undefined): each is Received =>
  typeof each?.voucher?.payer === 'string' && typeof each.voucher.lane === 'bigint'

const isLane = ({ voucher }: Received): boolean => v.is(PayerLane, voucher)

const remember = <T>(set: Set<T>, value: T): void => {
  set.delete(value)
  set.add(value)
  for (const oldest of set) if (set.size > MOST_PAYERS) set.delete(oldest)
}
