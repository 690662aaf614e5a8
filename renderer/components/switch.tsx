// On or off, in force at once. Inside a Field it is labelled by it; elsewhere it needs `aria-label`.

import { Switch as Base } from '@base-ui/react/switch'
import './switch.css'

export interface SwitchProps {
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly disabled?: boolean
  readonly 'aria-label'?: string
}

export const Switch = ({ checked, onChange, disabled = false, ...rest }: SwitchProps) => (
  <Base.Root
    className="switch"
    checked={checked}
    disabled={disabled}
    onCheckedChange={(next) => onChange(next)}
    aria-label={rest['aria-label']}
  >
    <Base.Thumb className="switch__thumb" />
  </Base.Root>
)
