// The vault as histories of intents use it: what it holds for us, whose signatures it takes, what it would pay for a
// voucher. A port: the campaign stands the contract's own bytecode behind it, which this folder may not import.

import type { Vault, Voucher } from '../../../app/speed/terms.ts'
import type { SettledCall } from '../../../app/speed/settled.ts'
import type { Address } from '../../../app/tron/address.ts'
import type { SpeedInput } from './speed-rig.ts'

/** Under which vault it is shown: ours, another on the same chain, or one made on another chain. */
export type Counter = 'ours' | 'other-vault' | 'other-chain'

export interface Verdict {
  /** `spent`: signed as it must be, and nothing of it is due any more. `refused`: not signed as it must be. */
  readonly is: 'taken' | 'spent' | 'refused'
  /** What it would pay now, and what would stay owed. */
  readonly pays: bigint
  readonly bounces: bigint
}

/** Of somebody who pays us, as it is now. */
export interface PayerStanding {
  /** Whose signatures count besides the payer's own. */
  readonly signers: readonly Address[]
  /** Was the signer once, and counts no more. */
  readonly expired: Address | null
  readonly paid: bigint
  /** In the vault for us. */
  readonly covers: bigint
}

export interface SpeedChain {
  readonly vault: Vault
  /** Another one, whose vouchers are worth nothing in ours. */
  readonly others: Readonly<Record<Exclude<Counter, 'ours'>, Vault>>
  /** Time passes; deposits, locks, signers and exits change, ours and those of our payers. */
  moveOn(): Promise<void>
  /** Our own part, as main would tell of it. */
  facts(lanes: readonly bigint[]): Promise<SpeedInput<'speed.deposit'>>
  payer(payer: Address, lane: bigint): Promise<PayerStanding>
  /** Asks, and changes nothing. */
  verdict(voucher: Voucher, at?: Counter): Promise<Verdict>
  /** What of these would stay owed if all were cashed now; of those that count. */
  short(vouchers: readonly Voucher[]): Promise<bigint>
  /** The payee has it paid, if it can. */
  cash(voucher: Voucher): Promise<void>
  /** We have these paid in one call, whatever comes of it. */
  cashOurs(vouchers: readonly Voucher[], to: 'wallet' | 'vault'): Promise<SettledCall['events']>
  /** What all those calls paid. */
  readonly cashedToUs: bigint
}
