// One of two to four short choices, all in sight.

import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import './segmented.css'

export interface SegmentedProps<T extends string> {
  readonly label: string
  readonly value: T
  readonly options: readonly { readonly value: T; readonly label: string }[]
  readonly onChange: (value: T) => void
}

export const Segmented = <T extends string>({ label, value, options, onChange }: SegmentedProps<T>) => (
  <RadioGroup className="segmented" aria-label={label} value={value} onValueChange={(next: T) => onChange(next)}>
    {options.map((option) => (
      <Radio.Root key={option.value} value={option.value} className="segmented__option" aria-label={option.label}>
        {option.label}
      </Radio.Root>
    ))}
  </RadioGroup>
)
