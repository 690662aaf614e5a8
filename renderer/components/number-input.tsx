// A number, empty for none. Given out when the field is left or Enter is pressed, Escape takes back what was typed; what
// cannot be one is said beneath and not given out.

import { useEffect, useId, useState } from 'react'
import { numberToText, textToNumber, type NumberBounds } from './number-text.ts'
import { TextInput } from './text-input.tsx'
import './number-input.css'

export interface NumberInputProps {
  readonly value: number | null
  readonly bounds: NumberBounds
  readonly onCommit: (value: number | null) => void
  /** What an empty field means; without it, empty is wrong. */
  readonly none?: string
  /** Said beneath when what was typed cannot be taken. */
  readonly wrong: string
  readonly unit?: string
  readonly disabled?: boolean
  readonly 'aria-label': string
}

export const NumberInput = (props: NumberInputProps) => {
  const { value, bounds, onCommit, none, wrong, unit, disabled = false } = props
  const [text, setText] = useState(() => numberToText(value, bounds))
  const [refused, setRefused] = useState(false)
  const faultId = useId()
  const restore = (): void => {
    setText(numberToText(value, bounds))
    setRefused(false)
  }
  useEffect(() => setText(numberToText(value, bounds)), [value, bounds])
  const commit = (): void => {
    const read = textToNumber(text, bounds)
    const taken = read.ok && (read.value !== null || none !== undefined)
    setRefused(!taken)
    if (taken && read.value !== value) onCommit(read.value)
  }
  return (
    <div className="number-input">
      <div className="number-input__row">
        <TextInput
          className="number-input__number numeric"
          inputMode={bounds.decimals === 0 ? 'numeric' : 'decimal'}
          value={text}
          disabled={disabled}
          placeholder={none}
          end={unit}
          aria-label={props['aria-label']}
          aria-invalid={refused}
          aria-describedby={refused ? faultId : undefined}
          onChange={setText}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit()
            if (event.key === 'Escape') restore()
          }}
        />
      </div>
      {refused && (
        <p id={faultId} className="number-input__fault">
          {wrong}
        </p>
      )}
    </div>
  )
}
