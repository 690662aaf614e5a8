// The Earnings page: what came in and what was spent, when, for which torrent, from whom; the two switches; the vault.
// Every figure opens into its rows. Without a wallet it says what this is for, and what it takes.

import { Download, HandCoins, Hourglass, OctagonPause, Play, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { amount } from '../../../app/money/amount.ts'
import type { CashNow } from '../../../app/speed/cash-now.ts'
import type { SpeedState } from '../../../app/speed/speed-state.ts'
import type { ChainState } from '../../../app/wallet/chain-state.ts'
import { Banner } from '../../components/banner.tsx'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { PracticeBadge } from '../../components/practice-badge.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { formatBtt, formatExactBtt } from '../../format/prices.ts'
import { formatDateTime, formatRelative } from '../../format/times.ts'
import { useMessages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { useNow } from '../../state/minute.ts'
import { notify } from '../../state/notices.ts'
import { openCashing, openSetup, openVaultDialog } from '../../state/speed-setup.ts'
import { stopSpending, useSpeed } from '../../state/speed.ts'
import { openKeys, useRefusedVault, useWallet } from '../../state/wallet.ts'
import { bouncedOf } from '../speed/payers.ts'
import { TrialPanel } from '../speed/trial-panel.tsx'
import { BooksGraph } from './books-graph.tsx'
import { useBooks, type Books, type Range } from './books-feed.ts'
import { BooksLines } from './books-lines.tsx'
import { Figures } from './figures.tsx'
import { EarnPanel, SpendPanel } from './switches.tsx'
import { VaultPanel } from './vault-panel.tsx'
import '../../styles/page.css'
import './earnings-view.css'

const SECOND_MS = 1000

const ranges: readonly Range[] = ['today', 'week', 'all']

interface OfState {
  readonly state: SpeedState
}

const save = async (range: Range, said: string): Promise<void> => {
  const saved = await act('speed.exportBooks', { range, torrent: null, counterparty: null, kinds: null })
  if (saved?.value != null) notify({ kind: 'told', text: said })
}

interface HeadProps extends OfState {
  readonly range: Range
  readonly onRange: (range: Range) => void
}

const Head = ({ state, range, onRange }: HeadProps) => {
  const { earnings: words, speed } = useMessages()
  return (
    <header className="page__head earnings__top">
      <h1>{words.title}</h1>
      {state.practice && <PracticeBadge />}
      <div className="earnings__room" />
      {state.obstacle !== 'no-wallet' && (
        <>
          {/* The same button, which keeps the keyboard when it is pressed. */}
          <Button
            icon={state.spendingStopped ? Play : OctagonPause}
            onClick={() => stopSpending(!state.spendingStopped)}
          >
            {state.spendingStopped ? speed.allowAgain : speed.stopAll}
          </Button>
          <Button icon={Download} onClick={() => void save(range, words.exported)}>
            {words.export}
          </Button>
          <Segmented
            label={words.range}
            value={range}
            options={ranges.map((value) => ({ value, label: words.ranges[value] }))}
            onChange={onRange}
          />
        </>
      )}
    </header>
  )
}

const Stopped = () => {
  const words = useMessages().speed
  return (
    <Banner mark={<OctagonPause size={16} aria-hidden />} title={words.stopped}>
      {words.stoppedText}
    </Banner>
  )
}

/** A node that has been silent for no longer than this may be starting, as the Practice network's does with the app. */
const STARTING_MS = 10_000

/** It is known that the network is away; before that, or once it is back, it is only that Speed has not heard of it. */
const isAway = (chain: ChainState | null, now: number): boolean => {
  const phase = chain?.phase
  if (phase?.is === 'offline') return now - phase.since >= STARTING_MS
  return phase?.is === 'disagreeing' || phase?.is === 'too-few-nodes'
}

/** What is missing before one can begin is said beside the switch, with the way on. */
const Obstacle = ({ state: { obstacle } }: OfState) => {
  const { earnings: words, speedSetup, wallet } = useMessages()
  const chain = useWallet((all) => all.chain)
  const unlocked = useWallet(({ home }) => home?.wallet.vault.is === 'unlocked')
  const away = isAway(chain, useNow(SECOND_MS))
  const refused = useRefusedVault()
  if (obstacle === null || obstacle === 'no-wallet' || obstacle === 'not-set-up') return null
  const locked = obstacle === 'locked' && !unlocked
  const asked = (obstacle === 'chain-away' && !away) || (obstacle === 'no-vault' && chain?.vault.is === 'checking')
  const soon = obstacle === 'locked' ? unlocked : asked
  const said =
    obstacle === 'no-vault' && refused !== null ? wallet.phase.vaultRefused(refused) : words.obstacle(obstacle)
  return (
    <Banner
      mark={soon ? <Hourglass size={16} aria-hidden /> : <TriangleAlert size={16} aria-hidden />}
      title={soon ? words.soon(obstacle === 'locked') : said}
      actions={locked && <Button onClick={() => openKeys('unlock')}>{speedSetup.unlock}</Button>}
    />
  )
}

/** Until the user has said to know of it, over restarts. */
const SetAside = ({ keptAs }: { readonly keptAs: string }) => {
  const words = useMessages().speed
  return (
    <Banner
      mark={<TriangleAlert size={16} aria-hidden />}
      title={words.resetTitle}
      actions={<Button onClick={() => void act('speed.forgetSetAside', undefined)}>{words.resetKnown}</Button>}
    >
      {words.resetText(keptAs)}
    </Banner>
  )
}

/** How long a withdrawal has to wait still, counted down; what follows from it meanwhile. */
const Exit = ({ exitAt }: { readonly exitAt: number }) => {
  const { earnings: words, speedOrders } = useMessages()
  const now = useNow(SECOND_MS)
  const due = now >= exitAt
  return (
    <Banner
      mark={<Hourglass size={16} aria-hidden />}
      title={due ? words.exitDue : words.exitUnderway(formatRelative(exitAt, now))}
      actions={
        <>
          {due && <Button onClick={() => openVaultDialog('withdraw')}>{speedOrders.withdraw}</Button>}
          <Button onClick={() => openVaultDialog('cancel-exit')}>{speedOrders.cancelExit}</Button>
        </>
      }
    >
      {!due && words.exitUntil(formatDateTime(exitAt))}
    </Banner>
  )
}

/** Whoever owes may leave whether or not they are connected: it stands here until it is cashed. */
const CashNowNote = ({ now: { because, payers, owes } }: { readonly now: CashNow }) => {
  const { earnings: words, speedOrders } = useMessages()
  return (
    <Banner
      mark={<HandCoins size={16} aria-hidden />}
      title={speedOrders.advice[because](payers.length)}
      actions={<Button onClick={() => openCashing(payers)}>{speedOrders.cashOut}</Button>}
    >
      {words.cashNowText(formatBtt(owes))}
    </Banner>
  )
}

const Notes = ({ state }: OfState) => (
  <>
    <div role="status">
      {state.setAside !== null && <SetAside keptAs={state.setAside} />}
      {state.cashNow !== null && <CashNowNote now={state.cashNow} />}
      {state.spendingStopped && <Stopped />}
      <Obstacle state={state} />
    </div>
    {/* It counts seconds, which nobody wants read out. */}
    {state.deposit !== null && state.deposit.exitAt !== null && <Exit exitAt={state.deposit.exitAt} />}
  </>
)

const Cashing = ({ books }: { readonly books: Books }) => {
  const { earnings: words, speedOrders } = useMessages()
  const { uncashed } = books.totals
  const bounced = amount(bouncedOf(books.byCounterparty))
  if (uncashed + bounced === 0n) return null
  return (
    <div className="earnings__cashing">
      <div>
        {uncashed > 0n && <p title={formatExactBtt(uncashed)}>{words.toCash(formatBtt(uncashed))}</p>}
        {bounced > 0n && <p title={formatExactBtt(bounced)}>{words.toCashAgain(formatBtt(bounced))}</p>}
      </div>
      <Button onClick={() => openVaultDialog('cash')}>{speedOrders.cashOut}</Button>
    </div>
  )
}

const BooksPart = ({ range }: { readonly range: Range }) => {
  const books = useBooks(range)
  const words = useMessages().earnings
  const closed = useSpeed(({ state }) => state?.booksOpen === false)
  if (books === null) return closed ? <p className="earnings__quiet">{words.booksClosed}</p> : null
  return (
    <>
      <div className="earnings__figures">
        <Figures totals={books.totals} range={range} />
        <Cashing books={books} />
      </div>
      <BooksGraph books={books} range={range} />
      <BooksLines key={`torrents-${range}`} of="torrents" lines={books.byTorrent} range={range} />
      <BooksLines key={`payers-${range}`} of="payers" lines={books.byCounterparty} range={range} />
    </>
  )
}

const Empty = () => {
  const { earnings: words, speedSetup } = useMessages()
  return (
    <div className="earnings__empty">
      <EmptyState icon={HandCoins} title={words.emptyTitle} text={words.emptyText}>
        <Button look="primary" onClick={() => openSetup(true)}>
          {speedSetup.open}
        </Button>
      </EmptyState>
      <TrialPanel />
    </div>
  )
}

/** Where nothing can be bought or sold on the network in use, trying it is all there is to do. */
const hasNoVault = ({ obstacle, practice }: SpeedState): boolean =>
  !practice && (obstacle === 'no-vault' || obstacle === 'no-network')

const Page = ({ state }: OfState) => {
  const [range, setRange] = useState<Range>('today')
  return (
    <>
      <Head state={state} range={range} onRange={setRange} />
      {state.obstacle === 'no-wallet' ? (
        <Empty />
      ) : (
        <>
          <Notes state={state} />
          <div className="earnings__body">
            <div className="earnings__main">
              <BooksPart range={range} />
            </div>
            <div className="earnings__side">
              {hasNoVault(state) && <TrialPanel />}
              <EarnPanel state={state} />
              <SpendPanel state={state} />
              <VaultPanel state={state} />
              {state.practice && <TrialPanel />}
            </div>
          </div>
        </>
      )}
    </>
  )
}

export const EarningsView = () => {
  const state = useSpeed((speed) => speed.state)
  return (
    <div className="page earnings" data-practice={state?.practice === true || undefined}>
      {state !== null && <Page state={state} />}
    </div>
  )
}
