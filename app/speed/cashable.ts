// Which of the vouchers we hold of a payer the vault takes now. A payer may change its signer: what the former one
// signed counts until the vault's delay is over, and nothing after it; what the payer itself signed before counts then.
// Pure. Invariant: a voucher that would be refused is not among those that are to be cashed, and one that will be
// refused soon is told.

import type { CashPayer } from './vault-plan.ts'
import { voucherSigner } from './typed.ts'
import type { Lane, Vault, Voucher } from './terms.ts'
import type { Address } from '../tron/address.ts'

type Held = CashPayer['vouchers'][number]

/** Of a payer, as the vault has them. */
export interface Signers {
  /** Null: none is registered. */
  readonly signer: Address | null
  /** Null: none was ever replaced. `until`: seconds since 1970, exclusive. */
  readonly former: { readonly signer: Address; readonly until: bigint } | null
}

type By = 'good' | 'ending' | 'none'

const signedBy = (vault: Vault, voucher: Voucher, { signer, former }: Signers, now: number): By => {
  const by = voucherSigner(vault, voucher)
  if (by === null) return 'none'
  if (by === voucher.payer || by === signer) return 'good'
  return by === former?.signer && former.until * 1_000n > BigInt(Math.floor(now)) ? 'ending' : 'none'
}

/** Of each lane: the largest is worth all others. */
const bestOf = (held: readonly Held[]): readonly Held[] => {
  const best = new Map<Lane, Held>()
  for (const each of held) {
    const { lane, cumulative } = each.voucher
    if (cumulative > (best.get(lane)?.voucher.cumulative ?? -1n)) best.set(lane, each)
  }
  return held.filter((each) => best.get(each.voucher.lane) === each)
}

/** `now`: the chain's time, ms. `payee`: whose they are. */
export const cashableOf = (
  vault: Vault,
  payee: Address,
  held: CashPayer['vouchers'],
  signers: Signers,
  now: number,
): Pick<CashPayer, 'vouchers' | 'signerEnds'> => {
  const lanes = new Set(held.map(({ voucher }) => voucher.lane))
  // Whoever signed what was taken is still the one who signs.
  if (signers.former === null && lanes.size === held.length) return { vouchers: held, signerEnds: false }
  const by = new Map<Held, By>(held.map((each) => [each, signedBy(vault, { ...each.voucher, payee }, signers, now)]))
  const vouchers = bestOf(held.filter((each) => by.get(each) !== 'none'))
  return { vouchers, signerEnds: vouchers.some((each) => by.get(each) === 'ending') }
}
