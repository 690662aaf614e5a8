// The calls that are made of the vault, and of its token on the vault's behalf, as values and as the bytes a contract
// is given (contracts/SpeedVault.sol). Used where they are built, checked before signing, and looked for in receipts.
// Invariant: a call has one encoding; nothing else can be asked of the vault, and of the token only an approval for it.

import * as v from 'valibot'
import { address, bytes, call, list, tuple, uint } from '../tron/abi.ts'
import type { Address } from '../tron/address.ts'
import { approveCall } from '../tron/trc20.ts'
import { AddressField, AmountField, BytesField } from '../wallet/fields.ts'
import { LaneField } from './settled.ts'

/** The vault keeps amounts in 128 bits. */
const VaultAmount = v.pipe(
  AmountField,
  v.check((units) => units < 2n ** 128n),
)

const Cashable = v.strictObject({
  payer: AddressField,
  lane: LaneField,
  cumulative: VaultAmount,
  signature: v.pipe(BytesField(65), v.length(65)),
})
/** A voucher for the account that sends the call. */
export type Cashable = v.InferOutput<typeof Cashable>

/** In one call: each costs energy, and a block has only so much time. */
export const MOST_VOUCHERS = 50

export const VaultCallSchema = v.variant('call', [
  /** Of the token: the vault may take exactly so much. Zero takes an approval back. */
  v.strictObject({ call: v.literal('approve'), amount: VaultAmount }),
  v.strictObject({ call: v.literal('deposit'), amount: VaultAmount }),
  v.strictObject({ call: v.literal('setSigner'), signer: AddressField }),
  v.strictObject({ call: v.literal('lock'), payee: AddressField, amount: VaultAmount }),
  v.strictObject({ call: v.literal('requestUnlock'), payee: AddressField }),
  v.strictObject({ call: v.literal('unlock'), payee: AddressField }),
  v.strictObject({ call: v.literal('requestExit') }),
  v.strictObject({ call: v.literal('cancelExit') }),
  v.strictObject({ call: v.literal('withdraw'), amount: VaultAmount }),
  v.strictObject({
    call: v.literal('cash'),
    to: v.picklist(['wallet', 'vault']),
    vouchers: v.pipe(v.array(Cashable), v.minLength(1), v.maxLength(MOST_VOUCHERS)),
  }),
])
export type VaultCall = v.InferOutput<typeof VaultCallSchema>
export type VaultCallName = VaultCall['call']

export const vaultCallNames = [
  'approve',
  'deposit',
  'setSigner',
  'lock',
  'requestUnlock',
  'unlock',
  'requestExit',
  'cancelExit',
  'withdraw',
  'cash',
] as const satisfies readonly VaultCallName[]

/** Who calls, and what. */
export interface CallParties {
  readonly from: Address
  readonly vault: Address
  readonly token: Address
}

/** The contract that is called. */
export const calledContract = ({ call: name }: VaultCall, { vault, token }: CallParties): Address =>
  name === 'approve' ? token : vault

const uintOf = (value: Uint8Array): bigint => value.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)

/** As the vault's `Claim` has it. */
const claim = ({ payer, lane, cumulative, signature }: Cashable) =>
  tuple([
    address(payer),
    uint(lane),
    uint(cumulative),
    uint(uintOf(signature.subarray(0, 32))),
    uint(uintOf(signature.subarray(32, 64))),
    uint(BigInt(signature[64] ?? 0)),
  ])

const CLAIMS = '(address,uint64,uint256,bytes32,bytes32,uint8)[]'

/** One to the wallet goes the cheaper way; the money goes to who sends it, never elsewhere. */
const cashCall = (vouchers: readonly Cashable[], to: 'wallet' | 'vault', payee: Address): Uint8Array => {
  if (to === 'vault') return call(`cashToVault(${CLAIMS})`, [list(vouchers.map(claim))])
  const [one, ...others] = vouchers
  if (one === undefined || others.length > 0) {
    return call(`cashMany(address,${CLAIMS},address)`, [address(payee), list(vouchers.map(claim)), address(payee)])
  }
  return call('cash(address,address,uint64,uint256,bytes,address)', [
    address(one.payer),
    address(payee),
    uint(one.lane),
    uint(one.cumulative),
    bytes(one.signature),
    address(payee),
  ])
}

/** What the contract is given. */
export const callData = (made: VaultCall, { from, vault }: CallParties): Uint8Array => {
  switch (made.call) {
    case 'approve':
      return approveCall(vault, made.amount)
    case 'deposit':
    case 'withdraw':
      return call(`${made.call}(uint128)`, [uint(made.amount)])
    case 'setSigner':
      return call('setSigner(address)', [address(made.signer)])
    case 'lock':
      return call('lock(address,uint128)', [address(made.payee), uint(made.amount)])
    case 'requestUnlock':
    case 'unlock':
      return call(`${made.call}(address)`, [address(made.payee)])
    case 'requestExit':
    case 'cancelExit':
      return call(`${made.call}()`, [])
    case 'cash':
      return cashCall(made.vouchers, made.to, from)
  }
}
