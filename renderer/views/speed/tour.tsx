// What to expect of a trial with play money, told while it runs: each sentence is ticked off by what really happens,
// and none before. Nothing is done here but asking again what was refused, and ending it.

import { Check, Circle, CircleDot, Sprout } from 'lucide-react'
import { useEffect, type ReactNode } from 'react'
import { ZERO } from '../../../app/money/amount.ts'
import type { TorrentSpeed } from '../../../app/speed/speed-state.ts'
import { Button } from '../../components/button.tsx'
import { PracticeBadge } from '../../components/practice-badge.tsx'
import { formatRate } from '../../format/bytes.ts'
import { formatCut } from '../../format/numbers.ts'
import { formatExactBtt } from '../../format/prices.ts'
import { useMessages } from '../../messages/messages.ts'
import { noteTrial, useSpeed } from '../../state/speed.ts'
import { useSettings } from '../../state/settings.ts'
import { askAgain, endTrial } from '../../state/speed-setup.ts'
import { meanRate } from '../../state/trial-rates.ts'
import { useSetUp } from './trial-set-up.ts'
import './tour.css'

const SECOND_MS = 1_000

interface Step {
  readonly key: string
  readonly done: boolean
  readonly text: string
  readonly action?: ReactNode
}

const useMoneyStep = (): Step => {
  const words = useMessages().speedSetup
  const { done, text, ended } = useSetUp()
  return { key: 'money', done, text, ...(ended && { action: <Button onClick={askAgain}>{words.tryAgain}</Button> }) }
}

const useRateSteps = (on: boolean): readonly Step[] => {
  const words = useMessages().speedSetup
  const units = useSettings(({ look }) => look.units)
  const rates = useSpeed(({ trialRates }) => trialRates)
  const [free, paid] = [meanRate(rates.free), meanRate(rates.paid)]
  const faster = free !== null && paid !== null && paid > free
  const compared = (): string => {
    if (free === null || paid === null) return words.tourPaid
    const [high, low] = [formatRate(paid, units), formatRate(free, units)]
    return faster ? words.tourPaidDone(high, low, formatCut(paid / free, 1)) : words.tourPaidSame(high, low)
  }
  return [
    {
      key: 'free',
      done: free !== null,
      text: free === null ? words.tourFreeWaiting : words.tourFree(formatRate(free, units)),
    },
    { key: 'on', done: on || paid !== null, text: on ? words.tourOnDone : words.tourOn },
    { key: 'paid', done: faster, text: compared() },
  ]
}

const useSpentStep = (speed: TorrentSpeed | undefined): Step => {
  const words = useMessages().speedSetup
  const earned = useSpeed(({ state }) => state?.demo?.earned ?? ZERO)
  const spent = speed?.spent ?? ZERO
  const done = spent > 0n && earned > 0n
  return {
    key: 'spent',
    done,
    text: done ? words.tourSpentDone(formatExactBtt(spent), formatExactBtt(earned)) : words.tourSpent,
  }
}

const StepMark = ({ done, now }: { readonly done: boolean; readonly now: boolean }) => {
  const words = useMessages().speedSetup
  if (done) return <Check size={14} aria-label={words.stepDone} />
  return now ? <CircleDot size={14} aria-hidden /> : <Circle size={14} aria-hidden />
}

export const Tour = ({ speed }: { readonly speed: TorrentSpeed | undefined }) => {
  const words = useMessages().speedSetup
  const money = useMoneyStep()
  const rates = useRateSteps(speed?.on === true)
  const steps = [money, ...rates, useSpentStep(speed)]
  const now = steps.find(({ done }) => !done)?.key
  useEffect(() => {
    const timer = setInterval(noteTrial, SECOND_MS)
    return () => clearInterval(timer)
  }, [])
  return (
    <section className="tour" aria-label={words.tour}>
      <header className="tour__head">
        <Sprout size={16} aria-hidden />
        <h2>{words.tour}</h2>
        <PracticeBadge small />
        <p>{steps.every(({ done }) => done) ? words.tourEnd : words.tourText}</p>
        <Button onClick={endTrial}>{words.tryStop}</Button>
      </header>
      <ol className="tour__steps numeric">
        {steps.map(({ key, done, text, action }) => (
          <li key={key} data-done={done || undefined} aria-current={key === now ? 'step' : undefined}>
            <StepMark done={done} now={key === now} />
            <span>{text}</span>
            {action}
          </li>
        ))}
      </ol>
    </section>
  )
}
