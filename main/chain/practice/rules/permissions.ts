// Who may sign for an account: recovers signers and weighs them against the permission a transaction names. Checks and
// sentences follow java-tron's TransactionCapsule (validateSignature, checkWeight).

import { secp256k1 } from '@noble/curves/secp256k1.js'
import { addressOfPublicKey, base58, type Address } from '../address.ts'
import { unhex } from '../bytes.ts'
import { enumerations } from '../codec/schema.ts'
import { Refusal } from '../refusal.ts'
import { permissionsOf, type Account, type Permission } from '../state/account.ts'
import type { ContractCall, Transaction } from './transaction.ts'

const MOST_SIGNATURES = 5

const refuse = (message: string): Refusal => new Refusal('SIGERROR', message)

const recoveryOf = (header: number): number => {
  const value = header < 27 ? header + 27 : header
  if (value < 27 || value > 34) throw refuse(`Header byte out of range: ${value}`)
  return (value - 27) & 1
}

/** Whose signature on a transaction's id it is. */
const signerOf = (id: string, signature: string): Address => {
  const bytes = unhex(signature)
  if (bytes.length < 65) throw refuse(`Signature size is ${bytes.length}`)
  const recovery = recoveryOf(bytes[64] ?? 0)
  try {
    const parsed = secp256k1.Signature.fromBytes(bytes.subarray(0, 64)).addRecoveryBit(recovery)
    return addressOfPublicKey(parsed.recoverPublicKey(unhex(id)).toBytes(false))
  } catch {
    throw refuse('Could not recover public key from signature')
  }
}

/** Recovering a key takes longer than all other rules together, and each transaction is tried twice. */
const recovered = new WeakMap<Transaction, readonly Address[]>()

const signersOf = (transaction: Transaction): readonly Address[] => {
  const known = recovered.get(transaction)
  if (known) return known
  const signers = transaction.signatures.map((signature) => signerOf(transaction.id, signature))
  recovered.set(transaction, signers)
  return signers
}

const allows = (permission: Permission, type: string): boolean => {
  const number = enumerations['ContractType']?.[type] ?? -1
  const byte = unhex(permission.operations)[number >> 3] ?? 0
  return number >= 0 && (byte & (1 << (number & 7))) !== 0
}

/** The permission a contract is signed by, for the account as it is. */
export const permissionFor = (call: ContractCall, owner: Address, account: Account | undefined): Permission => {
  const id = Number(call.permission ?? 0n)
  const permission = permissionsOf(owner, account).find((one) => one.id === id)
  if (!permission) throw refuse("permission isn't exit")
  if (id !== 0 && permission.type !== 'Active') throw refuse('Permission type is error')
  if (id !== 0 && !allows(permission, call.type)) throw refuse('Permission denied')
  return permission
}

/** The weight its signatures have under a permission. Refuses strangers, and one signer twice. */
export const weigh = (transaction: Transaction, { keys }: Permission): { weight: bigint; by: Address[] } => {
  const { signatures } = transaction
  if (signatures.length > keys.length) {
    throw refuse(`Signature count is ${signatures.length} more than key counts of permission : ${keys.length}`)
  }
  let weight = 0n
  const by: Address[] = []
  for (const [index, signer] of signersOf(transaction).entries()) {
    const key = keys.find(({ address }) => address === signer)
    if (!key) throw refuse(`${signatures[index]} is signed by ${base58(signer)} but it is not contained of permission.`)
    if (by.includes(signer)) throw refuse(`${base58(signer)} has signed twice!`)
    by.push(signer)
    weight += key.weight
  }
  return { weight, by }
}

export const checkSignatures = (transaction: Transaction, call: ContractCall, account: Account | undefined): void => {
  if (transaction.signatures.length === 0 || !call.owner) throw refuse('miss sig or contract')
  if (transaction.signatures.length > MOST_SIGNATURES) throw refuse('too many signatures')
  const permission = permissionFor(call, call.owner, account)
  if (weigh(transaction, permission).weight < permission.threshold) throw refuse('sig error')
}
