// The wallet in the status line: how much BTT there is, or that it is locked, and what was earned today; striped while
// it is play money. They lead to their pages. Without a wallet there is nothing.

import { Wallet as WalletIcon } from 'lucide-react'
import { ZERO } from '../../../app/money/amount.ts'
import { PracticeBadge } from '../../components/practice-badge.tsx'
import { formatShortAmount } from '../../format/amounts.ts'
import { formatBtt, formatExactBtt } from '../../format/prices.ts'
import { useMessages } from '../../messages/messages.ts'
import { useSpeed } from '../../state/speed.ts'
import { showView } from '../../state/ui.ts'
import { accountOf, chosenOf, isThere, usePractising, useWallet } from '../../state/wallet.ts'
import './wallet-chip.css'

const useText = (): string => {
  const words = useMessages().wallet
  const wallet = useWallet()
  const { home } = wallet
  if (home?.wallet.vault.is === 'locked') return words.chipLocked
  const account = accountOf(wallet.chain, chosenOf(wallet)?.address)
  const first = account?.balances.find(({ asset }) => asset.symbol === 'BTT') ?? account?.balances[0]
  if (first?.amount == null) return words.title
  return words.amount(formatShortAmount(first.amount, first.asset.decimals), first.asset.symbol)
}

/** Only where something came in: it is news, not a zero. */
const EarnedToday = () => {
  const words = useMessages().earnings
  const earned = useSpeed(({ state }) => state?.earnedToday ?? ZERO)
  if (earned === 0n) return null
  return (
    <button
      type="button"
      className="wallet-chip wallet-chip--earned numeric"
      title={formatExactBtt(earned)}
      onClick={() => showView('earnings')}
    >
      {words.earnedToday(formatBtt(earned))}
    </button>
  )
}

export const WalletChip = () => {
  const words = useMessages().wallet
  const there = useWallet(({ home }) => isThere(home))
  const practising = usePractising()
  const text = useText()
  if (!there) return null
  return (
    <>
      {practising && <PracticeBadge small />}
      <button
        type="button"
        className="wallet-chip numeric"
        aria-label={words.chipSpoken(text)}
        onClick={() => showView('wallet')}
      >
        <WalletIcon size={14} aria-hidden />
        {text}
      </button>
      <EarnedToday />
    </>
  )
}
