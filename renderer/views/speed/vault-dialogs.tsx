// The dialogs about the vault and the limits, each opened from several places. One at a time; what opened it waits
// behind, and is there again when it closes.

import type { SpeedState } from '../../../app/speed/speed-state.ts'
import { openVaultDialog, useSetup, type VaultDialog } from '../../state/speed-setup.ts'
import { useSpeed } from '../../state/speed.ts'
import { CashDialog } from './cash-dialog.tsx'
import { DepositDialog, RevokeDialog } from './deposit-dialog.tsx'
import { SpendingLimitsDialog } from './limits-dialog.tsx'
import { UnlockDialog } from './unlock-dialog.tsx'
import { CancelExitDialog, WithdrawDialog } from './withdraw-dialog.tsx'

const close = (): void => openVaultDialog(null)

const Opened = ({ dialog, state }: { readonly dialog: VaultDialog; readonly state: SpeedState }) => {
  const { account, deposit } = state
  const first = useSetup(({ cashFrom }) => cashFrom)
  if (dialog === 'limits') return <SpendingLimitsDialog state={state} onClose={close} />
  if (account === null) return null
  switch (dialog) {
    case 'deposit':
      return <DepositDialog account={account} deposit={deposit} onClose={close} />
    case 'revoke':
      return <RevokeDialog account={account} onClose={close} />
    case 'withdraw':
      return deposit === null ? null : <WithdrawDialog account={account} deposit={deposit} onClose={close} />
    case 'cancel-exit':
      return <CancelExitDialog account={account} onClose={close} />
    case 'unlock':
      return deposit === null ? null : <UnlockDialog account={account} deposit={deposit} onClose={close} />
    case 'cash':
      return <CashDialog account={account} first={first} onClose={close} />
  }
}

export const VaultDialogs = () => {
  const dialog = useSetup((setup) => setup.dialog)
  const state = useSpeed((speed) => speed.state)
  return dialog === null || state === null ? null : <Opened dialog={dialog} state={state} />
}
