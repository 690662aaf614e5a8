// What the chain itself says of a vault, asked of its node over HTTP: balances, what was paid, and every event. Nothing
// here goes through the code that is tested.

import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { addressBytes, type Address } from '../../app/tron/address.ts'
import { ask, countAt, isAnswer, textAt, wouldDo, type NodeAt } from '../vault/node-at.ts'

export interface VaultNode {
  readonly url: string
  readonly vault: string
  readonly tokens: { readonly btt: string }
}

export interface ChainEvent {
  readonly name: string
  readonly txId: string
  readonly values: Readonly<Record<string, string>>
}

const PAGE = 200
const selector = (signature: string): string => bytesToHex(keccak_256(utf8ToBytes(signature))).slice(0, 8)
const PAID = selector('paid(address,address,uint64)')
const ACCOUNTS = selector('accounts(address)')
const BALANCE_OF = selector('balanceOf(address)')
const word = (hex: string): string => hex.padStart(64, '0')
const number = (value: bigint): string => word(value.toString(16))
const hexOf = (address: string): string => bytesToHex(addressBytes(address as Address))
const argument = (address: string): string => word(hexOf(address).slice(2))

/** As events have them. */
export const eventAddress = (address: string): string => `0x${hexOf(address).slice(2)}`

export class VaultRecord {
  readonly #node: VaultNode
  readonly #at: NodeAt

  constructor(node: VaultNode) {
    this.#node = node
    this.#at = { host: node.url, headers: {} }
  }

  /** By the newest block. */
  async paid(payer: string, payee: string, lane: bigint): Promise<bigint> {
    const data = `${PAID}${argument(payer)}${argument(payee)}${number(lane)}`
    const [paid = 0n] = await this.#words(this.#node.vault, data)
    return paid
  }

  async free(payer: string): Promise<bigint> {
    const [free = 0n] = await this.#words(this.#node.vault, `${ACCOUNTS}${argument(payer)}`)
    return free
  }

  async tokens(owner: string): Promise<bigint> {
    const [balance = 0n] = await this.#words(this.#node.tokens.btt, `${BALANCE_OF}${argument(owner)}`)
    return balance
  }

  /** Sun. */
  async fee(txId: string): Promise<bigint> {
    return BigInt(countAt(await ask(this.#at, '/wallet/gettransactioninfobyid', { value: txId }), 'fee'))
  }

  /** The oldest first, those of the newest block included. */
  async events(): Promise<readonly ChainEvent[]> {
    const found: ChainEvent[] = []
    for (let from: string | null = ''; from !== null;) {
      const query = `limit=${String(PAGE)}&order_by=block_timestamp,asc&fingerprint=${from}`
      const response: Response = await fetch(`${this.#node.url}/v1/contracts/${this.#node.vault}/events?${query}`)
      const answer: unknown = await response.json()
      if (!isAnswer(answer) || !Array.isArray(answer['data'])) throw new Error('the node shows no events')
      for (const event of answer['data'] as readonly unknown[]) {
        if (!isAnswer(event)) continue
        const values = event['result'] as Readonly<Record<string, string>>
        found.push({ name: textAt(event, 'event_name'), txId: textAt(event, 'transaction_id'), values })
      }
      from = textAt(answer, 'meta', 'fingerprint') || null
    }
    return found
  }

  async #words(to: string, data: string): Promise<readonly bigint[]> {
    const { output } = await wouldDo(this.#at, hexOf(to), hexOf(to), data)
    return (output.match(/.{64}/g) ?? []).map((hex) => BigInt(`0x${hex}`))
  }
}
