// The limits of torrents, within those of all together.

import { MOST_WEIGHT } from '../../../app/torrent/options.ts'
import { Field } from '../../components/field.tsx'
import { NumberInput } from '../../components/number-input.tsx'
import type { NumberBounds } from '../../components/number-text.ts'
import { RateInput } from '../../components/rate-input.tsx'
import { formatCount } from '../../format/numbers.ts'
import { useMessages } from '../../messages/messages.ts'
import { useSettings } from '../../state/settings.ts'
import type { PartProps } from './limits-dialog.tsx'
import { MixedButton } from './mixed-button.tsx'

const WEIGHT: NumberBounds = { min: 1, max: MOST_WEIGHT, decimals: 0 }
const CONNECTIONS: NumberBounds = { min: 1, max: 2_000, decimals: 0 }

type LimitName = keyof PartProps['options']['limits']

interface MixedProps extends PartProps {
  readonly name: LimitName
  readonly label: string
  /** It may be none. */
  readonly clearable?: boolean
}

const Mixed = ({ name, label, clearable = false, before, options, onChange }: MixedProps) => (
  <MixedButton
    label={label}
    before={before.limits[name]}
    after={options.limits[name]}
    onRestore={() => onChange({ limits: { [name]: undefined } })}
    {...(clearable && { onClear: () => onChange({ limits: { [name]: null } }) })}
  />
)

const Rate = ({ way, ...part }: PartProps & { readonly way: 'down' | 'up' }) => {
  const words = useMessages().control
  const units = useSettings(({ look }) => look.units)
  const label = way === 'down' ? words.downLimit : words.upLimit
  return (
    <Field inline label={label}>
      <div className="limits-dialog__control">
        <Mixed {...part} name={way} label={label} clearable />
        <RateInput
          value={part.options.limits[way]}
          units={units}
          aria-label={label}
          onCommit={(rate) => part.onChange({ limits: { [way]: rate } })}
        />
      </div>
    </Field>
  )
}

const bounds = ({ min, max }: NumberBounds): [string, string] => [formatCount(min), formatCount(max)]

const Weight = (part: PartProps) => {
  const words = useMessages().control
  return (
    <Field inline label={words.weight} hint={words.weightHint}>
      <div className="limits-dialog__control">
        <Mixed {...part} name="weight" label={words.weight} />
        <NumberInput
          value={part.options.limits.weight}
          bounds={WEIGHT}
          wrong={words.weightWrong(...bounds(WEIGHT))}
          aria-label={words.weight}
          onCommit={(weight) => weight !== null && part.onChange({ limits: { weight } })}
        />
      </div>
    </Field>
  )
}

const Connections = (part: PartProps) => {
  const words = useMessages().control
  const none = words.connectionsNone(formatCount(useSettings(({ connections }) => connections.perTorrent)))
  return (
    <Field inline label={words.connections}>
      <div className="limits-dialog__control">
        <Mixed {...part} name="connections" label={words.connections} clearable />
        <NumberInput
          value={part.options.limits.connections}
          bounds={CONNECTIONS}
          none={none}
          wrong={words.connectionsWrong(...bounds(CONNECTIONS))}
          aria-label={words.connections}
          onCommit={(connections) => part.onChange({ limits: { connections } })}
        />
      </div>
    </Field>
  )
}

export const LimitsPart = (part: PartProps) => (
  <fieldset className="limits-dialog__part">
    <legend className="limits-dialog__title">{useMessages().control.limitsTitle}</legend>
    <Rate {...part} way="down" />
    <Rate {...part} way="up" />
    <Weight {...part} />
    <Connections {...part} />
  </fieldset>
)
