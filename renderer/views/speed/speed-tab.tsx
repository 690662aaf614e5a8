// Speed of one torrent: whether it is on and what it does, what it may spend and has spent, what it is served for money
// and for free, whether paying helps, and with whom it deals. What it earned while seeding stands here as well.

import type { TorrentSpeed, TorrentSpeedPhase } from '../../../app/speed/speed-state.ts'
import type { TorrentId, TorrentRow } from '../../../app/torrent/row.ts'
import { useEffect, useState, type ReactNode } from 'react'
import { Button } from '../../components/button.tsx'
import { Progress } from '../../components/progress.tsx'
import { PracticeBadge } from '../../components/practice-badge.tsx'
import { Switch } from '../../components/switch.tsx'
import { formatRate } from '../../format/bytes.ts'
import { formatCut, formatShare } from '../../format/numbers.ts'
import { formatBtt, formatExactBtt, formatExactPrice, formatPrice } from '../../format/prices.ts'
import { formatSpan } from '../../format/times.ts'
import { useMessages } from '../../messages/messages.ts'
import { askForBudget } from '../../state/budgeting.ts'
import { useEngineAway } from '../../state/engine.ts'
import { useSettings } from '../../state/settings.ts'
import { historyOf, type RateHistory } from '../../state/speed-history.ts'
import { openVaultDialog } from '../../state/speed-setup.ts'
import { phaseIn, stopSpending, switchOff, useSpeed, useTorrentSpeed } from '../../state/speed.ts'
import { openKeys } from '../../state/wallet.ts'
import { RatesGraph } from '../details/rates-graph.tsx'
import { torrentRows } from '../earnings/opening.ts'
import { RowsButton } from '../earnings/rows-button.tsx'
import { lookAt } from './looking.ts'
import { PhaseMark } from './phase-mark.tsx'
import { SpeedPeers } from './speed-peers.tsx'
import { Tour } from './tour.tsx'
import './speed-tab.css'

interface OfTorrent {
  readonly row: TorrentRow
  readonly speed: TorrentSpeed | undefined
}

/** How much of the budget is gone, 0 to 1: for a bar, where a thousandth is enough. */
const shareOf = ({ spent, budget }: TorrentSpeed): number =>
  budget === 0n ? 0 : Math.min(1, Number((spent * 1000n) / budget) / 1000)

/** Nothing is left to buy of what is complete, whatever is known of it. */
const useShownPhase = (row: TorrentRow, speed: TorrentSpeed | undefined): TorrentSpeedPhase => {
  const unsaid = useSpeed((all) => phaseIn(all, row.id).is)
  if (row.progress === 1 && speed?.on !== true) return { is: 'complete' }
  return speed?.phase ?? { is: unsaid === 'unknown' ? 'unknown' : 'off' }
}

/** What can be done about what stands in the way. */
const WayOn = ({ phase }: { readonly phase: TorrentSpeedPhase }) => {
  const { earnings, speed: words, speedOrders, speedSetup } = useMessages()
  const locked = useSpeed(({ state }) => state?.obstacle === 'locked')
  if (locked && (phase.is === 'unknown' || phase.is === 'no-funds'))
    return <Button onClick={() => openKeys('unlock')}>{speedSetup.unlock}</Button>
  if (phase.is === 'no-funds') return <Button onClick={() => openVaultDialog('deposit')}>{speedOrders.deposit}</Button>
  // A budget is changed where it stands.
  if (phase.is !== 'capped' || phase.cap === 'torrent') return null
  if (phase.cap === 'off') return <Button onClick={() => stopSpending(false)}>{words.allowAgain}</Button>
  return <Button onClick={() => openVaultDialog('limits')}>{earnings.changeLimits}</Button>
}

/** `badged`: what stands beside it says already that it is play money. */
const Head = ({ row, speed, badged }: OfTorrent & { readonly badged: boolean }) => {
  const words = useMessages().speed
  const away = useEngineAway()
  const practice = useSpeed(({ state }) => state?.practice === true)
  const on = speed?.on === true
  const complete = row.progress === 1
  const phase = useShownPhase(row, speed)
  const unknown = phase.is === 'unknown'
  return (
    <div className="speed-tab__head">
      <Switch
        aria-label={words.tabSwitch}
        checked={on}
        disabled={away || unknown || (complete && !on)}
        onChange={(next) => (next ? askForBudget([row.id]) : switchOff([row.id]))}
      />
      <PhaseMark phase={phase} />
      <p className="speed-tab__sentence">{words.sentence(phase)}</p>
      <WayOn phase={phase} />
      {practice && !badged && <PracticeBadge small />}
    </div>
  )
}

const Fact = ({ term, exact, children }: { term: string; exact?: string | undefined; children: ReactNode }) => (
  <>
    <dt>{term}</dt>
    <dd className="numeric" title={exact}>
      {children}
    </dd>
  </>
)

