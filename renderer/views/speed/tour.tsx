// What to expect of a trial with play money, told while it runs: each sentence is ticked off by what really happens, and
// none before. Nothing is done here but ending it.

import { Check, Circle, Sprout } from 'lucide-react'
import { ZERO } from '../../../app/money/amount.ts'
import type { TorrentSpeed } from '../../../app/speed/speed-state.ts'
import type { TorrentRow } from '../../../app/torrent/row.ts'
import { Button } from '../../components/button.tsx'
import { PracticeBadge } from '../../components/practice-badge.tsx'
import { formatRate } from '../../format/bytes.ts'
import { formatExactBtt } from '../../format/prices.ts'
import { useMessages } from '../../messages/messages.ts'
import { useSpeed } from '../../state/speed.ts'
import { useSettings } from '../../state/settings.ts'
import { endTrial } from '../../state/speed-setup.ts'
import { useMostFree } from './most-free.ts'
import './tour.css'

interface TourProps {
  readonly row: TorrentRow
  readonly speed: TorrentSpeed | undefined
}

export const Tour = ({ row, speed }: TourProps) => {
  const words = useMessages().speedSetup
  const units = useSettings(({ look }) => look.units)
  const free = useMostFree(row, speed)
  const on = speed?.on === true
  const paid = speed?.paidRate ?? 0
  const spent = speed?.spent ?? 0n
  const earned = useSpeed(({ state }) => state?.demo?.earned ?? ZERO)
  const began = free > 0
  const steps = [
    { key: 'free', done: began, text: began ? words.tourFree(formatRate(free, units)) : words.tourFreeWaiting },
    { key: 'on', done: on, text: on ? words.tourOnDone : words.tourOn },
    {
      key: 'paid',
      done: on && paid > free,
      text: on && paid > free ? words.tourPaidDone(formatRate(paid, units), formatRate(free, units)) : words.tourPaid,
    },
    {
      key: 'spent',
      done: spent > 0n && earned > 0n,
      text:
        speed !== undefined && spent > 0n && earned > 0n
          ? words.tourSpentDone(formatExactBtt(speed.spent), formatExactBtt(earned))
          : words.tourSpent,
    },
  ]
  const ended = steps.every(({ done }) => done)
  return (
    <section className="tour" aria-label={words.tour}>
      <header className="tour__head">
        <Sprout size={16} aria-hidden />
        <h2>{words.tour}</h2>
        <PracticeBadge small />
        <p>{ended ? words.tourEnd : words.tourText}</p>
        <Button onClick={endTrial}>{words.tryStop}</Button>
      </header>
      <ol className="tour__steps numeric">
        {steps.map(({ key, done, text }) => (
          <li key={key} data-done={done || undefined}>
            {done ? <Check size={14} aria-label={words.stepDone} /> : <Circle size={14} aria-hidden />}
            {text}
          </li>
        ))}
      </ol>
    </section>
  )
}
