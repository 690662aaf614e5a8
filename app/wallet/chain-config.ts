// What the chain process is to do, worked out from the settings, the wallet and the practice node. Invariant: without
// an address or a chosen network there is no profile, so nothing is asked of anybody; while a wallet is locked that was
// never opened since the start, its addresses are not known: sends that were saved before are followed, and what its
// books of Speed have at stake in the network's vault is watched, for nobody waits with leaving until it is opened.

import type { ChainConfig, ChainProfile } from '../ipc/chain-contract.ts'
import type { Vault } from '../speed/terms.ts'
import type { Address } from '../tron/address.ts'
import { MAINNET, NILE, SHASTA, type NetworkFacts, type NetworkId } from '../tron/networks.ts'
import { ofNetwork, type WalletSettings } from './networks-choice.ts'
import { practiceProfile, type PracticeNode } from './practice-network.ts'
import type { WalletState } from './wallet-state.ts'

const known: { readonly [N in NetworkFacts['id']]: NetworkFacts } = { mainnet: MAINNET, nile: NILE, shasta: SHASTA }

const profileOf = (
  { network, nodes, customVault }: WalletSettings,
  practice: PracticeNode | null,
): ChainProfile | null => {
  if (network === null) return null
  if (network === 'practice') return practice && practiceProfile(practice)
  const own = ofNetwork(nodes, network)
  if (network === 'custom')
    return own.length === 0
      ? null
      : { network, chainId: null, assets: null, exchange: null, vault: customVault, nodes: own }
  const { chainId, assets, exchange, vault, host } = known[network]
  return {
    network,
    chainId,
    assets,
    exchange,
    vault,
    nodes: own.length > 0 ? own : [{ full: host, solidity: null, apiKey: null }],
  }
}

/** The network that the user chose, as we know it ourselves; a custom one's chain id only its nodes can say. */
export interface ChosenChain {
  readonly id: NetworkId
  readonly chainId: number | null
  /** Where only the user knows Speed's vault: as they set it. */
  readonly vault: Address | null
}

export const chosenChain = (settings: WalletSettings, practice: PracticeNode | null): ChosenChain | null => {
  const profile = profileOf(settings, practice)
  return (
    profile && {
      id: profile.network,
      chainId: profile.chainId,
      vault: profile.network === 'custom' ? profile.vault : null,
    }
  )
}

/** Speed's books: what a locked wallet has at stake in a vault is watched, though its keys are not known. */
export interface AtStake {
  readonly vault: Vault
  readonly account: Address
}

/** `preview`: addresses of an import under way, which are looked at only while it is. */
export const chainConfig = (
  settings: WalletSettings,
  { vault, accounts, watched }: WalletState,
  practice: PracticeNode | null,
  preview: boolean = false,
  atStake: readonly AtStake[] = [],
): ChainConfig => {
  const profile = profileOf(settings, practice)
  const locked = vault.is === 'locked'
  const watching = locked && atStake.some((each) => each.vault.address === profile?.vault)
  const needed = accounts.length + watched.length > 0 || preview || watching
  const onlyUnderway = !needed && locked
  return {
    profile: needed || onlyUnderway ? profile : null,
    accounts: accounts.map(({ address }) => address),
    watched: watched.map(({ address }) => address),
    onlyUnderway,
    prices: settings.prices,
    bookOnly: settings.bookOnly,
  }
}