const Spent = ({ row, speed }: { readonly row: TorrentRow; readonly speed: TorrentSpeed }) => {
  const words = useMessages().speed
  const exact = words.spentOf(formatExactBtt(speed.spent), formatExactBtt(speed.budget))
  const share = shareOf(speed)
  return (
    <Fact term={words.spent} exact={exact}>
      <span className="speed-tab__spent">
        <RowsButton opens={{ what: row.name, filter: torrentRows(row.id, 'spent') }} title={exact}>
          {words.spentOf(formatBtt(speed.spent), formatBtt(speed.budget))}
        </RowsButton>
        <Button
          look="quiet"
          className="speed-tab__change"
          aria-label={words.changeBudgetSpoken}
          onClick={() => askForBudget([row.id])}
        >
          {words.changeBudget}
        </Button>
        <Progress value={share} tone="speed" label={words.spentSpoken(formatShare(share))} />
      </span>
    </Fact>
  )
}

/** Whether it helps, in plain words; before it is tried, what it would bring. */
const Help = ({ speed }: { readonly speed: TorrentSpeed }) => {
  const words = useMessages().speed
  const units = useSettings(({ look }) => look.units)
  const { help, estimate, on } = speed
  if (on === true && help !== null) {
    const times = help.unpaid > 0 ? formatCut(help.paid / help.unpaid, 1) : null
    return (
      <Fact term={words.helped}>
        {words.help(help, formatRate(help.paid, units), formatRate(help.unpaid, units), times)}
      </Fact>
    )
  }
  const text =
    estimate === null
      ? words.estimateNone
      : words.estimate(formatSpan(estimate.secondsSooner), formatBtt(estimate.cost))
  return <Fact term={words.expected}>{text}</Fact>
}

const Buying = ({ row, speed }: { readonly row: TorrentRow; readonly speed: TorrentSpeed }) => {
  const words = useMessages().speed
  const { price, lowestAsk, sellers, buyers } = speed
  return (
    <>
      {(speed.on === true || speed.spent > 0n) && <Spent row={row} speed={speed} />}
      <Fact term={words.priceNow} exact={price === null ? undefined : formatExactPrice(price)}>
        {price === null ? words.priceNone : formatPrice(price)}
      </Fact>
      <Fact term={words.lowestAsk} exact={lowestAsk === null ? undefined : formatExactPrice(lowestAsk)}>
        {lowestAsk === null ? words.lowestAskNone(speed.on !== true && sellers > 0) : formatPrice(lowestAsk)}
      </Fact>
      <Fact term={words.market}>{words.marketText(sellers, buyers)}</Fact>
      <Help speed={speed} />
    </>
  )
}

const Facts = ({ row, speed }: { readonly row: TorrentRow; readonly speed: TorrentSpeed }) => {
  const words = useMessages().speed
  const units = useSettings(({ look }) => look.units)
  const sells = speed.earned > 0n || speed.soldRate > 0 || row.progress === 1
  return (
    <dl className="speed-tab__facts">
      {(row.progress < 1 || speed.spent > 0n) && <Buying row={row} speed={speed} />}
      {sells && (
        <>
          <Fact term={words.earnedHere} exact={formatExactBtt(speed.earned)}>
            <RowsButton
              opens={{ what: row.name, filter: torrentRows(row.id, 'earned') }}
              title={formatExactBtt(speed.earned)}
            >
              {formatBtt(speed.earned)}
            </RowsButton>
          </Fact>
          <Fact term={words.soldRate}>{formatRate(speed.soldRate, units)}</Fact>
        </>
      )}
    </dl>
  )
}

const SECOND_MS = 1000

const useHistory = (id: TorrentId): RateHistory => {
  const [history, setHistory] = useState(() => historyOf(id, performance.now()))
  useEffect(() => {
    const timer = setInterval(() => setHistory(historyOf(id, performance.now())), SECOND_MS)
    return () => clearInterval(timer)
  }, [id])
  return history
}

const Graph = ({ id }: { readonly id: TorrentId }) => {
  const words = useMessages().speed
  const units = useSettings(({ look }) => look.units)
  const { paid, free } = useHistory(id)
  return (
    <RatesGraph
      first={{ name: words.paidRate, tone: 'speed', values: paid }}
      second={{ name: words.freeRate, tone: 'download', values: free }}
      units={units}
      title={words.rates}
      titleBefore={words.ratesBefore}
      spoken={words.ratesSpoken}
    />
  )
}

export const SpeedTab = ({ row }: { readonly row: TorrentRow }) => {
  const speed = useTorrentSpeed(row.id)
  const trial = useSpeed(({ state }) => state?.demo?.id === row.id)
  useEffect(() => lookAt(row.id), [row.id])
  return (
    <div className="speed-tab">
      {trial && <Tour speed={speed} />}
      <Head row={row} speed={speed} badged={trial} />
      {speed !== undefined && (
        <>
          <div className="speed-tab__columns">
            <Facts row={row} speed={speed} />
            {row.progress < 1 && <Graph id={row.id} />}
          </div>
          <SpeedPeers peers={speed.peers} some={speed.sellers + speed.buyers > 0} />
        </>
      )}
    </div>
  )
}
