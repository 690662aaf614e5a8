// What is typed of a send, and the draft it makes. Rules are the chain process's; here is only what can be read of the
// text itself. Invariant: an amount that cannot be read exactly is none.

import { parseAmount, type AmountFault } from '../../../app/money/amount.ts'
import type { Address } from '../../../app/tron/address.ts'
import type { AssetKey, Balance } from '../../../app/wallet/chain-state.ts'
import { VISIBLE } from '../../../app/wallet/fields.ts'
import { LONGEST_MEMO } from '../../../app/wallet/intent.ts'
import type { SendDraft } from '../../../app/wallet/send-preview.ts'

const encoder = new TextEncoder()

export interface SendTyped {
  readonly to: string
  readonly asset: AssetKey
  readonly amount: string
  readonly all: boolean
  readonly memo: string
}

/** Null: nothing is typed yet, or all of it is meant. */
export const amountFault = ({ amount, all }: SendTyped, decimals: number): AmountFault | null => {
  if (all || amount.trim() === '') return null
  const parsed = parseAmount(amount, decimals)
  return parsed.ok ? null : parsed.error
}

/** `long`: of more bytes than a note may have. `hidden`: something in it cannot be seen, or joins what is seen. */
export const memoFault = ({ memo }: Pick<SendTyped, 'memo'>): 'long' | 'hidden' | null => {
  if (encoder.encode(memo).length > LONGEST_MEMO) return 'long'
  return memo === '' || VISIBLE.test(memo) ? null : 'hidden'
}

export const draftOf = (typed: SendTyped, from: Address, decimals: number): SendDraft => {
  const parsed = parseAmount(typed.amount, decimals)
  return {
    from,
    to: typed.to.trim(),
    asset: typed.asset,
    amount: typed.all ? 'max' : parsed.ok ? parsed.value : null,
    memo: typed.memo === '' ? null : typed.memo,
  }
}

/** BTT where there is some, else TRX: what most come for. */
export const firstAsset = (balances: readonly Balance[]): AssetKey => {
  const btt = balances.find(({ asset, amount }) => asset.symbol === 'BTT' && amount !== null && amount > 0n)
  return (btt ?? balances[0])?.key ?? ('trx' as AssetKey)
}
