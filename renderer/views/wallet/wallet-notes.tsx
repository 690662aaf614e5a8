// What must be known about the wallet as a whole, above everything else on its page: keys without a backup, a network
// that is away, an address that cannot be spent from. Nothing here can be waved away while it is true.

import { LoaderCircle, ShieldAlert, TriangleAlert } from 'lucide-react'
import { Banner } from '../../components/banner.tsx'
import { Button } from '../../components/button.tsx'
import { useMessages } from '../../messages/messages.ts'
import { accountOf, chosenOf, isThere, openKeys, useWallet } from '../../state/wallet.ts'

const BackupNote = () => {
  const words = useMessages().wallet
  const open = useWallet(({ home }) => home?.wallet.backedUp === false && home.wallet.vault.is !== 'none')
  if (!open) return null
  return (
    <Banner
      tone="danger"
      mark={<ShieldAlert size={16} aria-hidden />}
      title={words.notBackedUp}
      actions={<Button onClick={() => openKeys('back-up')}>{words.backUp}</Button>}
    >
      {words.notBackedUpText}
    </Banner>
  )
}

const ProcessNote = () => {
  const words = useMessages().wallet
  const home = useWallet((wallet) => wallet.home)
  if (home?.process === 'failed') {
    return (
      <Banner tone="danger" mark={<TriangleAlert size={16} aria-hidden />} title={words.processFailed}>
        {words.processFailedText}
      </Banner>
    )
  }
  if (home?.process === 'restarting') {
    return <Banner mark={<LoaderCircle size={16} aria-hidden />} title={words.processStarting} />
  }
  return home?.wallet.fromBackup === true ? (
    <Banner tone="danger" mark={<TriangleAlert size={16} aria-hidden />} title={words.fromBackup} />
  ) : null
}

const PhaseNote = () => {
  const { phase: words } = useMessages().wallet
  const { home, chain } = useWallet()
  if (!isThere(home) || home === null) return null
  if (home.practice === 'failed') {
    return <Banner tone="danger" mark={<TriangleAlert size={16} aria-hidden />} title={words.practiceFailed} />
  }
  if (home.practice === 'starting') {
    return <Banner mark={<LoaderCircle size={16} aria-hidden />} title={words.practiceStarting} />
  }
  const phase = chain?.phase
  switch (phase?.is) {
    case 'checking':
      return <Banner mark={<LoaderCircle size={16} aria-hidden />} title={words.checking} />
    case 'offline':
      return <Banner mark={<TriangleAlert size={16} aria-hidden />} title={words.offline} />
    case 'disagreeing':
      return <Banner tone="danger" mark={<TriangleAlert size={16} aria-hidden />} title={words.disagreeing} />
    case 'too-few-nodes': {
      const { answering, needed, named } = phase
      return (
        <Banner
          tone="danger"
          mark={<TriangleAlert size={16} aria-hidden />}
          title={words.tooFewNodes(answering, needed, named)}
        />
      )
    }
    case 'refused':
      return <Banner tone="danger" mark={<TriangleAlert size={16} aria-hidden />} title={words.refused(phase.check)} />
    default:
      return null
  }
}

const PermissionNote = () => {
  const words = useMessages().wallet
  const wallet = useWallet()
  const account = accountOf(wallet.chain, chosenOf(wallet)?.address)
  const text = account === null ? '' : words.permission(account.permission)
  return text === '' ? null : <Banner tone="danger" mark={<TriangleAlert size={16} aria-hidden />} title={text} />
}

export const WalletNotes = () => (
  <div role="status">
    <BackupNote />
    <ProcessNote />
    <PhaseNote />
    <PermissionNote />
  </div>
)
