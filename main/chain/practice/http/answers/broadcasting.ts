// Taking transactions in. The id is made anew from `raw_data`; `txID` and `raw_data_hex` of a request are not looked
// at. A refusal has HTTP status 200 and no `result`; its words are hexadecimal, but plain from `broadcasthex`.

import { isHex, unhex, utf8Hex } from '../../bytes.ts'
import { decode } from '../../codec/codec.ts'
import { objectOf, textOf, textsOf, writeJson, type JsonObject } from '../../codec/json.ts'
import { Refusal } from '../../refusal.ts'
import { permissionFor, weigh } from '../../rules/permissions.ts'
import { contractOf, shown, transactionOf, type Transaction } from '../../rules/transaction.ts'
import type { Permission } from '../../state/account.ts'
import type { Asked, Endpoint, Endpoints } from '../endpoint.ts'
import { BadRequest, fromAsked, toVisible } from '../visible.ts'
import type { View } from '../view.ts'

const transactionAsked = ({ fields, visible }: Asked): Transaction => {
  try {
    const raw = fromAsked(objectOf(fields, 'raw_data'), visible)
    return transactionOf({ raw_data: raw, signature: textsOf(fields, 'signature') })
  } catch (error) {
    if (error instanceof BadRequest) throw error
    throw new BadRequest('class java.lang.NullPointerException : null')
  }
}

const refusalOf = (error: unknown): Refusal => {
  if (error instanceof Refusal) return error
  throw error
}

const broadcast: Endpoint = async (asked, { chain }) => {
  const transaction = transactionAsked(asked)
  try {
    await chain.broadcast(transaction)
    return { result: true, txid: transaction.id }
  } catch (error) {
    const { code, sentence } = refusalOf(error)
    return { code, txid: transaction.id, message: utf8Hex(sentence) }
  }
}

const broadcastHex: Endpoint = async ({ fields }, { chain }) => {
  const text = textOf(fields, 'transaction')
  if (!isHex(text)) throw new BadRequest('class java.lang.NullPointerException : null')
  const content = decode('Transaction', unhex(text))
  const transaction = transactionOf(content)
  const common = { transaction: writeJson(toVisible(content)), txid: transaction.id }
  try {
    await chain.broadcast(transaction)
    return { result: true, code: 'SUCCESS', message: '', ...common }
  } catch (error) {
    const { code, sentence } = refusalOf(error)
    return { result: false, code, message: sentence, ...common }
  }
}

interface Weighed {
  readonly transaction: Transaction
  readonly permission: Permission
  readonly weight: bigint
  readonly by: readonly string[]
}

const weighed = (asked: Asked, { chain }: View): Weighed => {
  const transaction = transactionAsked(asked)
  const call = contractOf(transaction)
  if (!call?.owner) throw new Refusal('SIGERROR', 'Invalid transaction!')
  const permission = permissionFor(call, call.owner, chain.state.accounts.get(call.owner))
  const { weight, by } =
    transaction.signatures.length > 0 ? weigh(transaction, permission) : { weight: 0n, by: [] as string[] }
  return { transaction, permission, weight, by }
}

const extended = (transaction: Transaction): JsonObject => ({
  result: { result: true },
  txid: transaction.id,
  transaction: shown(transaction),
})

const signWeight: Endpoint = (asked, view) => {
  try {
    const { transaction, permission, weight, by } = weighed(asked, view)
    const { type, id, name, threshold, keys } = permission
    return {
      result: { code: weight >= threshold ? 'ENOUGH_PERMISSION' : 'NOT_ENOUGH_PERMISSION' },
      approved_list: by,
      permission: {
        ...(type === 'Active' && { type, id: BigInt(id) }),
        permission_name: name,
        threshold,
        keys: keys.map(({ address, weight: counts }) => ({ address, weight: counts })),
      },
      ...(weight > 0n && { current_weight: weight }),
      transaction: extended(transaction),
    }
  } catch (error) {
    return { result: { code: 'PERMISSION_ERROR', message: refusalOf(error).message } }
  }
}

const approvedList: Endpoint = (asked, view) => {
  try {
    const { transaction, by } = weighed(asked, view)
    return { result: { code: 'SUCCESS' }, approved_list: by, transaction: extended(transaction) }
  } catch (error) {
    return { result: { code: 'OTHER_ERROR', message: refusalOf(error).message } }
  }
}

export const broadcastAnswers: Endpoints = {
  broadcasttransaction: broadcast,
  broadcasthex: broadcastHex,
  getsignweight: signWeight,
  getapprovedlist: approvedList,
}

/** What a node that has too much to do answers to a broadcast. */
export const busyAnswer = (): JsonObject => ({ code: 'SERVER_BUSY', message: utf8Hex('Server busy.') })
