// Transactions the node makes for who asks: unsigned, referring to its head, good for a minute. What cannot be is
// refused at once, in the words a broadcast would have. The wallet makes its own; other programs use these.

import { textOf, type Json, type JsonObject } from '../../codec/json.ts'
import { normalised } from '../../codec/codec.ts'
import { utf8Hex } from '../../bytes.ts'
import { referenceOf } from '../../node/block.ts'
import { lowBytes } from '../../rules/processing.ts'
import { systemContract } from '../../rules/system/registry.ts'
import { shown } from '../../rules/transaction.ts'
import { jsonAsked, type Asked, type Endpoint, type Endpoints } from '../endpoint.ts'
import { fromAsked } from '../visible.ts'
import type { View } from '../view.ts'

const EXPIRY_MS = 60_000

/** `extra`: the caller's permission, fee limit and memo. */
export const unsigned = (view: View, type: string, value: JsonObject, extra: JsonObject): JsonObject => {
  const { chain } = view
  const head = view.block(view.head)
  if (!head) throw new Error('there is no head')
  const contract = {
    parameter: { value, type_url: `type.googleapis.com/protocol.${type}` },
    type,
    Permission_id: extra['Permission_id'],
  }
  const raw = normalised('Raw', {
    contract: [contract],
    ref_block_bytes: lowBytes(head.number),
    ref_block_hash: referenceOf(head),
    expiration: BigInt(head.timestamp + EXPIRY_MS),
    timestamp: BigInt(Math.floor(chain.options.clock() + chain.skew)),
    fee_limit: extra['fee_limit'],
    data: extra['data_hex'],
  })
  return shown({ raw, signatures: [] })
}

const built =
  (type: string): Endpoint =>
  ({ fields, visible }: Asked, view) => {
    const value = normalised(type, fromAsked(fields, visible))
    const { chain } = view
    systemContract(type).validate({ state: chain.state, params: chain.params, now: chain.now }, value)
    const memo = textOf(fields, 'extra_data')
    const extra = memo === '' ? fields : { ...fields, data_hex: visible ? utf8Hex(memo) : memo }
    return { visible, ...unsigned(view, type, value, extra) }
  }

const entriesOf = (abi: Json | undefined): Json => {
  if (typeof abi === 'string') return jsonAsked(abi)
  return abi ?? []
}

const deployed: Endpoint = ({ fields, visible }, view) => {
  const owner = fromAsked({ owner_address: fields['owner_address'] }, visible)
  const contract = {
    origin_address: owner['owner_address'],
    abi: { entrys: entriesOf(fields['abi']) },
    bytecode: textOf(fields, 'bytecode') + textOf(fields, 'parameter'),
    call_value: fields['call_value'],
    consume_user_resource_percent: fields['consume_user_resource_percent'],
    name: fields['name'],
    origin_energy_limit: fields['origin_energy_limit'],
  }
  const value = normalised('CreateSmartContract', { ...owner, new_contract: contract })
  return { visible, ...unsigned(view, 'CreateSmartContract', value, fields) }
}

export const buildingAnswers: Endpoints = {
  createtransaction: built('TransferContract'),
  transferasset: built('TransferAssetContract'),
  createaccount: built('AccountCreateContract'),
  updateaccount: built('AccountUpdateContract'),
  accountpermissionupdate: built('AccountPermissionUpdateContract'),
  createassetissue: built('AssetIssueContract'),
  freezebalancev2: built('FreezeBalanceV2Contract'),
  unfreezebalancev2: built('UnfreezeBalanceV2Contract'),
  withdrawexpireunfreeze: built('WithdrawExpireUnfreezeContract'),
  cancelallunfreezev2: built('CancelAllUnfreezeV2Contract'),
  deploycontract: deployed,
}
