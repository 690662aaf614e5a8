// The box of a file row. A long list mounts dozens of rows at each turn of the wheel, so this is one plain element that
// looks like the checkbox of components/ and says the same to a screen reader. The grid handles the keyboard.

import { Check, Minus } from 'lucide-react'
import '../../components/checkbox.css'

interface RowBoxProps {
  readonly checked: boolean | 'mixed'
  readonly label: string
  readonly onChange: (checked: boolean) => void
}

export const RowBox = ({ checked, label, onChange }: RowBoxProps) => {
  const state =
    checked === 'mixed' ? { 'data-indeterminate': '' } : checked ? { 'data-checked': '' } : { 'data-unchecked': '' }
  return (
    <button
      type="button"
      role="checkbox"
      tabIndex={-1}
      aria-checked={checked}
      aria-label={label}
      className="checkbox__box"
      {...state}
      onClick={() => onChange(checked !== true)}
    >
      {checked !== false && (
        <span className="checkbox__mark">
          {checked === 'mixed' ? (
            <Minus size={12} strokeWidth={3} aria-hidden />
          ) : (
            <Check size={12} strokeWidth={3} aria-hidden />
          )}
        </span>
      )}
    </button>
  )
}
