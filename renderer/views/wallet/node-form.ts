// Nodes of the user's own as they are typed: what is wrong with each, and the nodes they make. Invariant: one node is
// never taken for two, because what several say is believed for being several.

import type { NetworkId } from '../../../app/tron/networks.ts'
import type { ChainNode, WalletSettings } from '../../../app/wallet/networks-choice.ts'
import { isNodeUrl, isUnprotected } from '../../../app/wallet/node-url.ts'

export interface NodeTyped {
  readonly full: string
  readonly solidity: string
  readonly apiKey: string
}

export const emptyNode: NodeTyped = { full: '', solidity: '', apiKey: '' }

export const typedOf = ({ full, solidity, apiKey }: ChainNode): NodeTyped => ({
  full,
  solidity: solidity ?? '',
  apiKey: apiKey ?? '',
})

const text = (typed: string): string | null => (typed.trim() === '' ? null : typed.trim())

export const nodeOf = ({ full, solidity, apiKey }: NodeTyped): ChainNode => ({
  full: full.trim(),
  solidity: text(solidity),
  apiKey: text(apiKey),
})

export const isBlank = (typed: NodeTyped): boolean =>
  Object.values(typed).every((field) => text(field as string) === null)

/** The same server, however its address is spelled. */
const serverOf = ({ full }: NodeTyped): string => full.trim().toLowerCase().replace(/\/+$/, '')

export type NodeFault = 'url' | 'twice'

export interface NodeFaults {
  readonly full: NodeFault | null
  readonly solidity: 'url' | null
  readonly apiKey: 'key' | null
}

export const faultsOf = (typed: NodeTyped, before: readonly NodeTyped[]): NodeFaults => {
  const { full, solidity, apiKey } = nodeOf(typed)
  const known = before.some((one) => !isBlank(one) && serverOf(one) === serverOf(typed))
  return {
    full: isBlank(typed) ? null : !isNodeUrl(full) ? 'url' : known ? 'twice' : null,
    solidity: solidity === null || isNodeUrl(solidity) ? null : 'url',
    apiKey: apiKey === null || /^[\x21-\x7e]{1,200}$/.test(apiKey) ? null : 'key',
  }
}

const isRight = (typed: readonly NodeTyped[]): boolean =>
  typed.every((one, at) => Object.values(faultsOf(one, typed.slice(0, at))).every((fault) => fault === null))

/** Null: something of it is wrong. Blank ones are none. */
export const nodesOf = (typed: readonly NodeTyped[]): readonly ChainNode[] | null =>
  isRight(typed) ? typed.filter((one) => !isBlank(one)).map(nodeOf) : null

/** What others on the way could read or change: nothing, what is said, or the key as well. */
export const exposed = ({ full, solidity, apiKey }: NodeTyped): 'nothing' | 'all' | 'key' => {
  if (!isUnprotected(full.trim()) && !isUnprotected(solidity.trim())) return 'nothing'
  return text(apiKey) === null ? 'all' : 'key'
}

export const withNodes = (
  nodes: WalletSettings['nodes'],
  network: NetworkId,
  own: readonly ChainNode[],
): WalletSettings['nodes'] => [
  ...nodes.filter((node) => node.network !== network),
  ...own.map((node) => ({ network, ...node })),
]
