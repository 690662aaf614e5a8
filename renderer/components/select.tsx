// One of a few named choices, in a drop-down. Inside a Field it is labelled by it, unless it has an `aria-label`.

import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronsUpDown } from 'lucide-react'
import './menu.css'
import './select.css'

export interface SelectProps<T extends string | number> {
  readonly value: T
  readonly options: readonly { readonly value: T; readonly label: string }[]
  readonly onChange: (value: T) => void
  readonly disabled?: boolean
  readonly 'aria-label'?: string
}

export const Select = <T extends string | number>(props: SelectProps<T>) => {
  const { value, options, onChange, disabled = false } = props
  return (
    <Base.Root
      items={options}
      value={value}
      disabled={disabled}
      onValueChange={(next) => next !== null && onChange(next)}
    >
      <Base.Trigger
        className="button select"
        aria-label={props['aria-label']}
        {...(props['aria-label'] !== undefined && { 'aria-labelledby': undefined })}
      >
        <Base.Value className="select__value" />
        <Base.Icon className="select__icon">
          <ChevronsUpDown size={14} aria-hidden />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="menu__positioner" sideOffset={4} collisionPadding={8} alignItemWithTrigger={false}>
          <Base.Popup className="menu select__popup">
            {options.map((option) => (
              <Base.Item key={option.value} value={option.value} className="menu__item">
                <span className="menu__icon">
                  <Base.ItemIndicator>
                    <Check size={16} aria-hidden />
                  </Base.ItemIndicator>
                </span>
                <Base.ItemText className="menu__label">{option.label}</Base.ItemText>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
