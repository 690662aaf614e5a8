// The rows settings are made of: label and explanation at the left, control at the right, in force at once. A section
// titles a group of them and is what the page's navigation jumps to.

import { useEffect, useState, type ReactNode } from 'react'
import { Field } from '../../components/field.tsx'
import { Segmented, type SegmentedProps } from '../../components/segmented.tsx'
import { Switch } from '../../components/switch.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { textToCount, type Bounds } from './count-text.ts'

interface SectionProps {
  readonly id: string
  readonly title: string
  readonly children: ReactNode
}

export const Section = ({ id, title, children }: SectionProps) => (
  <section id={id} className="settings__section" aria-labelledby={`${id}-title`}>
    <h2 id={`${id}-title`} className="settings__title" tabIndex={-1}>
      {title}
    </h2>
    <div className="settings__rows">{children}</div>
  </section>
)

interface Row {
  readonly label: string
  readonly hint?: ReactNode
}

interface SwitchSettingProps extends Row {
  readonly checked: boolean
  readonly disabled?: boolean
  readonly onChange: (checked: boolean) => void
}

export const SwitchSetting = ({ label, hint, checked, disabled = false, onChange }: SwitchSettingProps) => (
  <Field inline label={label} hint={hint} disabled={disabled}>
    <Switch checked={checked} onChange={onChange} disabled={disabled} />
  </Field>
)

type ChoiceSettingProps<T extends string> = Row & Omit<SegmentedProps<T>, 'label'>

export const ChoiceSetting = <T extends string>({ label, hint, ...choice }: ChoiceSettingProps<T>) => (
  <Field inline label={label} hint={hint}>
    <Segmented label={label} {...choice} />
  </Field>
)

interface CountRow<T> extends Row {
  readonly value: T
  readonly bounds: Bounds
  /** Said beneath when what was typed cannot be taken. */
  readonly wrong: string
  readonly onChange: (value: T) => void
  readonly end?: ReactNode
}

interface CountFieldProps extends CountRow<number | null> {
  /** What no number means, shown in the empty field; without it a number is needed. */
  readonly empty?: string
}

const textOf = (value: number | null): string => (value === null ? '' : String(value))

const CountField = ({ label, hint, value, bounds, wrong, onChange, end, empty }: CountFieldProps) => {
  const [text, setText] = useState(textOf(value))
  const [refused, setRefused] = useState(false)
  useEffect(() => setText(textOf(value)), [value])
  const commit = (): void => {
    const none = empty !== undefined && text.trim() === ''
    const count = none ? ({ ok: true, value: null } as const) : textToCount(text, bounds)
    setRefused(!count.ok)
    if (!count.ok) return
    setText(textOf(count.value))
    if (count.value !== value) onChange(count.value)
  }
  const restore = (): void => {
    setText(textOf(value))
    setRefused(false)
  }
  return (
    <Field inline label={label} hint={hint} error={refused ? wrong : null}>
      <div className="settings__control">
        {end}
        <TextInput
          className="settings__count numeric"
          inputMode="numeric"
          placeholder={empty}
          value={text}
          onChange={setText}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit()
            if (event.key === 'Escape') restore()
          }}
        />
      </div>
    </Field>
  )
}

/** A whole number; taken when the field is left or Enter is pressed, Escape takes back what was typed. */
export const CountSetting = ({ onChange, ...rest }: CountRow<number>) => (
  <CountField {...rest} onChange={(value) => value !== null && onChange(value)} />
)

/** A whole number or none; otherwise like a CountSetting. */
export const OptionalCountSetting = (props: CountRow<number | null> & { readonly empty: string }) => (
  <CountField {...props} />
)
