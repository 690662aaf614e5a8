// A box to tick, with its label beside it; or without one, then with `aria-label`. `mixed` says that some of what it
// stands for is ticked.

import { Checkbox as Base } from '@base-ui/react/checkbox'
import { Check, Minus } from 'lucide-react'
import type { ReactNode } from 'react'
import './checkbox.css'

export interface CheckboxProps {
  readonly checked: boolean
  readonly mixed?: boolean
  readonly onChange: (checked: boolean) => void
  readonly disabled?: boolean
  readonly children?: ReactNode
  readonly 'aria-label'?: string
  readonly tabIndex?: number
}

const Box = ({ checked, mixed = false, onChange, disabled = false, ...rest }: Omit<CheckboxProps, 'children'>) => (
  <Base.Root
    className="checkbox__box"
    checked={checked}
    indeterminate={mixed}
    disabled={disabled}
    onCheckedChange={(next) => onChange(next)}
    {...rest}
  >
    <Base.Indicator className="checkbox__mark">
      {mixed ? <Minus size={12} strokeWidth={3} aria-hidden /> : <Check size={12} strokeWidth={3} aria-hidden />}
    </Base.Indicator>
  </Base.Root>
)

export const Checkbox = ({ children, ...box }: CheckboxProps) =>
  children === undefined ? (
    <Box {...box} />
  ) : (
    <label className="checkbox">
      <Box {...box} />
      <span>{children}</span>
    </label>
  )
