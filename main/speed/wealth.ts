// What Speed has to know of the wallet and its network, out of what their processes said last. Invariant: a vault counts
// only when the chain process found it to be ours, and only an account with a key here pays or is paid.

import type { Situation } from '../../app/speed/situation.ts'
import type { Address } from '../../app/tron/address.ts'
import type { NetworkId } from '../../app/tron/networks.ts'
import type { ChainState } from '../../app/wallet/chain-state.ts'
import type { WalletState } from '../../app/wallet/wallet-state.ts'

/** How the wallet, its network and the processes for both are. */
export interface Holdings {
  readonly wallet: WalletState
  readonly walletRuns: boolean
  readonly network: NetworkId | null
  /** Null: it has said nothing yet, or does not run. */
  readonly chain: ChainState | null
}

export type Wealth = Pick<Situation, 'wallet' | 'networkChosen' | 'practice' | 'account' | 'vault' | 'chainAway'>

const walletOf = ({ vault, accounts, watched }: WalletState): Situation['wallet'] => {
  if (accounts.length > 0) return 'known'
  if (vault.is === 'locked') return 'unopened'
  return watched.length > 0 ? 'known' : 'none'
}

const vaultOf = ({ network, chain }: Holdings): Situation['vault'] => {
  if (chain === null || chain.network !== network || chain.chainId === null || chain.vault.is !== 'ready') return null
  return { chainId: chain.chainId, address: chain.vault.address }
}

/** Phases in which nodes are asked and answer. */
const HERE: ReadonlySet<string> = new Set(['ready', 'refused'])

export const wealthOf = (holdings: Holdings): Wealth => {
  const { wallet, network, chain } = holdings
  const account: Address | null = wallet.accounts[0]?.address ?? null
  return {
    wallet: walletOf(wallet),
    networkChosen: network !== null,
    practice: network === 'practice',
    account,
    vault: vaultOf(holdings),
    chainAway: chain === null || !HERE.has(chain.phase.is),
  }
}
