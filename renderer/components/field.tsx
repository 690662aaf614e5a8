// A labelled control in a form: label, the control, a hint or the error below it. The control finds its label and
// description through Base UI's Field, so any of our inputs may stand inside.

import { Field as Base } from '@base-ui/react/field'
import type { ReactNode } from 'react'
import { classes } from './class-names.ts'
import { intoSight } from './form-fields.ts'
import './field.css'

export interface FieldProps {
  readonly label: string
  readonly hint?: ReactNode
  readonly error?: string | null
  /** Label at the left, control at the right: for settings. */
  readonly inline?: boolean
  readonly disabled?: boolean
  readonly children: ReactNode
}

export const Field = ({ label, hint, error = null, inline, disabled = false, children }: FieldProps) => (
  <Base.Root className={classes('field', inline && 'field--inline')} invalid={error !== null} disabled={disabled}>
    <div className="field__words">
      <Base.Label className="field__label">{label}</Base.Label>
      {inline && hint !== undefined && <Base.Description className="field__hint">{hint}</Base.Description>}
    </div>
    <div className="field__control">
      {children}
      {!inline && hint !== undefined && <Base.Description className="field__hint">{hint}</Base.Description>}
      {error !== null && (
        <Base.Error ref={intoSight} className="field__error" match>
          {error}
        </Base.Error>
      )}
    </div>
  </Base.Root>
)
