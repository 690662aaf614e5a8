// A number with bounds. What is typed is clamped and given out when the field is left or Enter is pressed, not at
// each key; empty means `null` where that is allowed.

import { NumberField } from '@base-ui/react/number-field'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { classes } from './class-names.ts'
import { useMessages } from '../messages/messages.ts'
import './text-input.css'
import './number-input.css'

export interface NumberInputProps {
  readonly value: number | null
  readonly onCommit: (value: number | null) => void
  readonly min?: number
  readonly max?: number
  readonly step?: number
  /** Shown after the number. */
  readonly unit?: string
  /** Shown while empty; also says that empty is allowed. */
  readonly placeholder?: string
  readonly disabled?: boolean
  readonly maximumFractionDigits?: number
  readonly width?: number
  readonly 'aria-label'?: string
}

export const NumberInput = (props: NumberInputProps) => {
  const words = useMessages().common
  const { value, onCommit, min, max, step = 1, unit, placeholder, disabled = false, width } = props
  const commit = (next: number | null): void => {
    if (next !== value && (next !== null || placeholder !== undefined)) onCommit(next)
  }
  return (
    <NumberField.Root
      value={value}
      onValueCommitted={commit}
      {...(min !== undefined && { min })}
      {...(max !== undefined && { max })}
      step={step}
      disabled={disabled}
      format={{ useGrouping: false, maximumFractionDigits: props.maximumFractionDigits ?? 0 }}
    >
      <NumberField.Group className={classes('text-input', 'number-input')} style={{ width: width ?? 120 }}>
        <NumberField.Input
          className="text-input__box numeric"
          placeholder={placeholder}
          aria-label={props['aria-label']}
        />
        {unit !== undefined && <span className="number-input__unit">{unit}</span>}
        <span className="number-input__steps">
          <NumberField.Increment className="number-input__step" aria-label={words.increase}>
            <ChevronUp size={12} aria-hidden />
          </NumberField.Increment>
          <NumberField.Decrement className="number-input__step" aria-label={words.decrease}>
            <ChevronDown size={12} aria-hidden />
          </NumberField.Decrement>
        </span>
      </NumberField.Group>
    </NumberField.Root>
  )
}
