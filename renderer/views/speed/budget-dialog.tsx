// Switches Speed on for torrents, with the most that may ever be spent on each; or changes that. Before anything is
// agreed to it says how things are: who sells here, what it would bring, what is needed first.

import { useEffect, useRef, useState, type RefObject } from 'react'
import { ZERO, type Amount } from '../../../app/money/amount.ts'
import type { SpeedState, TorrentSpeed } from '../../../app/speed/speed-state.ts'
import type { TorrentId, TorrentRow } from '../../../app/torrent/row.ts'
import { AmountField } from '../../components/amount-field.tsx'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Note } from '../../components/note.tsx'
import { useSettled } from '../../components/settled.ts'
import { PracticeBadge } from '../../components/practice-badge.tsx'
import { formatSize } from '../../format/bytes.ts'
import { bttText, formatBtt, formatExactBtt, formatPrice } from '../../format/prices.ts'
import { formatSpan } from '../../format/times.ts'
import { useMessages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { closeBudget, useBudgeting } from '../../state/budgeting.ts'
import { useSettings } from '../../state/settings.ts'
import { useSetup } from '../../state/speed-setup.ts'
import { switchOn, useSpeed } from '../../state/speed.ts'
import { torrents } from '../../state/torrents.ts'
import { budgetLimit, budgetStart, costAt, costOfRest, missingOf, wholeAbove } from './budget-form.ts'
import { lookAt } from './looking.ts'
import { PhaseMark } from './phase-mark.tsx'
import { isReady } from './readiness.ts'
import { SpeedSteps } from './steps.tsx'
import { typedAmount } from './typed-amount.ts'
import './budget-dialog.css'

interface OfOne {
  readonly row: TorrentRow
  readonly speed: TorrentSpeed | undefined
}

/** What is known of prices before any was named: how many sell, and the most that our own limit allows. */
const Unpriced = ({ row, speed }: { readonly row: TorrentRow; readonly speed: TorrentSpeed }) => {
  const words = useMessages().speed
  const units = useSettings(({ look }) => look.units)
  const ceiling = useSpeed(({ state }) => state?.allowance?.priceCeiling ?? null)
  const missing = missingOf(row)
  const most = ceiling === null ? null : costAt(row, ceiling)
  return (
    <>
      <p className="budget__state">{words.sellersHere(speed.sellers)}</p>
      <p className="budget__quiet numeric" title={most === null ? undefined : formatExactBtt(most)}>
        {ceiling === null || most === null
          ? words.pricesLater
          : words.pricesLaterMost(formatPrice(ceiling), formatSize(missing ?? 0, units), formatBtt(most))}
      </p>
    </>
  )
}

/** How things are here, and what paying would bring. */
const Outlook = ({ row, speed }: OfOne) => {
  const words = useMessages().speed
  const units = useSettings(({ look }) => look.units)
  if (speed === undefined) return <p className="budget__quiet">{words.lookingFor}</p>
  const { estimate, lowestAsk, sellers } = speed
  const rest = costOfRest(row, speed)
  const phase = speed.on !== false || sellers > 0 ? speed.phase : ({ is: 'no-sellers' } as const)
  return (
    <div className="budget__outlook">
      {phase.is !== 'off' && (
        <p className="budget__state">
          <PhaseMark phase={phase} wordless />
          {words.sentence(phase)}
        </p>
      )}
      {sellers > 0 && lowestAsk === null && <Unpriced row={row} speed={speed} />}
      {estimate !== null && (
        <p className="budget__estimate numeric" title={formatExactBtt(estimate.cost)}>
          {words.estimate(formatSpan(estimate.secondsSooner), formatBtt(estimate.cost))}
        </p>
      )}
      {rest !== null && lowestAsk !== null && (
        <p className="budget__quiet numeric" title={formatExactBtt(rest)}>
          {words.costOfRest(formatSize(missingOf(row) ?? 0, units), formatPrice(lowestAsk), formatBtt(rest))}
        </p>
      )}
    </div>
  )
}

const Private = ({ row, speed }: OfOne) => {
  const words = useMessages().speed
  // That one is private so that nobody outside hears of it, and was allowed with the trial.
  const trial = useSpeed(({ state }) => state?.demo?.id === row.id)
  if (!row.isPrivate || trial) return null
  const allowed = speed !== undefined && speed.phase.is !== 'private'
  return (
    <Note tone="warning" title={words.privateTitle}>
      {words.privateText}
      <Checkbox checked={allowed} onChange={(on) => void act('speed.allowPrivate', { id: row.id, on }, row.name)}>
        {words.privateAllow}
      </Checkbox>
    </Note>
  )
}

const useLimitText = (budget: Amount | null, spent: Amount, state: SpeedState): string | null => {
  const words = useMessages().speed
  const now = budget === null ? null : budgetLimit(budget, spent, state)
  // Read out once, not each time that another torrent pays.
  const limit = useSettled(`${budget} ${now?.is}`, now)
  switch (limit?.is) {
    case undefined:
      return null
    case 'zero':
      return words.budgetZero
    case 'spent':
      return words.budgetBelow
    case 'today':
      return words.leftToday(formatExactBtt(limit.left))
    case 'total':
      return words.leftTotal(formatExactBtt(limit.left))
  }
}

/** What is looked at is told of anew every second, on or off. */
const useLook = (ids: readonly TorrentId[]): void => {
  const id = ids.length === 1 ? (ids[0] ?? null) : null
  useEffect(() => (id === null ? undefined : lookAt(id)), [id])
}

interface Wish {
  readonly rows: readonly TorrentRow[]
  readonly speeds: readonly (TorrentSpeed | undefined)[]
  readonly text: string
  readonly setText: (text: string) => void
  /** Null: not readable, or nothing is typed. */
  readonly value: Amount | null
  readonly fault: string | null
  /** Of one torrent: what the missing data costs; null: nobody asked a price. */
  readonly rest: Amount | null
}

/** What is typed, once somebody typed; until then the budget there is. */
const useWish = (ids: readonly TorrentId[]): Wish => {
  const [typed, setText] = useState<string | null>(null)
  const all = useSpeed((known) => known.torrents)
  const rows = ids.flatMap((id) => torrents.row(id) ?? [])
  const speeds = rows.map(({ id }) => all.get(id))
  const [first] = rows
  const rest = first === undefined || rows.length > 1 ? null : costOfRest(first, speeds[0])
  const proposed = budgetStart(speeds)
  const text = typed ?? (proposed === null ? '' : bttText(proposed))
  return { rows, speeds, text, setText, ...typedAmount(text), rest }
}

const together = (each: Amount, count: number): Amount => (each * BigInt(count)) as Amount

const BudgetField = ({
  wish,
  state,
  input,
}: {
  wish: Wish
  state: SpeedState
  input: RefObject<HTMLInputElement | null>
}) => {
  const words = useMessages().speed
  const { rows, speeds, text, setText, value, fault, rest } = wish
  const spent = rows.length === 1 ? (speeds[0]?.spent ?? ZERO) : ZERO
  const limit = useLimitText(value, spent, state)
  const more = [
    ...(spent > 0n ? [words.budgetSpent(formatExactBtt(spent))] : []),
    ...(rows.length > 1 && value !== null ? [words.budgetTogether(formatExactBtt(together(value, rows.length)))] : []),
  ]
  return (
    <>
      <AmountField
        label={words.budget(rows.length)}
        text={text}
        onChange={setText}
        unit={words.unit}
        fault={fault}
        inputRef={input}
        hint={[words.budgetHint, ...more].join(' ')}
        {...(rest !== null && {
          action: (
            <Button onClick={() => setText(bttText(wholeAbove(rest)))}>
              {words.proposeCost(formatBtt(wholeAbove(rest)))}
            </Button>
          ),
        })}
      />
      {limit !== null && <Note announced>{limit}</Note>}
    </>
  )
}

const Needs = ({ state }: { readonly state: SpeedState }) => {
  const words = useMessages().speedSetup
  const network = useSettings((all) => all.wallet.network)
  if (isReady(state, network)) return null
  return (
    <section className="budget__needs" aria-label={words.needs}>
      <h3>{words.needs}</h3>
      <SpeedSteps state={state} onLeave={closeBudget} />
    </section>
  )
}

const Content = ({ ids, state }: { readonly ids: readonly TorrentId[]; readonly state: SpeedState }) => {
  const { common, speed: words } = useMessages()
  const behind = useSetup(({ dialog }) => dialog !== null)
  const input = useRef<HTMLInputElement>(null)
  const wish = useWish(ids)
  useLook(ids)
  const { rows, speeds, value } = wish
  const [row] = rows
  const one = rows.length === 1 ? row : undefined
  const wrong = value === null || value === 0n
  const save = async (): Promise<void> => {
    if (wrong) return
    const answers = await Promise.all(rows.map(({ id, name }) => switchOn(id, value, name)))
    if (answers.every((answer) => answer !== null)) closeBudget()
  }
  if (row === undefined) return null
  return (
    <Dialog
      open={!behind}
      onClose={closeBudget}
      onEnter={() => void save()}
      title={words.budgetTitle(rows.length)}
      description={one?.name ?? words.budgetSeveral(rows.map(({ name }) => name))}
      initialFocus={input}
      {...(state.practice && { aside: <PracticeBadge /> })}
      actions={
        <>
          <Button onClick={closeBudget}>{common.cancel}</Button>
          <Button look="primary" disabled={wrong} onClick={() => void save()}>
            {speeds.every((each) => each?.on === true) ? words.confirmChange : words.confirmOn}
          </Button>
        </>
      }
    >
      <div className="budget">
        {one && <Outlook row={one} speed={speeds[0]} />}
        <BudgetField wish={wish} state={state} input={input} />
        {one && <Private row={one} speed={speeds[0]} />}
        <Needs state={state} />
      </div>
    </Dialog>
  )
}

export const BudgetDialog = () => {
  const ids = useBudgeting((budgeting) => budgeting.ids)
  const state = useSpeed((speed) => speed.state)
  return ids === null || state === null ? null : <Content key={ids.join()} ids={ids} state={state} />
}
