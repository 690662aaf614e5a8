// The calls of a TRC-20 token that are made here, as the bytes a contract is given: Solidity's ABI for
// `transfer(address,uint256)`. Invariant: one call has one encoding.

import type { Amount } from '../money/amount.ts'
import { addressBytes, type Address } from './address.ts'

/** First 4 bytes of keccak256("transfer(address,uint256)"). */
const TRANSFER = [0xa9, 0x05, 0x9c, 0xbb]
const WORD = 32

const word = (value: bigint): number[] =>
  Array.from({ length: WORD }, (_, at) => Number((value >> BigInt(8 * (WORD - 1 - at))) & 0xffn))

/** Contracts know an address without its prefix. */
const addressWord = (address: Address): number[] => [...new Uint8Array(WORD - 20), ...addressBytes(address).subarray(1)]

export const transferCall = (to: Address, amount: Amount): Uint8Array =>
  Uint8Array.from([...TRANSFER, ...addressWord(to), ...word(amount)])
