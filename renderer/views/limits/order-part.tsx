// In which order a torrent's pieces are fetched.

import { Field } from '../../components/field.tsx'
import { Switch } from '../../components/switch.tsx'
import { useMessages } from '../../messages/messages.ts'
import type { PartProps } from './limits-dialog.tsx'

export const OrderPart = ({ options: { order }, onChange }: PartProps) => {
  const words = useMessages().control
  return (
    <fieldset className="limits-dialog__part">
      <legend className="limits-dialog__title">{words.orderTitle}</legend>
      <Field inline label={words.sequential} hint={words.sequentialHint}>
        <Switch checked={order.sequential} onChange={(sequential) => onChange({ order: { sequential } })} />
      </Field>
      <Field inline label={words.firstLast} hint={words.firstLastHint}>
        <Switch checked={order.firstLast} onChange={(firstLast) => onChange({ order: { firstLast } })} />
      </Field>
    </fieldset>
  )
}
