// Somebody else who uses the vault of a Practice network by a program of their own, over HTTP: deposits, asks for an
// exit, signs vouchers. Nothing here goes through the code that is tested.

import { vaultAbi } from '../../../app/speed/vault-artifact.ts'
import type { Cashable } from '../../../app/speed/vault-call.ts'
import { amount } from '../../../app/money/amount.ts'
import type { Address } from '../../../app/tron/address.ts'
import { playBtt } from '../practice/artifacts/play-btt.ts'
import type { PracticeNode } from '../practice/practice.ts'
import { connect, methodsOf, type Method } from '../practice/testing/tronweb.ts'
import { addressOfKey } from './desk.ts'

export const BTT = 10n ** 18n

export interface VaultUser {
  readonly address: Address
  /** A transaction in the pool; its id. */
  send(name: string, ...args: readonly unknown[]): Promise<string>
  read(name: string, ...args: readonly unknown[]): Promise<unknown>
  /** Of the vault for so much. */
  approve(units: bigint): Promise<string>
  /** In the pool, both of them. */
  deposit(units: bigint): Promise<void>
  voucher(payee: Address, lane: bigint, units: bigint): Cashable
}

const TYPES = {
  Voucher: [
    { name: 'payer', type: 'address' },
    { name: 'payee', type: 'address' },
    { name: 'lane', type: 'uint64' },
    { name: 'cumulative', type: 'uint256' },
  ],
}

export const vaultUser = (node: PracticeNode, key: Uint8Array): VaultUser => {
  const privateKey = Buffer.from(key).toString('hex')
  const tronWeb = connect(node, privateKey)
  const own = addressOfKey(key)
  const vault: Record<string, Method> = methodsOf(tronWeb, vaultAbi, node.vault)
  const btt: Record<string, Method> = methodsOf(tronWeb, playBtt.abi, node.tokens.btt)
  const method = (methods: Record<string, Method>, name: string): Method => {
    const found = methods[name]
    if (found === undefined) throw new Error(`no ${name}`)
    return found
  }
  const send = (name: string, ...args: readonly unknown[]): Promise<string> =>
    method(vault, name)(...args).send({ feeLimit: 1_000_000_000 })
  const approve = (units: bigint): Promise<string> =>
    method(btt, 'approve')(node.vault, units.toString()).send({ feeLimit: 1_000_000_000 })
  return {
    address: own,
    send,
    read: (name, ...args) => method(vault, name)(...args).call(),
    approve,
    deposit: async (units) => {
      await approve(units)
      await send('deposit', units.toString())
    },
    voucher: (payee, lane, units) => {
      const domain = { name: 'SpeedVault', version: '1', chainId: node.chainId, verifyingContract: node.vault }
      const value = { payer: own, payee, lane: lane.toString(), cumulative: units.toString() }
      const signed = tronWeb.trx.signTypedData(domain, TYPES, value, privateKey)
      const signature = Uint8Array.from(Buffer.from(signed.replace(/^0x/, ''), 'hex'))
      return { payer: own, lane, cumulative: amount(units), signature }
    },
  }
}
