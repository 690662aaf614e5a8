// Whether a contract is our vault, before anything is done with it: its code, byte for byte, and in that code the token it
// keeps, its delay and the chain and address its signatures are for. Invariant: a vault that passed can do what
// contracts/SpeedVault.sol says and nothing else; null only while that is not known.

import { keccak_256 } from '@noble/hashes/sha3.js'
import * as v from 'valibot'
import { fail, ok, type Result } from '../../../app/result.ts'
import { VAULT_CODE_HASH, vaultImmutables } from '../../../app/speed/vault-artifact.ts'
import { addressIn, wordsIn } from '../../../app/tron/abi.ts'
import type { Address } from '../../../app/tron/address.ts'
import { structHash } from '../../../app/tron/typed-data.ts'
import type { ChainFault } from '../../../app/wallet/chain-fault.ts'
import type { Pool } from '../nodes/pool.ts'
import { agreed } from './reading.ts'

/** What is fixed about the vault of a network. */
export interface VaultFacts {
  readonly address: Address
  /** What it keeps. */
  readonly token: Address
  /** How long an exit, an unlock and a former signer take. */
  readonly delayMs: number
}

const ContractInfo = v.object({
  runtimecode: v.optional(v.pipe(v.string(), v.regex(/^([0-9a-f]{2})*$/i), v.toLowerCase()), ''),
})

const WORD = 32

/** The word that stands at each of these places; null: not the same at all of them. */
const wordAt = (code: Uint8Array, places: readonly number[]): bigint | null => {
  const words = places.map((at) => wordsIn(code.slice(at, at + WORD))?.[0])
  const [first] = words
  return first !== undefined && words.every((word) => word === first) ? first : null
}

const DOMAIN = {
  EIP712Domain: [
    { name: 'name', type: 'string' },
    { name: 'version', type: 'string' },
    { name: 'chainId', type: 'uint256' },
    { name: 'verifyingContract', type: 'address' },
  ],
}

const domainOf = (chainId: number, address: Address): bigint => {
  const fields = { name: 'SpeedVault', version: '1', chainId: BigInt(chainId), verifyingContract: address }
  return BigInt(`0x${Buffer.from(structHash(DOMAIN, 'EIP712Domain', fields)).toString('hex')}`)
}

/** Null: another contract's code, or one that is for another chain or address. */
export const vaultIn = (code: Uint8Array, chainId: number, address: Address): VaultFacts | null => {
  const plain = Uint8Array.from(code)
  for (const at of Object.values(vaultImmutables).flat()) plain.fill(0, at, at + WORD)
  if (Buffer.from(keccak_256(plain)).toString('hex') !== VAULT_CODE_HASH) return null
  const token = addressIn(wordAt(code, vaultImmutables.token) ?? 2n ** 255n)
  const delay = wordAt(code, vaultImmutables.delay)
  const isHere = wordAt(code, vaultImmutables.domainSeparator) === domainOf(chainId, address)
  if (token === null || delay === null || !isHere || delay >= 2n ** 32n) return null
  return { address, token, delayMs: Number(delay) * 1_000 }
}

/** `not-ours`: a quorum of the nodes shows another contract there, or none. */
export const checkVault = async (
  pool: Pool,
  chainId: number,
  address: Address,
): Promise<Result<VaultFacts | 'not-ours', ChainFault>> => {
  const read = await agreed(pool, (node) =>
    node.post('full', 'getcontractinfo', { value: address, visible: true }, ContractInfo),
  )
  if (!read.ok) return fail(read.error)
  const code = Uint8Array.from(Buffer.from(read.value.runtimecode, 'hex'))
  return ok(vaultIn(code, chainId, address) ?? 'not-ours')
}
