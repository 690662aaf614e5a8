// A speed limit: a number and its unit, empty for none. Given out when the field is left, Enter is pressed or its form
// is sent; what cannot be a limit is said beneath and not given out. Of several that differ it is empty until it is
// typed in.

import { useEffect, useId, useRef, useState } from 'react'
import type { Units } from '../format/bytes.ts'
import { useMessages } from '../messages/messages.ts'
import { rateToText, textToRate, type RateFault, type RateScale, type RateText } from '../views/settings/rate-text.ts'
import { intoSight, useFormField } from './form-fields.ts'
import { MIXED, type Mixed } from './mixed.ts'
import { Select } from './select.tsx'
import { TextInput } from './text-input.tsx'
import './rate-input.css'

export interface RateInputProps {
  /** Bytes per second; null: no limit. */
  readonly value: number | null | Mixed
  readonly onCommit: (value: number | null) => void
  readonly units: Units
  readonly 'aria-label': string
}

const SCALES: readonly RateScale[] = [1, 2, 3]

const useDraft = ({ value, onCommit, units }: RateInputProps) => {
  const [text, setText] = useState<RateText>(() => rateToText(value === MIXED ? null : value, units))
  const [typed, setTyped] = useState(false)
  const [fault, setFault] = useState<RateFault | null>(null)
  useEffect(() => {
    setText(rateToText(value === MIXED ? null : value, units))
    setTyped(false)
    setFault(null)
  }, [value, units])
  const mixed = value === MIXED && !typed

  const give = (next: RateText): boolean => {
    if (mixed) return true
    const rate = textToRate(next, units)
    setFault(rate.ok ? null : rate.error)
    if (rate.ok && rate.value !== value) onCommit(rate.value)
    return rate.ok
  }
  const change = (number: string): void => {
    const next = { ...text, number }
    setText(next)
    setTyped(true)
    if (fault === null) return
    const rate = textToRate(next, units)
    setFault(rate.ok ? null : rate.error)
  }
  const changeScale = (scale: RateScale): void => {
    const next = { ...text, scale }
    setText(next)
    give(next)
  }
  return { text, fault, mixed, change, changeScale, commit: () => give(text) }
}

export const RateInput = (props: RateInputProps) => {
  const { units, 'aria-label': label } = props
  const { common, settings: words, units: symbols } = useMessages()
  const { text, fault, mixed, change, changeScale, commit } = useDraft(props)
  const box = useRef<HTMLInputElement>(null)
  const faultId = useId()
  useFormField(box, commit)
  return (
    <div className="rate-input">
      <div className="rate-input__row">
        <TextInput
          ref={box}
          value={text.number}
          onChange={change}
          onBlur={commit}
          onKeyDown={(event) => event.key === 'Enter' && commit()}
          inputMode="decimal"
          placeholder={mixed ? common.mixed : words.noLimit}
          aria-label={mixed ? common.mixedName(label) : label}
          aria-invalid={fault !== null}
          aria-describedby={fault === null ? undefined : faultId}
          className="rate-input__number numeric"
        />
        <Select
          value={text.scale}
          options={SCALES.map((scale) => ({ value: scale, label: symbols.perSecond(symbols[units][scale] ?? '') }))}
          onChange={changeScale}
          aria-label={words.rateUnit(label)}
        />
      </div>
      {fault !== null && (
        <p ref={intoSight} id={faultId} className="rate-input__fault">
          {words.rateFaults[fault]}
        </p>
      )}
    </div>
  )
}
