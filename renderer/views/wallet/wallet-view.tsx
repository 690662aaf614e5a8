// The Wallet page: what it is when there is none, how to open it when it is locked, and its parts when it is open.

import { Lock, LockOpen } from 'lucide-react'
import type { ComponentType } from 'react'
import { Button } from '../../components/button.tsx'
import { PracticeBadge } from '../../components/practice-badge.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { useMessages } from '../../messages/messages.ts'
import {
  chosenOf,
  heldOf,
  isThere,
  lock,
  openKeys,
  showTab,
  usePractising,
  useWallet,
  type WalletTab,
} from '../../state/wallet.ts'
import { AccountMenu, AccountChooser } from './account-chooser.tsx'
import { ActivityPanel } from './activity-panel.tsx'
import { BalancesPanel } from './balances-panel.tsx'
import { ContactsPanel } from './contacts-panel.tsx'
import { EmptyWallet } from './empty-wallet.tsx'
import { NetworkButton } from './network-chooser.tsx'
import { ReceivePanel } from './receive-panel.tsx'
import { SendPanel } from './send-panel.tsx'
import { LockedWallet } from './locked-wallet.tsx'
import { WalletNotes } from './wallet-notes.tsx'
import '../../styles/page.css'
import './wallet-view.css'
import './wallet-panels.css'

const panels: { readonly [T in WalletTab]: ComponentType } = {
  balances: BalancesPanel,
  send: SendPanel,
  receive: ReceivePanel,
  activity: ActivityPanel,
  contacts: ContactsPanel,
}
const tabs: readonly WalletTab[] = ['balances', 'send', 'receive', 'activity', 'contacts']

const OpenWallet = () => {
  const words = useMessages().wallet
  const tab = useWallet((wallet) => wallet.tab)
  const underway = useWallet(({ chain }) => chain?.underway ?? 0)
  const Panel = panels[tab]
  return (
    <Tabs
      label={words.tabs}
      value={tab}
      onChange={showTab}
      tabs={tabs.map((value) => ({
        value,
        label: words[value],
        count: value === 'activity' && underway > 0 ? String(underway) : null,
      }))}
    >
      <div className="wallet__panel">
        <Panel />
      </div>
    </Tabs>
  )
}

const Body = () => {
  const home = useWallet((wallet) => wallet.home)
  if (home === null) return null
  if (!isThere(home)) return <EmptyWallet />
  const { is } = home.wallet.vault
  if (is === 'damaged' || (is === 'locked' && heldOf(home).length === 0))
    return <LockedWallet vault={home.wallet.vault} />
  return <OpenWallet />
}

const Head = () => {
  const words = useMessages().wallet
  const home = useWallet((wallet) => wallet.home)
  const chosen = chosenOf(useWallet())
  const practising = usePractising()
  const vault = home?.wallet.vault.is
  return (
    <header className="page__head wallet__head">
      <h1>{words.title}</h1>
      {practising && <PracticeBadge />}
      <div className="wallet__room" />
      {isThere(home) && <NetworkButton />}
      {chosen !== null && <AccountChooser chosen={chosen} />}
      {vault === 'unlocked' && (
        <Button icon={Lock} onClick={lock}>
          {words.lock}
        </Button>
      )}
      {vault === 'locked' && chosen !== null && (
        <Button icon={LockOpen} onClick={() => openKeys('unlock')}>
          {words.unlock}
        </Button>
      )}
      {chosen !== null && <AccountMenu chosen={chosen} />}
    </header>
  )
}

export const WalletView = () => (
  <div className="page wallet" data-practice={usePractising() || undefined}>
    <Head />
    <WalletNotes />
    <Body />
  </div>
)
