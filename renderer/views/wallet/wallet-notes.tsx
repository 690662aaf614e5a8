// What must be known about the wallet as a whole, above everything else on its page: keys without a backup, a network
// that is away, an address that cannot be spent from. Nothing here can be waved away while it is true.

import { LoaderCircle, ShieldAlert, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { drillDue, putOffUntil } from '../../../app/wallet/backup.ts'
import { Banner } from '../../components/banner.tsx'
import { Button } from '../../components/button.tsx'
import { formatDate } from '../../format/times.ts'
import { useMessages } from '../../messages/messages.ts'
import { useMinute } from '../../state/minute.ts'
import { accountOf, chosenOf, isThere, openKeys, useBackup, useRefusedVault, useWallet } from '../../state/wallet.ts'

const BackupNote = () => {
  const words = useMessages().wallet
  const open = useWallet(({ home }) => home?.wallet.backedUp === false && home.wallet.vault.is !== 'none')
  const until = putOffUntil(useBackup(), useMinute())
  if (!open) return null
  return (
    <Banner
      tone="danger"
      mark={<ShieldAlert size={16} aria-hidden />}
      title={words.notBackedUp}
      actions={<Button onClick={() => openKeys('back-up')}>{words.backUp}</Button>}
    >
      {until === null ? words.notBackedUpText : words.notBackedUpUntil(formatDate(until))}
    </Banner>
  )
}

const DAY_MS = 86_400_000

/** Said again the next day, and at every start: a reminder that can be sent away for good is none. */
const DrillNote = () => {
  const words = useMessages().wallet
  const [later, setLater] = useState(-Infinity)
  const checkedAt = useWallet(({ home }) => home?.wallet.wordsCheckedAt ?? null)
  const phrase = useWallet(({ home }) => home?.wallet.vault.is === 'unlocked' && home.wallet.vault.of === 'phrase')
  const now = useMinute()
  if (!phrase || checkedAt === null || !drillDue(checkedAt, now) || now < later) return null
  return (
    <Banner
      mark={<ShieldAlert size={16} aria-hidden />}
      title={words.drill}
      actions={
        <>
          <Button onClick={() => openKeys('drill')}>{words.drillNow}</Button>
          <Button look="quiet" onClick={() => setLater(now + DAY_MS)}>
            {words.drillLater}
          </Button>
        </>
      }
    >
      {words.drillText(formatDate(checkedAt))}
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

/** Null: it runs, or nobody needs it. */
const useChainNote = () => {
  const { phase: words } = useMessages().wallet
  const state = useWallet(({ home }) => home?.chain)
  if (state === 'restarting') {
    return <Banner mark={<LoaderCircle size={16} aria-hidden />} title={words.chainRestarting} />
  }
  return state === 'failed' ? (
    <Banner tone="danger" mark={<TriangleAlert size={16} aria-hidden />} title={words.chainFailed}>
      {words.chainFailedText}
    </Banner>
  ) : null
}

const PhaseNote = () => {
  const { phase: words } = useMessages().wallet
  const { home, chain } = useWallet()
  const unconnected = useChainNote()
  if (!isThere(home) || home === null) return null
  if (unconnected !== null) return unconnected
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
        <Banner tone="danger" mark={<TriangleAlert size={16} aria-hidden />} title={words.tooFewNodes}>
          {words.tooFewNodesText(answering, needed, named)}
        </Banner>
      )
    }
    case 'refused':
      return <Banner tone="danger" mark={<TriangleAlert size={16} aria-hidden />} title={words.refused(phase.check)} />
    default:
      return null
  }
}

/** Only a person can have named another contract: of one's own node's network. */
const VaultNote = () => {
  const { phase: words } = useMessages().wallet
  const address = useRefusedVault()
  if (address === null) return null
  return <Banner tone="danger" mark={<TriangleAlert size={16} aria-hidden />} title={words.vaultRefused(address)} />
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
    <DrillNote />
    <ProcessNote />
    <PhaseNote />
    <VaultNote />
    <PermissionNote />
  </div>
)
