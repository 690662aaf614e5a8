// TronWeb as any program would use it against a node, for tests: it signs and sends over HTTP, and what it does not say
// about refusals is asked of the node directly.

import { TronWeb } from 'tronweb'
import type { NodeAt, PracticeNode } from '../practice.ts'

/** The private key that is this number. */
export const keyOf = (number: number): string => number.toString(16).padStart(64, '0')

export const addressOf = (key: string): string => String(TronWeb.address.fromPrivateKey(key))

export const hexOf = (address: string): string => TronWeb.address.toHex(address)

export const connect = (node: Pick<NodeAt, 'url'>, privateKey: string): TronWeb =>
  new TronWeb({ fullHost: node.url, privateKey })

export const textOfHex = (text: string): string => Buffer.from(text, 'hex').toString('utf8')

/** An answer of the node, as its JSON says it. */
export const post = async <T = Record<string, unknown>>(
  { url }: Pick<NodeAt, 'url'>,
  path: string,
  body: object = {},
): Promise<T> => (await (await fetch(url + path, { method: 'POST', body: JSON.stringify(body) })).json()) as T

interface Artifact {
  readonly name: string
  readonly abi: readonly unknown[]
  readonly bytecode: string
}

interface Deployment {
  readonly id: string
  readonly address: string
  readonly answer: { readonly result?: boolean; readonly code?: string }
}

/** TronWeb's own `contract().new()` waits three seconds and does not say when it failed. */
export const deploy = async (tronWeb: TronWeb, artifact: Artifact, more: object = {}): Promise<Deployment> => {
  const options = {
    abi: artifact.abi,
    bytecode: artifact.bytecode,
    feeLimit: 1_000_000_000,
    userFeePercentage: 100,
    originEnergyLimit: 10_000_000,
    name: artifact.name,
    ...more,
  }
  const built = await tronWeb.transactionBuilder.createSmartContract(
    options as unknown as Parameters<TronWeb['transactionBuilder']['createSmartContract']>[0],
    String(tronWeb.defaultAddress.hex),
  )
  const signed = await tronWeb.trx.sign(built)
  const answer = (await tronWeb.trx.sendRawTransaction(signed)) as unknown as Deployment['answer']
  return {
    id: signed.txID,
    address: (built as unknown as { contract_address: string }).contract_address,
    answer,
  }
}

/** What a contract's method is called by; TronWeb gives it no types. */
export type Method = (...args: unknown[]) => {
  call(): Promise<unknown>
  send(options?: object): Promise<string>
}

export const methodsOf = (tronWeb: TronWeb, abi: readonly unknown[], address: string): Record<string, Method> =>
  tronWeb.contract(abi as Parameters<TronWeb['contract']>[0], address)

export interface Info {
  readonly id?: string
  readonly fee?: number
  readonly blockNumber?: number
  readonly result?: string
  readonly resMessage?: string
  readonly receipt: Record<string, number | string | undefined>
  readonly log?: readonly { address: string; topics: string[]; data?: string }[]
  readonly contractResult: readonly string[]
  readonly assetIssueID?: string
}

export const infoOf = (node: Pick<PracticeNode, 'url'>, id: string, solid = false): Promise<Info> =>
  post<Info>(node, `/wallet${solid ? 'solidity' : ''}/gettransactioninfobyid`, { value: id })
