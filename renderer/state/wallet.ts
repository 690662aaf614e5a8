// What this window knows of the wallet and its chain: who it is, what it has, whom it pays. Fed by connection.ts; all
// of it can be asked for anew at any moment. No secret ever comes here.

import { create } from 'zustand'
import type { Api, Input } from '../../app/ipc/contract.ts'
import type { Address } from '../../app/tron/address.ts'
import type { Contact } from '../../app/wallet/activity.ts'
import type { AccountState, ChainState } from '../../app/wallet/chain-state.ts'
import type { WalletHome } from '../../app/wallet/wallet-home.ts'
import { act } from './api.ts'
import { changeSettings, useSettingsStore } from './settings.ts'
import { showView } from './ui.ts'

export type WalletTab = 'balances' | 'send' | 'receive' | 'activity' | 'contacts'

interface Wallet {
  /** Null: not heard yet. */
  readonly home: WalletHome | null
  readonly chain: ChainState | null
  readonly contacts: readonly Contact[]
  readonly tab: WalletTab
  /** The account that is shown; null: the first there is. */
  readonly chosen: Address | null
  /** Somebody to send to, picked in the address book. */
  readonly payee: string
}

export const useWallet = create<Wallet>(() => ({
  home: null,
  chain: null,
  contacts: [],
  tab: 'balances',
  chosen: null,
  payee: '',
}))

export const showTab = (tab: WalletTab): void => useWallet.setState({ tab })
export const chooseAccount = (address: Address): void => useWallet.setState({ chosen: address })
export const sendTo = (payee: string): void => useWallet.setState({ payee, tab: 'send' })

/** An address of the wallet's, with a key here or without. */
export interface Held {
  readonly address: Address
  readonly label: string
  readonly watchOnly: boolean
  readonly index: number | null
}

/**
 * Those of a locked wallet are not shown: who locks it does not want it looked at. One that was watched before its key
 * was brought here is there once, with its key.
 */
export const heldOf = (home: WalletHome | null): readonly Held[] => {
  const accounts = home?.wallet.vault.is === 'unlocked' ? home.wallet.accounts : []
  const own = new Set(accounts.map(({ address }) => address))
  const watched = (home?.wallet.watched ?? []).filter(({ address }) => !own.has(address))
  return [
    ...accounts.map(({ address, label, index }) => ({ address, label, index, watchOnly: false })),
    ...watched.map(({ address, label }) => ({ address, label, index: null, watchOnly: true })),
  ]
}

export const chosenOf = ({ home, chosen }: Pick<Wallet, 'home' | 'chosen'>): Held | null => {
  const held = heldOf(home)
  return held.find(({ address }) => address === chosen) ?? held[0] ?? null
}

export const accountOf = (chain: ChainState | null, address: Address | undefined): AccountState | null =>
  chain?.accounts.find((account) => account.address === address) ?? null

/** Play money is shown: all of it has to be marked. */
export const usePractising = (): boolean => useSettingsStore(({ settings }) => settings?.wallet.network === 'practice')

/** There is a wallet, or an address to watch. */
export const isThere = (home: WalletHome | null): boolean =>
  home !== null && (home.wallet.vault.is !== 'none' || home.wallet.watched.length > 0)

/** What is known of the backup of the keys here. */
export const useBackup = () => {
  const reminder = useSettingsStore(({ settings }) => settings?.wallet.backupReminder ?? null)
  const backedUp = useWallet(({ home }) => home?.wallet.backedUp ?? null)
  const first = useWallet(({ home }) => home?.wallet.accounts[0]?.address ?? null)
  return { backedUp, first, reminder }
}

export const openKeys = (task: Input<'wallet.openKeys'>['task']): void => void act('wallet.openKeys', { task })

/** Play money at one press: the practice network starts, and a wallet for it is made in the key window. */
export const practise = async (): Promise<void> => {
  if (!(await changeSettings({ wallet: { network: 'practice' } }))) return
  showView('wallet')
  openKeys('create')
}

export const lock = (): void => void act('wallet.lock', undefined)

let heard: ChainState | null = null

/** What one network told is never shown under another's name: not while the chain process is still on its way there. */
const showChain = (): void => {
  const network = useSettingsStore.getState().settings?.wallet.network ?? null
  const chain = heard !== null && heard.network === network ? heard : null
  if (chain !== useWallet.getState().chain) useWallet.setState({ chain })
}

const hearChain = (api: Api, chain: ChainState): void => {
  const before = heard?.activityRevision
  heard = chain
  showChain()
  // Whom a send has reached meanwhile was paid: the address book says since when.
  if (before !== undefined && before !== chain.activityRevision) {
    void api.call('contacts.list').then((contacts) => contacts.ok && useWallet.setState({ contacts: contacts.value }))
  }
}

const fetchChain = async (api: Api): Promise<void> => {
  const [chain, contacts] = await Promise.all([api.call('chain.state'), api.call('contacts.list')])
  if (chain.ok) hearChain(api, chain.value)
  if (contacts.ok) useWallet.setState({ contacts: contacts.value })
}

/** The chain's side is asked only where there is something to ask about: it is a process of its own. */
const hear = (api: Api, home: WalletHome): void => {
  useWallet.setState({ home })
  if (isThere(home) && heard === null) void fetchChain(api)
}

/** Fills the store and keeps it in step with the API until the returned function is called. */
export const connectWallet = (api: Api): (() => void) => {
  const offs = [
    api.on('wallet.changed', (home) => hear(api, home)),
    api.on('chain.changed', (chain) => hearChain(api, chain)),
    useSettingsStore.subscribe(showChain),
    api.on('contacts.changed', (contacts) => useWallet.setState({ contacts })),
  ]
  void api.call('wallet.home').then((home) => home.ok && hear(api, home.value))
  return () => {
    for (const off of offs) off()
  }
}

/** What was named as Speed's vault on this network, and is another contract; null: none such. */
export const useRefusedVault = (): Address | null =>
  useWallet(({ chain }) => (chain?.vault.is === 'refused' ? chain.vault.address : null))
