// A line of text. Inside a Field it is labelled by it, unless it has an `aria-label`; elsewhere it needs one.

import { Input } from '@base-ui/react/input'
import type { LucideIcon } from 'lucide-react'
import type { ComponentPropsWithRef, ReactNode } from 'react'
import { classes } from './class-names.ts'
import './text-input.css'

export interface TextInputProps extends Omit<ComponentPropsWithRef<'input'>, 'onChange' | 'value' | 'defaultValue'> {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly icon?: LucideIcon
  /** Inside the box, at its end: a unit, a small button. */
  readonly end?: ReactNode
}

export const TextInput = ({ value, onChange, icon: Icon, end, className, ...rest }: TextInputProps) => (
  <div className={classes('text-input', className)}>
    {Icon && <Icon size={14} aria-hidden className="text-input__icon" />}
    <Input
      type="text"
      spellCheck={false}
      autoComplete="off"
      {...rest}
      {...(rest['aria-label'] !== undefined && { 'aria-labelledby': undefined })}
      className="text-input__box"
      value={value}
      onValueChange={(next) => onChange(next)}
    />
    {end !== undefined && <div className="text-input__end">{end}</div>}
  </div>
)
