// What windows know of the chain: accounts with their balances and resources, how the nodes are, what things cost.
// Types only; the chain process fills them in. Invariant: amounts are base units as bigint, and null always means "not
// known", never zero.

import type { Amount } from '../money/amount.ts'
import type { Address } from '../tron/address.ts'
import type { Asset, NetworkId } from '../tron/networks.ts'

/** Names an asset within a network: `trx`, `trc10:1002000`, `trc20:T…`. */
export type AssetKey = string & { readonly __brand: 'AssetKey' }

export const assetKey = (asset: Asset): AssetKey => {
  if (asset.kind === 'trx') return 'trx' as AssetKey
  return (asset.kind === 'trc10' ? `trc10:${asset.id}` : `trc20:${asset.contract}`) as AssetKey
}

export interface Balance {
  readonly key: AssetKey
  readonly asset: Asset
  /** Of the solidified state: what no fork can take back. */
  readonly amount: Amount | null
  /** `amount` less what sends on their way may still take from it, their fees included. */
  readonly spendable: Amount | null
}

export interface Resource {
  readonly left: bigint
  readonly of: bigint
}

/** Bytes and units that are there to be used without burning TRX. A transaction uses one of the two bandwidths whole. */
export interface Resources {
  readonly freeBandwidth: Resource
  readonly stakedBandwidth: Resource
  readonly energy: Resource
}

/**
 * Who can spend from the address. `alone`: its own key and no other. `shared`: its own key can, and others can too.
 * `others`: its own key alone cannot.
 */
export type Permission =
  | { readonly is: 'unknown' }
  | { readonly is: 'alone' }
  | {
      readonly is: 'shared' | 'others'
      readonly threshold: number
      readonly keys: readonly { readonly address: Address; readonly weight: number }[]
    }

export interface AccountState {
  readonly address: Address
  /** The chain knows the account; null: not asked yet. A new address is activated by the first TRX or TRC-10 it gets. */
  readonly activated: boolean | null
  readonly permission: Permission
  /** In the order of the network's assets. */
  readonly balances: readonly Balance[]
  readonly resources: Resources | null
  /** ms since 1970; null: never read from this network. */
  readonly readAt: number | null
}

/**
 * `limited`: asks us to come back later. `lagging`: its head is old. `wrong-chain`: another network's. `lying`: it says
 * what cannot be. `refused`: it wants another API key.
 */
export type NodeCondition =
  | 'unknown'
  | 'ok'
  | 'unreachable'
  | 'limited'
  | 'refused'
  | 'lagging'
  | 'wrong-chain'
  | 'lying'
  | 'bad-answers'

export interface NodeStatus {
  /** Host and port, without a key. */
  readonly host: string
  readonly condition: NodeCondition
  readonly headNumber: number | null
  readonly solidNumber: number | null
  /** Of the head block, ms since 1970. */
  readonly headAt: number | null
  /** When it is asked again; null: whenever there is something to ask. */
  readonly retryAt: number | null
}

/** In sun; read from the chain's parameters. */
export interface FeeParameters {
  /** A unit of energy. */
  readonly energy: Amount
  /** A byte of bandwidth. */
  readonly bandwidth: Amount
  /** A new account, in all: the system contract's part and the bandwidth's. */
  readonly activation: Amount
  readonly memo: Amount
}

/** What must be right before a network with real money is used. */
export type SelfCheck = 'chain-id' | 'token-symbol' | 'token-decimals' | 'router' | 'addresses'

/**
 * `off`: no network is chosen, nothing is asked of anybody. `checking`: the run-time checks are under way. `refused`:
 * one of them failed and nothing is done there. `offline`: no node answers; what is shown is from before.
 */
export type ChainPhase =
  | { readonly is: 'off' }
  | { readonly is: 'checking' }
  | { readonly is: 'ready' }
  | { readonly is: 'offline'; readonly since: number }
  | { readonly is: 'refused'; readonly check: SelfCheck }
  /** Nodes say different things about what has happened: nothing is called final meanwhile. */
  | { readonly is: 'disagreeing' }
  /** Fewer nodes answer than have to agree: nothing can be known now, and what is shown is from before. */
  | { readonly is: 'too-few-nodes'; readonly answering: number; readonly needed: number; readonly named: number }

/** How much of a currency one whole unit of the asset is worth, as the user's own source says. */
export interface Price {
  readonly key: AssetKey
  /** Decimal digits, as the source has them. */
  readonly value: string
  readonly at: number
}

/** Speed's vault on this network. `refused`: what is at that address is another contract, so nothing is done with it. */
export type VaultState =
  | { readonly is: 'none' }
  | { readonly is: 'checking' | 'refused'; readonly address: Address }
  | { readonly is: 'ready'; readonly address: Address; readonly token: Address; readonly delayMs: number }

export interface ChainState {
  readonly network: NetworkId | null
  /** Of the genesis block; null: not read yet. */
  readonly chainId: number | null
  readonly phase: ChainPhase
  readonly nodes: readonly NodeStatus[]
  readonly accounts: readonly AccountState[]
  readonly fees: FeeParameters | null
  /** Number of the block up to which everything is settled for good. */
  readonly solidNumber: number | null
  /** Sends that are neither final nor known not to have happened. */
  readonly underway: number
  /** Rises with every change of the activity. */
  readonly activityRevision: number
  readonly vault: VaultState
  /** Empty unless the user has set a source of prices. */
  readonly prices: readonly Price[]
}

/** What a node is, before it is used. */
export interface NodeCheck {
  readonly chainId: number
  /** The network whose genesis block it has, if it is one that is known. */
  readonly network: NetworkId | null
  readonly headNumber: number
  readonly headAt: number
  readonly solidNumber: number
}
