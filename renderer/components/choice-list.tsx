// One of a few choices that need a sentence each: radio buttons with a text beneath the label. `tone` danger marks a
// choice that destroys.

import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { useId } from 'react'
import { classes } from './class-names.ts'
import './choice-list.css'

export interface Choice<T extends string> {
  readonly value: T
  readonly label: string
  readonly text?: string
  readonly tone?: 'danger'
  readonly disabled?: boolean
}

export interface ChoiceListProps<T extends string> {
  /** What is chosen, for screen readers. */
  readonly label: string
  readonly value: T
  readonly choices: readonly Choice<T>[]
  readonly onChange: (value: T) => void
}

const Option = <T extends string>({ value, label, text, tone, disabled = false }: Choice<T>) => {
  const id = useId()
  return (
    <label className={classes('choice', tone && `choice--${tone}`)} data-disabled={disabled || undefined}>
      <Radio.Root
        value={value}
        disabled={disabled}
        className="choice__dot"
        aria-labelledby={`${id}-label`}
        {...(text !== undefined && { 'aria-describedby': `${id}-text` })}
      >
        <Radio.Indicator className="choice__mark" />
      </Radio.Root>
      <span className="choice__words">
        <span id={`${id}-label`} className="choice__label">
          {label}
        </span>
        {text !== undefined && (
          <span id={`${id}-text`} className="choice__text">
            {text}
          </span>
        )}
      </span>
    </label>
  )
}

export const ChoiceList = <T extends string>({ label, value, choices, onChange }: ChoiceListProps<T>) => (
  <RadioGroup className="choice-list" aria-label={label} value={value} onValueChange={(next: T) => onChange(next)}>
    {choices.map((choice) => (
      <Option key={choice.value} {...choice} />
    ))}
  </RadioGroup>
)
