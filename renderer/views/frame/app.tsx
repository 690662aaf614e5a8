// The window as a whole: sidebar, toolbar, the view in force, dialogs over it. Draws nothing until the settings are
// here, so that theme and columns never flash in another form.

import { CSPProvider } from '@base-ui/react/csp-provider'
import type { ComponentType } from 'react'
import { TooltipProvider } from '../../components/tooltip.tsx'
import { useSettingsStore } from '../../state/settings.ts'
import { useUi, type View } from '../../state/ui.ts'
import { AddDialog } from '../add/add-dialog.tsx'
import { LinksDialog } from '../add/links-dialog.tsx'
import { CloseDialog } from '../close/close-dialog.tsx'
import { DetailsPane } from '../details/details-pane.tsx'
import { LimitsDialog } from '../limits/limits-dialog.tsx'
import { CommandPalette } from '../palette/command-palette.tsx'
import { ChangedDialog } from '../changed/changed-dialog.tsx'
import { RemoveDialog } from '../remove/remove-dialog.tsx'
import { EarningsView } from '../earnings/earnings-view.tsx'
import { BudgetDialog } from '../speed/budget-dialog.tsx'
import { SetupDialog } from '../speed/setup-dialog.tsx'
import { VaultDialogs } from '../speed/vault-dialogs.tsx'
import { EntriesDialog } from '../earnings/entries-dialog.tsx'
import { useTrialTab } from '../speed/trial-tab.ts'
import { CreateView } from '../create/create-view.tsx'
import { SettingsView } from '../settings/settings-view.tsx'
import { TorrentsView } from '../torrents/torrents-view.tsx'
import { WalletView } from '../wallet/wallet-view.tsx'
import { Announcer } from './announcer.tsx'
import { DropZone } from './drop-zone.tsx'
import { EngineBanner } from './engine-banner.tsx'
import { NoticeArea } from './notice-area.tsx'
import { useShortcuts } from './shortcuts.ts'
import { Sidebar } from './sidebar.tsx'
import { StatusLine } from './status-line.tsx'
import { useLook } from './look.ts'
import { Toolbar } from './toolbar.tsx'
import './app.css'

const TorrentsPage = () => (
  <>
    <Toolbar />
    <EngineBanner />
    <TorrentsView />
    <DetailsPane />
    <StatusLine />
  </>
)

const SettingsPage = () => (
  <>
    <EngineBanner />
    <SettingsView />
  </>
)

const CreatePage = () => (
  <>
    <EngineBanner />
    <CreateView />
  </>
)

const WalletPage = () => (
  <>
    <EngineBanner />
    <WalletView />
  </>
)

const EarningsPage = () => (
  <>
    <EngineBanner />
    <EarningsView />
  </>
)

const pages: { readonly [V in View]: ComponentType } = {
  torrents: TorrentsPage,
  earnings: EarningsPage,
  wallet: WalletPage,
  settings: SettingsPage,
  create: CreatePage,
}

const Frame = () => {
  const Page = pages[useUi((ui) => ui.view)]
  useLook()
  useShortcuts()
  useTrialTab()
  return (
    <div className="app">
      <Sidebar />
      <main className="app__main">
        <Page />
      </main>
      <AddDialog />
      <LinksDialog />
      <RemoveDialog />
      <ChangedDialog />
      <LimitsDialog />
      <BudgetDialog />
      <SetupDialog />
      <VaultDialogs />
      <EntriesDialog />
      <CloseDialog />
      <CommandPalette />
      <NoticeArea />
      <Announcer />
      <DropZone />
    </div>
  )
}

export const App = () => {
  const ready = useSettingsStore(({ settings }) => settings !== null)
  return (
    <CSPProvider disableStyleElements>
      <TooltipProvider>{ready && <Frame />}</TooltipProvider>
    </CSPProvider>
  )
}
