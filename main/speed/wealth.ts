// What Speed has to know of the wallet and its network, out of what their processes said last. Invariant: a vault
// counts only when the chain process found it to be ours, and only an account with a key here pays or is paid; before
// the wallet was opened, the one whose books have something at stake, for which nobody can sign until then.

import type { Situation } from '../../app/speed/situation.ts'
import type { Address } from '../../app/tron/address.ts'
import type { NetworkId } from '../../app/tron/networks.ts'
import type { AtStake } from '../../app/wallet/chain-config.ts'
import type { ChainState } from '../../app/wallet/chain-state.ts'
import type { WalletState } from '../../app/wallet/wallet-state.ts'

/** How the wallet, its network and the processes for both are. */
export interface Holdings {
  readonly wallet: WalletState
  readonly walletRuns: boolean
  readonly network: NetworkId | null
  /** Null: it has said nothing yet, or does not run. */
  readonly chain: ChainState | null
  /** What the wallet's books have at stake, as they say before it was opened. Absent: nothing. */
  readonly atStake?: readonly AtStake[]
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

/** Before the wallet was opened only the books can name it. */
const accountOf = ({ wallet, atStake = [] }: Holdings, vault: Situation['vault']): Address | null => {
  if (walletOf(wallet) !== 'unopened') return wallet.accounts[0]?.address ?? null
  const books = atStake.find((each) => each.vault.chainId === vault?.chainId && each.vault.address === vault.address)
  return books?.account ?? null
}

/** Phases in which nodes are asked and answer. */
const HERE: ReadonlySet<string> = new Set(['ready', 'refused'])

export const wealthOf = (holdings: Holdings): Wealth => {
  const { wallet, network, chain } = holdings
  const vault = vaultOf(holdings)
  return {
    wallet: walletOf(wallet),
    networkChosen: network !== null,
    practice: network === 'practice',
    account: accountOf(holdings, vault),
    vault,
    chainAway: chain === null || !HERE.has(chain.phase.is),
  }
}
