// What may be spent at all: four limits and a choice, sent to the key window, where a person approves them. Lower ones
// hold at once. They are kept and enforced beside the key, not here.

import { useState } from 'react'
import { isSame, isTighter } from '../../../app/speed/caps.ts'
import type { SpeedState } from '../../../app/speed/speed-state.ts'
import { AmountField } from '../../components/amount-field.tsx'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Note } from '../../components/note.tsx'
import { PracticeBadge } from '../../components/practice-badge.tsx'
import { formatBtt } from '../../format/prices.ts'
import { useMessages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { notify } from '../../state/notices.ts'
import { limitsOf, limitsStart, spentSince, type LimitsTyped } from './limits-form.ts'
import { typedAmount, typedPrice } from './typed-amount.ts'
import './order-dialog.css'

interface FieldsProps {
  readonly typed: LimitsTyped
  readonly onChange: (change: Partial<LimitsTyped>) => void
}

const Fields = ({ typed, onChange }: FieldsProps) => {
  const { speed, speedSetup: words } = useMessages()
  const amounts = [
    { key: 'perDay', label: words.perDay },
    { key: 'perPeer', label: words.perPeer },
    { key: 'total', label: words.total, hint: words.totalHint },
  ] as const
  return (
    <>
      <div className="speed-limits">
        {amounts.map((one) => (
          <AmountField
            key={one.key}
            label={one.label}
            text={typed[one.key]}
            onChange={(text) => onChange({ [one.key]: text })}
            unit={speed.unit}
            fault={typedAmount(typed[one.key]).fault}
            {...('hint' in one && { hint: one.hint })}
          />
        ))}
        <AmountField
          label={words.ceiling}
          text={typed.priceCeiling}
          onChange={(priceCeiling) => onChange({ priceCeiling })}
          unit={words.perGiB}
          fault={typedPrice(typed.priceCeiling).fault}
          hint={words.ceilingHint}
        />
      </div>
      <div>
        <Checkbox checked={typed.whileLocked} onChange={(whileLocked) => onChange({ whileLocked })}>
          {words.whileLocked}
        </Checkbox>
        <p className="order-dialog__quiet speed-limits__beneath">{words.whileLockedHint}</p>
      </div>
    </>
  )
}

interface LimitsProps {
  readonly state: SpeedState
  readonly onClose: () => void
}

export const SpendingLimitsDialog = ({ state, onClose }: LimitsProps) => {
  const { common, speedOrders, speedSetup: words } = useMessages()
  const [typed, setTyped] = useState(() => limitsStart(state))
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState(false)
  const limits = limitsOf(typed, state.allowance)
  const tighter = limits !== null && isTighter(limits, state.allowance)
  const same = limits !== null && state.allowance !== null && isSame(limits, state.allowance)
  const spent = spentSince(state)
  const idle = limits === null || (same && spent === 0n)
  const send = async (): Promise<void> => {
    if (idle || busy) return
    setBusy(true)
    setRefused(false)
    const answer = await act('speed.allow', limits)
    setBusy(false)
    if (answer?.value !== true) return setRefused(answer !== null)
    notify({ kind: 'told', text: words.taken })
    onClose()
  }
  const ofSame = spent === 0n ? words.same : words.anew(formatBtt(spent))
  const how = tighter ? words.tighter : words.looser
  const says = busy && !tighter ? speedOrders.inKeyWindow : same ? ofSame : how
  return (
    <Dialog
      open
      onClose={onClose}
      onEnter={() => void send()}
      title={words.limitsTitle}
      description={words.limitsText}
      {...(state.practice && { aside: <PracticeBadge /> })}
      actions={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button look="primary" disabled={idle || busy} onClick={() => void send()}>
            {tighter ? words.tighten : same && !idle ? words.approveAnew : words.approve}
          </Button>
        </>
      }
    >
      <div className="order-dialog">
        <Fields typed={typed} onChange={(change) => setTyped({ ...typed, ...change })} />
        {limits !== null && limits.perDay > limits.total && <Note>{words.dayOverTotal}</Note>}
        {refused ? (
          <Note tone="warning" announced>
            {words.notTaken}
          </Note>
        ) : (
          <p className="order-dialog__quiet">{says}</p>
        )}
      </div>
    </Dialog>
  )
}
