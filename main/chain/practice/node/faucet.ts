// Play money for who asks: transfers from the treasury, signed and broadcast like anybody's, so that they wait, get
// into a block and become final before the eyes of who received them.

import type { Address } from '../address.ts'
import { utf8Hex } from '../bytes.ts'
import type { JsonObject } from '../codec/json.ts'
import { transactionOf } from '../rules/transaction.ts'
import type { Chain } from './chain.ts'
import { lowBytes } from '../rules/processing.ts'
import { referenceOf } from './block.ts'
import { practiceTokens } from './genesis.ts'
import { sign, treasuryOf } from './keys.ts'

/** Amounts in the smallest units: sun, 10^-18 BTT, 10^-6 USDT, 10^-6 BTTOLD. What is absent or zero is not sent. */
export interface Gift {
  readonly trx?: bigint
  readonly btt?: bigint
  readonly usdt?: bigint
  readonly bttold?: bigint
}

export const usualGift: Gift = { trx: 2_000_000_000n, btt: 5_000_000n * 10n ** 18n }

const FEE_LIMIT = 100_000_000n
const EXPIRY_MS = 600_000n

const word = (value: bigint): string => value.toString(16).padStart(64, '0')

interface Parcel {
  readonly type: string
  readonly value: JsonObject
}

const parcels = (owner: Address, to: Address, { trx = 0n, btt = 0n, usdt = 0n, bttold = 0n }: Gift): Parcel[] => {
  const token = (contract: Address, amount: bigint): Parcel => ({
    type: 'TriggerSmartContract',
    value: {
      owner_address: owner,
      contract_address: contract,
      data: `a9059cbb${to.slice(2).padStart(64, '0')}${word(amount)}`,
    },
  })
  const asset = { owner_address: owner, to_address: to, asset_name: utf8Hex(practiceTokens.bttold), amount: bttold }
  return [
    ...(trx > 0n ? [{ type: 'TransferContract', value: { owner_address: owner, to_address: to, amount: trx } }] : []),
    ...(bttold > 0n ? [{ type: 'TransferAssetContract', value: asset }] : []),
    ...(btt > 0n ? [token(practiceTokens.btt, btt)] : []),
    ...(usdt > 0n ? [token(practiceTokens.usdt, usdt)] : []),
  ]
}

/** Within a turn. Returns the ids of what was sent; throws a Refusal where something cannot be. */
export const give = async (chain: Chain, to: Address, gift: Gift, count: () => number): Promise<string[]> => {
  const { key, address: owner } = treasuryOf(chain.options.seed)
  const sent: string[] = []
  for (const { type, value } of parcels(owner, to, gift)) {
    const parameter = { value, type_url: `type.googleapis.com/protocol.${type}` }
    const raw = {
      contract: [{ type, parameter }],
      ref_block_bytes: lowBytes(chain.history.height),
      ref_block_hash: referenceOf(chain.history.head),
      expiration: BigInt(chain.now) + EXPIRY_MS,
      // Two gifts of one kind in one block differ by this alone.
      timestamp: BigInt(chain.now + count()),
      ...(type === 'TriggerSmartContract' && { fee_limit: FEE_LIMIT }),
    }
    const { id } = transactionOf({ raw_data: raw })
    await chain.broadcast(transactionOf({ raw_data: raw, signature: [sign(id, key)] }))
    sent.push(id)
  }
  return sent
}
