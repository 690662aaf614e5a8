// Several lines of text. Inside a Field it is labelled by it; elsewhere it needs `aria-label`.

import { Field } from '@base-ui/react/field'
import type { ComponentPropsWithRef } from 'react'
import { classes } from './class-names.ts'
import './text-area.css'

export interface TextAreaProps extends Omit<ComponentPropsWithRef<'textarea'>, 'onChange' | 'value' | 'defaultValue'> {
  readonly value: string
  readonly onChange: (value: string) => void
}

export const TextArea = ({ value, onChange, className, ...rest }: TextAreaProps) => (
  <Field.Control
    value={value}
    onValueChange={(next) => onChange(next)}
    render={<textarea spellCheck={false} {...rest} className={classes('text-area', className)} />}
  />
)
