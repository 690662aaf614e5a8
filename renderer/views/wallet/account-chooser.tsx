// Which of the addresses is shown, and what can be done with it and with the wallet as a whole.

import { ChevronDown, Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../../components/menu.tsx'
import { useMessages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { chooseAccount, heldOf, openKeys, useWallet, type Held } from '../../state/wallet.ts'
import { NameDialog } from './name-dialog.tsx'
import { WatchDialog } from './watch-dialog.tsx'

export const AccountChooser = ({ chosen }: { readonly chosen: Held }) => {
  const words = useMessages().wallet
  const held = heldOf(useWallet(({ home }) => home))
  const label = (one: Held): string => (one.watchOnly ? `${one.label} (${words.watchOnly})` : one.label)
  return (
    <Menu
      align="end"
      trigger={
        <Button after={ChevronDown} aria-label={`${words.account}: ${label(chosen)}`} className="wallet__account">
          {label(chosen)}
        </Button>
      }
    >
      <MenuChoice
        value={chosen.address}
        options={held.map((one) => ({ value: one.address, label: label(one) }))}
        onChange={chooseAccount}
      />
    </Menu>
  )
}

type Asking = 'rename' | 'add' | 'watch' | null

const VaultItems = () => {
  const words = useMessages().wallet
  const vault = useWallet(({ home }) => home?.wallet.vault)
  if (vault === undefined || vault.is === 'none') return null
  const phrase = vault.is !== 'unlocked' || vault.of === 'phrase'
  return (
    <>
      <MenuSeparator />
      {phrase && <MenuItem onSelect={() => openKeys('back-up')}>{words.backUpAgain}</MenuItem>}
      {phrase && <MenuItem onSelect={() => openKeys('drill')}>{words.checkWords}</MenuItem>}
      <MenuItem onSelect={() => openKeys('show-key')}>{words.showKey}</MenuItem>
      <MenuItem onSelect={() => openKeys('export-file')}>{words.exportFile}</MenuItem>
      <MenuItem onSelect={() => openKeys('change-password')}>{words.changePassword}</MenuItem>
      <MenuSeparator />
      <MenuItem danger onSelect={() => openKeys('wipe')}>
        {words.wipe}
      </MenuItem>
    </>
  )
}

const rename = async ({ address, index }: Held, label: string): Promise<boolean> =>
  (index === null
    ? await act('wallet.watch', { address, label })
    : await act('wallet.renameAccount', { index, label })) !== null

export const AccountMenu = ({ chosen }: { readonly chosen: Held }) => {
  const words = useMessages().wallet
  const vault = useWallet(({ home }) => home?.wallet.vault)
  const [asking, setAsking] = useState<Asking>(null)
  const close = (): void => setAsking(null)
  const more = vault?.is === 'unlocked' && vault.of === 'phrase'
  const named = vault?.is === 'unlocked' || chosen.watchOnly
  return (
    <>
      <Menu align="end" trigger={<IconButton icon={Ellipsis} label={words.menu} />}>
        {named && <MenuItem onSelect={() => setAsking('rename')}>{words.renameAccount}</MenuItem>}
        {more && <MenuItem onSelect={() => setAsking('add')}>{words.addAccount}</MenuItem>}
        <MenuItem onSelect={() => setAsking('watch')}>{`${words.watch}…`}</MenuItem>
        {chosen.watchOnly && (
          <MenuItem onSelect={() => void act('wallet.unwatch', { address: chosen.address })}>
            {words.stopWatching}
          </MenuItem>
        )}
        {vault?.is === 'none' && (
          <>
            <MenuSeparator />
            <MenuItem onSelect={() => openKeys('create')}>{`${words.create}…`}</MenuItem>
            <MenuItem onSelect={() => openKeys('import')}>{`${words.import}…`}</MenuItem>
          </>
        )}
        <VaultItems />
      </Menu>
      {asking === 'rename' && (
        <NameDialog
          title={words.renameAccount}
          label={words.accountName}
          start={chosen.label}
          onName={(name) => rename(chosen, name)}
          onClose={close}
        />
      )}
      {asking === 'add' && (
        <NameDialog
          title={words.addAccount}
          label={words.accountName}
          start=""
          onName={async (label) => (await act('wallet.addAccount', { label })) !== null}
          onClose={close}
        />
      )}
      {asking === 'watch' && <WatchDialog onClose={close} />}
    </>
  )
}
