// What the chain paid of which lane, as it was said when a payer was looked up: told to the wallet with each voucher, so
// that books that were lost do not count as earned what was cashed before. Kept as long as it is of use, for so many payers.
// Invariant: it only informs; what a voucher is worth is its signature.

import * as v from 'valibot'
import type { ChainCommands } from '../../app/ipc/chain-contract.ts'
import type { DeskCommands, PayerState } from '../../app/ipc/speed-desk.ts'
import type { Amount } from '../../app/money/amount.ts'
import { LaneField, VaultField } from '../../app/speed/settled.ts'
import type { Lane } from '../../app/speed/terms.ts'
import type { Address } from '../../app/tron/address.ts'
import { AddressField } from '../../app/wallet/fields.ts'
import { fingerprint } from './fingerprint.ts'
import type { Owner } from './wallet-books.ts'

const MOST_PAYERS = 1_000
/** Devices of one wallet. */
const MOST_LANES = 64

const PayerInput = v.strictObject({
  vault: VaultField,
  payer: AddressField,
  lanes: v.pipe(v.array(LaneField), v.maxLength(MOST_LANES)),
  fresh: v.boolean(),
})

/** What the chain process is asked for the engine; null: it is of no vault in use, or makes no sense. */
export const payerAsked = (input: unknown, owner: Owner | null): ChainCommands['vault.payer']['input'] | null => {
  const parsed = v.safeParse(PayerInput, input)
  if (owner === null || !parsed.success) return null
  const { vault, payer, lanes, fresh } = parsed.output
  return fingerprint(vault) === fingerprint(owner.vault) ? { payer, payee: owner.account, lanes, fresh } : null
}

type ReceiveInput = DeskCommands['desk.receive']['input']

export class PaidLanes {
  readonly #paid = new Map<Address, ReadonlyMap<Lane, Amount>>()

  note(payer: Address, { paid }: PayerState): void {
    this.#paid.delete(payer)
    this.#paid.set(payer, paid)
    for (const oldest of this.#paid.keys()) if (this.#paid.size > MOST_PAYERS) this.#paid.delete(oldest)
  }

  /** As it is where nothing is known of it, or it is not what it should be. */
  withPaid(input: ReceiveInput): ReceiveInput {
    if (!Array.isArray(input?.vouchers)) return input
    return { ...input, vouchers: (input.vouchers as ReceiveInput['vouchers']).map((each) => this.#with(each)) }
  }

  #with(each: ReceiveInput['vouchers'][number]) {
    const paid = this.#paid.get(each?.voucher?.payer)?.get(each.voucher.lane)
    return paid === undefined ? each : { ...each, paid }
  }
}
