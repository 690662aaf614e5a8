// Whether what stands at an address is the vault of contracts/SpeedVault.sol, of the token and for the chain it is
// taken for: compared byte for byte with what our own source compiles to. Leaves asking nodes for the code to the chain
// process. Invariant: one byte that differs is no vault.

import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { addressBytes, addressOf, type Address } from '../tron/address.ts'
import { structHash } from '../tron/typed-data.ts'
import type { Vault } from './terms.ts'
import { SPEED_TYPES } from './typed.ts'
import { VAULT_RUNTIME, vaultImmutables } from './vault-artifact.ts'

export interface VaultTerms {
  readonly token: Address
  /** Of an exit, an unlock and a change of signer, seconds. */
  readonly delay: number
}

const WORD = 32

/** Of EIP-712, with 20-byte addresses and a chain id of four bytes as in TIP-712. */
export const domainSeparator = ({ chainId, address }: Vault): Uint8Array =>
  structHash(SPEED_TYPES, 'EIP712Domain', {
    name: 'SpeedVault',
    version: '1',
    chainId: BigInt(chainId),
    verifyingContract: addressBytes(address).subarray(1),
  })

const wordOf = (value: bigint): Uint8Array => hexToBytes(value.toString(16).padStart(2 * WORD, '0'))

/** The code that has to be at the vault's address. */
export const vaultCode = (vault: Vault, { token, delay }: VaultTerms): Uint8Array => {
  const words: Record<keyof typeof vaultImmutables, Uint8Array> = {
    token: Uint8Array.of(...new Uint8Array(12), ...addressBytes(token).subarray(1)),
    delay: wordOf(BigInt(delay)),
    domainSeparator: domainSeparator(vault),
  }
  const code = hexToBytes(VAULT_RUNTIME)
  for (const start of vaultImmutables.token) code.set(words.token, start)
  for (const start of vaultImmutables.delay) code.set(words.delay, start)
  for (const start of vaultImmutables.domainSeparator) code.set(words.domainSeparator, start)
  return code
}

const MOST_DELAY = 365n * 86_400n

/** Null: it is another contract, or this one for another chain or address. */
export const vaultTerms = (vault: Vault, code: Uint8Array): VaultTerms | null => {
  const word = (start: number): Uint8Array => code.slice(start, start + WORD)
  if (code.length * 2 !== VAULT_RUNTIME.length) return null
  const token = addressOf(word(vaultImmutables.token[0]).subarray(WORD - 20))
  const delay = BigInt(`0x${bytesToHex(word(vaultImmutables.delay[0]))}`)
  if (token === null || delay === 0n || delay > MOST_DELAY) return null
  const terms = { token, delay: Number(delay) }
  const want = vaultCode(vault, terms)
  return code.every((byte, at) => byte === want[at]) ? terms : null
}
