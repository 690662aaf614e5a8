// The page while the wallet is locked or its file is damaged: what that means, and the way on.

import { FileWarning, Lock } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { useMessages } from '../../messages/messages.ts'
import { openKeys } from '../../state/wallet.ts'
import type { WalletState } from '../../../app/wallet/wallet-state.ts'

export const LockedWallet = ({ vault }: { readonly vault: WalletState['vault'] }) => {
  const words = useMessages().wallet
  if (vault.is === 'damaged') {
    return (
      <EmptyState icon={FileWarning} title={words.damagedTitle} text={words.damagedText}>
        <Button onClick={() => openKeys('start-over')}>{words.setAside}</Button>
      </EmptyState>
    )
  }
  const waiting = vault.is === 'locked' && vault.tryAfter !== null
  return (
    <EmptyState
      icon={Lock}
      title={words.lockedTitle}
      text={words.lockedText}
      {...(waiting && { hint: words.tryAfter })}
    >
      <Button look="primary" onClick={() => openKeys('unlock')}>
        {words.unlock}
      </Button>
      <Button onClick={() => openKeys('start-over')}>{words.forgot}</Button>
    </EmptyState>
  )
}
