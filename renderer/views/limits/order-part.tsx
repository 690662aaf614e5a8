// In which order torrents' pieces are fetched.

import { Checkbox } from '../../components/checkbox.tsx'
import { Field } from '../../components/field.tsx'
import { MIXED } from '../../components/mixed.ts'
import { useMessages } from '../../messages/messages.ts'
import type { PartProps } from './limits-dialog.tsx'
import { MixedButton } from './mixed-button.tsx'

interface ChoiceProps extends PartProps {
  readonly name: keyof PartProps['options']['order']
  readonly label: string
  readonly hint: string
}

const Choice = ({ name, label, hint, before, options, onChange }: ChoiceProps) => {
  const value = options.order[name]
  return (
    <Field inline label={label} hint={hint}>
      <div className="limits-dialog__control">
        <MixedButton
          label={label}
          before={before.order[name]}
          after={value}
          onRestore={() => onChange({ order: { [name]: undefined } })}
        />
        <Checkbox
          checked={value === true}
          mixed={value === MIXED}
          onChange={(on) => onChange({ order: { [name]: on } })}
        />
      </div>
    </Field>
  )
}

export const OrderPart = (part: PartProps) => {
  const words = useMessages().control
  return (
    <fieldset className="limits-dialog__part">
      <legend className="limits-dialog__title">{words.orderTitle}</legend>
      <Choice {...part} name="sequential" label={words.sequential} hint={words.sequentialHint} />
      <Choice {...part} name="firstLast" label={words.firstLast} hint={words.firstLastHint} />
    </fieldset>
  )
}
