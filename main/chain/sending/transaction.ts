// Makes a transaction's bytes, here and of nothing but what the user asked for: a node gives only the settled block
// that it refers to. A settled one, because a fork could undo another, and the transaction with it. Leaves checking
// them again to the wallet process. Invariant: amounts stay bigint from the draft to the bytes.

import type { Address } from '../../../app/tron/address.ts'
import { ZERO, type Amount } from '../../../app/money/amount.ts'
import type { Asset } from '../../../app/tron/networks.ts'
import { encodeSigned, encodeTransaction, type Contract } from '../../../app/tron/transaction.ts'
import { transferCall } from '../../../app/tron/trc20.ts'
import type { Intent } from '../../../app/wallet/intent.ts'
import type { Block } from '../nodes/block.ts'

/** Long enough to read a review and type a password, short enough to know soon that something was not sent. */
export const LIFETIME_MS = 300_000

export interface Transfer {
  readonly from: Address
  readonly to: Address
  readonly asset: Asset
  readonly amount: Amount
  readonly memo: string | null
  readonly feeLimit: Amount
}

const contractOf = ({ from, to, asset, amount }: Transfer): Contract => {
  if (asset.kind === 'trx') return { type: 'TransferContract', owner: from, to, amount }
  if (asset.kind === 'trc10') return { type: 'TransferAssetContract', owner: from, to, amount, tokenId: asset.id }
  return madeCall(from, asset.contract, transferCall(to, amount), ZERO).contract
}

export const intentOf = ({ from, to, asset, amount, memo, feeLimit }: Transfer): Intent => {
  if (asset.kind === 'trx') return { do: 'sendTrx', from, to, amount, memo }
  if (asset.kind === 'trc10') return { do: 'sendTrc10', from, to, amount, memo, tokenId: asset.id }
  return { do: 'sendTrc20', from, to, amount, memo, contract: asset.contract, feeLimit }
}

/** What goes into the bytes beside the blocks: one contract, and the most its energy may cost. */
export interface Made {
  readonly contract: Contract
  readonly feeLimit: Amount
  readonly memo: string | null
}

export const madeOf = (transfer: Transfer): Made => ({
  contract: contractOf(transfer),
  feeLimit: transfer.asset.kind === 'trc20' ? transfer.feeLimit : ZERO,
  memo: transfer.memo,
})

/** A call of a contract, with nothing sent along. */
export const madeCall = (owner: Address, contract: Address, data: Uint8Array, feeLimit: Amount): Made => {
  const none = { callValue: 0n, tokenValue: 0n, tokenId: 0n }
  return { contract: { type: 'TriggerSmartContract', owner, contract, data, ...none }, feeLimit, memo: null }
}

/** `head` gives the time, `solid` what the transaction refers to. */
export const rawDataOf = ({ contract, feeLimit, memo }: Made, head: Block, solid: Block): Uint8Array => {
  const id = Buffer.from(solid.id, 'hex')
  return encodeTransaction({
    refBlockBytes: Uint8Array.from(id.subarray(6, 8)),
    refBlockHash: Uint8Array.from(id.subarray(8, 16)),
    expiration: BigInt(head.at + LIFETIME_MS),
    timestamp: BigInt(head.at),
    feeLimit,
    memo: new TextEncoder().encode(memo ?? ''),
    contract,
  })
}

/** Of any block and any signature: only how many bytes it takes. */
export const signedLength = (made: Made): number => {
  const block = { id: 'ff'.repeat(32), number: 0, at: 2 ** 41 }
  return encodeSigned(rawDataOf(made, block, block), new Uint8Array(65)).length
}
