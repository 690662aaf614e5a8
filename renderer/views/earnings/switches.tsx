// The two switches, which have nothing to do with one another: whether peers may pay to be served first, and whether
// anything may be spent. Beside each, what follows from it, and why nothing does where nothing does.

import { useState } from 'react'
import type { Amount } from '../../../app/money/amount.ts'
import type { SpeedState } from '../../../app/speed/speed-state.ts'
import { PAID_PERCENT } from '../../../app/speed/speed-settings.ts'
import { AmountField } from '../../components/amount-field.tsx'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { Note } from '../../components/note.tsx'
import { NumberInput } from '../../components/number-input.tsx'
import { Switch } from '../../components/switch.tsx'
import { formatBtt, formatExactBtt, priceText } from '../../format/prices.ts'
import { useMessages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { openSetup, openVaultDialog } from '../../state/speed-setup.ts'
import { stopSpending, useSpeed } from '../../state/speed.ts'
import { useSettings } from '../../state/settings.ts'
import { showNetworkSettings } from '../settings/section-ids.ts'
import { stepsOf } from '../speed/readiness.ts'
import { typedPrice } from '../speed/typed-amount.ts'
import { rowsOf } from './opening.ts'
import { RowsButton } from './rows-button.tsx'

const WHOLE_PERCENT = { ...PAID_PERCENT, decimals: 0 }

interface PanelProps {
  readonly state: SpeedState
}

/** In force when the field is left, or Enter pressed. */
const Ask = ({ state }: PanelProps) => {
  const { earnings: words, speedSetup } = useMessages()
  const kept = priceText(state.ask)
  const [typed, setTyped] = useState<string | null>(null)
  const text = typed ?? kept
  const { value, fault } = typedPrice(text)
  const commit = (): void => {
    if (value === null) return
    setTyped(null)
    if (value !== state.ask) void act('speed.setSelling', { on: state.selling, ask: value })
  }
  return (
    <form
      className="earn__ask"
      onSubmit={(event) => {
        event.preventDefault()
        commit()
      }}
    >
      <AmountField
        label={words.ask}
        text={text}
        onChange={setTyped}
        onBlur={commit}
        unit={speedSetup.perGiB}
        fault={fault ?? (value === null ? words.askMissing : null)}
        hint={words.askHint}
      />
    </form>
  )
}

const PaidPercent = ({ state }: PanelProps) => {
  const words = useMessages().earnings
  return (
    <Field label={words.paidPercent} hint={words.paidPercentHint}>
      <NumberInput
        wide
        value={state.paidPercent}
        bounds={WHOLE_PERCENT}
        unit={words.paidPercentUnit}
        wrong={words.paidPercentWrong(PAID_PERCENT.min, PAID_PERCENT.max)}
        aria-label={words.paidPercent}
        onCommit={(percent) => percent !== null && void act('speed.setPaidPercent', { percent })}
      />
    </Field>
  )
}

const NothingComes = ({ state: { nothingEarned, selling } }: PanelProps) => {
  const words = useMessages().earnings
  if (!selling || nothingEarned === null) return null
  return (
    <Note
      {...(nothingEarned === 'port-closed' && {
        action: <Button onClick={showNetworkSettings}>{words.networkSettings}</Button>,
      })}
    >
      {words.nothing(nothingEarned)}
    </Note>
  )
}

const sumOf = (torrents: ReturnType<typeof useSpeed.getState>['torrents'], of: 'buyers' | 'paying'): number =>
  [...torrents.values()].reduce((sum, speed) => sum + speed[of], 0)

export const EarnPanel = ({ state }: PanelProps) => {
  const words = useMessages().earnings
  const buyers = useSpeed(({ torrents }) => sumOf(torrents, 'buyers'))
  const paying = useSpeed(({ torrents }) => sumOf(torrents, 'paying'))
  const { selling } = state
  return (
    <section className="switch-panel" aria-label={words.earn}>
      <header className="switch-panel__head">
        <h2>{words.earn}</h2>
        <Switch
          aria-label={words.earnSwitch}
          checked={selling}
          onChange={(on) => void act('speed.setSelling', { on, ask: state.ask })}
        />
      </header>
      <p className="switch-panel__text">{words.earnText(100 - state.paidPercent)}</p>
      {selling && state.nothingEarned === null && buyers > 0 && <p>{words.earning(paying, buyers - paying)}</p>}
      {state.cashedElsewhere > 0n && (
        <p title={formatExactBtt(state.cashedElsewhere)}>{words.elsewhere(formatBtt(state.cashedElsewhere))}</p>
      )}
      <NothingComes state={state} />
      <Ask state={state} />
      <PaidPercent state={state} />
    </section>
  )
}

const torrentsOn = (torrents: ReturnType<typeof useSpeed.getState>['torrents']): number =>
  [...torrents.values()].filter(({ on }) => on).length

interface LeftProps {
  readonly left: NonNullable<SpeedState['left']>
  readonly allowance: NonNullable<SpeedState['allowance']>
}

const Left = ({ left, allowance }: LeftProps) => {
  const words = useMessages().earnings
  const { how } = words
  const open = (figure: 'leftToday' | 'leftInAll', limit: Amount) => ({
    what: words.promisedRows,
    how: how[figure](formatExactBtt(limit)),
    filter: rowsOf[figure],
  })
  return (
    <>
      <RowsButton opens={open('leftToday', allowance.perDay)} title={formatExactBtt(left.today)}>
        {words.leftToday(formatBtt(left.today))}
      </RowsButton>
      {', '}
      <RowsButton opens={open('leftInAll', allowance.total)} title={formatExactBtt(left.total)}>
        {words.leftInAll(formatBtt(left.total))}
      </RowsButton>
    </>
  )
}

/** They hold whether or not anything can be bought at the moment. */
const Limits = ({ left, allowance }: LeftProps) => {
  const words = useMessages().earnings
  return (
    <div className="switch-panel__line">
      <p>
        <span className="earnings__quiet">{words.limits}</span> <Left left={left} allowance={allowance} />
      </p>
      <Button onClick={() => openVaultDialog('limits')}>{words.changeLimits}</Button>
    </div>
  )
}

export const SpendPanel = ({ state }: PanelProps) => {
  const { earnings: words, speedSetup } = useMessages()
  const network = useSettings((all) => all.wallet.network)
  const on = useSpeed(({ torrents }) => torrentsOn(torrents))
  const { left, allowance } = state
  const missing = stepsOf(state, network).some(({ is }) => is === 'now')
  return (
    <section className="switch-panel" aria-label={words.spend}>
      <header className="switch-panel__head">
        <h2>{words.spend}</h2>
        <Switch
          aria-label={words.spendSwitch}
          checked={!state.spendingStopped}
          onChange={(allowed) => stopSpending(!allowed)}
        />
      </header>
      <p className="switch-panel__text">{words.spendText}</p>
      <p>
        {!state.booksOpen
          ? words.spendUnknown(state.obstacle === 'locked')
          : on === 0
            ? words.spendNone
            : words.spendOn(on)}
      </p>
      {left !== null && allowance !== null && <Limits left={left} allowance={allowance} />}
      {/* How to unlock it is said above the page. */}
      {missing && state.obstacle !== 'locked' && <Button onClick={() => openSetup(true)}>{speedSetup.open}</Button>}
    </section>
  )
}
