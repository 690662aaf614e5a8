// Trying one transaction on the topmost layer of the state: the same checks in the same order as java-tron's
// Manager.processTransaction, each refusal in its words. Blocks, the pool and ids already seen are the chain's.

import type { Address } from '../address.ts'
import { hex } from '../bytes.ts'
import { intOf, textOf, type JsonObject } from '../codec/json.ts'
import { Refusal, invalid, noResources } from '../refusal.ts'
import { consumeBandwidth } from './bandwidth.ts'
import { runContract, type VmScene } from './contract-run.ts'
import { burn } from './ledger.ts'
import { LARGEST_TRANSACTION, LONGEST_EXPIRY_MS } from './params.ts'
import { checkSignatures } from './permissions.ts'
import { systemContract } from './system/registry.ts'
import { contractOf, type ContractCall, type Transaction } from './transaction.ts'

/** What a transaction did. `info` becomes its receipt. */
export interface Processed {
  readonly result: string
  readonly info: JsonObject
}

export interface Processing extends VmScene {
  /** Bytes 8 to 16 of the id of the block a transaction refers to by the low bytes of its number. */
  readonly referred: (lowBytes: string) => string | null
}

const RESULT_BYTES = 64
/** What java-tron reckons for the result when it judges the size. */
const RESULT_ROOM = 128

const checkCommon = ({ referred, now }: Processing, { id, raw, size }: Transaction): void => {
  if (referred(textOf(raw, 'ref_block_bytes')) !== textOf(raw, 'ref_block_hash')) {
    throw new Refusal('TAPOS_ERROR', 'Tapos check error.')
  }
  const room = size + RESULT_ROOM
  if (room > LARGEST_TRANSACTION) {
    const words = `Too big transaction with result, TxId ${id}, the size is ${room} bytes, maxTxSize ${LARGEST_TRANSACTION}`
    throw new Refusal('TOO_BIG_TRANSACTION_ERROR', words)
  }
  const expiration = intOf(raw, 'expiration')
  if (expiration <= BigInt(now) || expiration > BigInt(now + LONGEST_EXPIRY_MS)) {
    throw new Refusal('TRANSACTION_EXPIRATION_ERROR', 'Transaction expired')
  }
}

/** Fees beyond bytes and energy: for more than one signature, for a memo. */
const payExtras = ({ state, params }: Processing, { raw, signatures }: Transaction, owner: Address): bigint => {
  const multiSign = signatures.length > 1 ? params.getMultiSignFee : 0n
  const memo = textOf(raw, 'data') !== '' ? params.getMemoFee : 0n
  const account = state.accounts.get(owner)
  if (!account || account.balance < multiSign + memo) throw noResources()
  return multiSign + memo > 0n ? burn(state, owner, multiSign + memo) : 0n
}

const perform = async (
  scene: Processing,
  { id, raw }: Transaction,
  { type, value }: ContractCall,
  owner: Address,
): Promise<{ fee: bigint; receipt: JsonObject; info: JsonObject; result: string }> => {
  if (type === 'TriggerSmartContract' || type === 'CreateSmartContract') {
    return runContract(scene, type, value, { id, owner, feeLimit: intOf(raw, 'fee_limit') })
  }
  const contract = systemContract(type)
  contract.validate(scene, value)
  const { fee, info = {} } = contract.execute(scene, value)
  return { fee, receipt: {}, info: { contractResult: [''], ...info }, result: 'SUCCESS' }
}

/** Changes the topmost layer; throws a Refusal and leaves it half changed where the transaction cannot be. */
export const process = async (scene: Processing, transaction: Transaction): Promise<Processed> => {
  const call = contractOf(transaction)
  if (!call) throw invalid('No contract!')
  const { owner } = call
  const account = owner ? scene.state.accounts.get(owner) : undefined
  checkSignatures(transaction, call, account)
  if (!owner) throw new Refusal('SIGERROR', 'miss sig or contract')
  checkCommon(scene, transaction)
  const bytes = BigInt(transaction.size + RESULT_BYTES)
  const bandwidth = consumeBandwidth(scene, owner, call, bytes, scene.slot)
  const extras = payExtras(scene, transaction, owner)
  const { fee, receipt, info, result } = await perform(scene, transaction, call, owner)
  scene.state.change(owner, (before) => ({ ...before, actedAt: scene.now }))
  const all = fee + extras + (bandwidth.net_fee ?? 0n)
  return {
    result,
    info: { id: transaction.id, ...(all > 0n && { fee: all }), ...info, receipt: { ...receipt, ...bandwidth } },
  }
}

/** The two low bytes of a block's number, as transactions refer to it. */
export const lowBytes = (number: number): string => hex(Uint8Array.of((number >> 8) & 255, number & 255))
