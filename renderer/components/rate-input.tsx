// A speed limit: a number and its unit, empty for none. Given out when the field is left or Enter is pressed; what
// cannot be a limit is said beneath and not given out.

import { useEffect, useId, useState } from 'react'
import type { Units } from '../format/bytes.ts'
import { useMessages } from '../messages/messages.ts'
import { rateToText, textToRate, type RateFault, type RateScale, type RateText } from '../views/settings/rate-text.ts'
import { Select } from './select.tsx'
import { TextInput } from './text-input.tsx'
import './rate-input.css'

export interface RateInputProps {
  /** Bytes per second; null: no limit. */
  readonly value: number | null
  readonly onCommit: (value: number | null) => void
  readonly units: Units
  readonly 'aria-label': string
}

const SCALES: readonly RateScale[] = [1, 2, 3]

export const RateInput = ({ value, onCommit, units, 'aria-label': label }: RateInputProps) => {
  const { settings: words, units: symbols } = useMessages()
  const [text, setText] = useState<RateText>(() => rateToText(value, units))
  const [fault, setFault] = useState<RateFault | null>(null)
  const faultId = useId()
  useEffect(() => setText(rateToText(value, units)), [value, units])

  const commit = (next: RateText): void => {
    const rate = textToRate(next, units)
    setFault(rate.ok ? null : rate.error)
    if (rate.ok && rate.value !== value) onCommit(rate.value)
  }
  const changeScale = (scale: RateScale): void => {
    const next = { ...text, scale }
    setText(next)
    commit(next)
  }
  return (
    <div className="rate-input">
      <div className="rate-input__row">
        <TextInput
          value={text.number}
          onChange={(number) => setText({ ...text, number })}
          onBlur={() => commit(text)}
          onKeyDown={(event) => event.key === 'Enter' && commit(text)}
          inputMode="decimal"
          placeholder={words.noLimit}
          aria-label={label}
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
        <p id={faultId} className="rate-input__fault">
          {words.rateFaults[fault]}
        </p>
      )}
    </div>
  )
}
