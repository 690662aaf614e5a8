// The limits of a torrent, within those of all together.

import { MOST_WEIGHT } from '../../../app/torrent/options.ts'
import { Field } from '../../components/field.tsx'
import { NumberInput } from '../../components/number-input.tsx'
import type { NumberBounds } from '../../components/number-text.ts'
import { RateInput } from '../../components/rate-input.tsx'
import { formatCount } from '../../format/numbers.ts'
import { useMessages } from '../../messages/messages.ts'
import { useSettings } from '../../state/settings.ts'
import type { PartProps } from './limits-dialog.tsx'

const WEIGHT: NumberBounds = { min: 1, max: MOST_WEIGHT, decimals: 0 }
const CONNECTIONS: NumberBounds = { min: 1, max: 2_000, decimals: 0 }

const Rate = ({ options, onChange, way }: PartProps & { readonly way: 'down' | 'up' }) => {
  const words = useMessages().control
  const units = useSettings(({ look }) => look.units)
  const label = way === 'down' ? words.downLimit : words.upLimit
  return (
    <Field inline label={label}>
      <RateInput
        value={options.limits[way]}
        units={units}
        aria-label={label}
        onCommit={(rate) => onChange({ limits: { [way]: rate } })}
      />
    </Field>
  )
}

export const LimitsPart = ({ options, onChange }: PartProps) => {
  const words = useMessages().control
  const usual = useSettings(({ connections }) => connections.perTorrent)
  const bounds = ({ min, max }: NumberBounds): [string, string] => [formatCount(min), formatCount(max)]
  return (
    <fieldset className="limits-dialog__part">
      <legend className="limits-dialog__title">{words.limitsTitle}</legend>
      <Rate options={options} onChange={onChange} way="down" />
      <Rate options={options} onChange={onChange} way="up" />
      <Field inline label={words.weight} hint={words.weightHint}>
        <NumberInput
          value={options.limits.weight}
          bounds={WEIGHT}
          wrong={words.weightWrong(...bounds(WEIGHT))}
          aria-label={words.weight}
          onCommit={(weight) => weight !== null && onChange({ limits: { weight } })}
        />
      </Field>
      <Field inline label={words.connections}>
        <NumberInput
          value={options.limits.connections}
          bounds={CONNECTIONS}
          none={words.connectionsNone(formatCount(usual))}
          wrong={words.connectionsWrong(...bounds(CONNECTIONS))}
          aria-label={words.connections}
          onCommit={(connections) => onChange({ limits: { connections } })}
        />
      </Field>
    </fieldset>
  )
}
