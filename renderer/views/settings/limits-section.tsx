// How fast all torrents together may be, normally and at the turtle's pace.

import { Field } from '../../components/field.tsx'
import { RateInput } from '../../components/rate-input.tsx'
import { useMessages } from '../../messages/messages.ts'
import { changeSettings, useSettings } from '../../state/settings.ts'
import { Section, SwitchSetting } from './setting-rows.tsx'

type LimitKey = 'down' | 'up' | 'alternativeDown' | 'alternativeUp'

const Limit = ({ name, label, hint }: { readonly name: LimitKey; readonly label: string; readonly hint?: string }) => {
  const units = useSettings(({ look }) => look.units)
  const value = useSettings(({ limits }) => limits[name])
  return (
    <Field inline label={label} hint={hint}>
      <RateInput
        value={value}
        units={units}
        aria-label={label}
        onCommit={(rate) => void changeSettings({ limits: { [name]: rate } })}
      />
    </Field>
  )
}

export const LimitsSection = ({ id }: { readonly id: string }) => {
  const words = useMessages().settings
  const alternative = useSettings(({ limits }) => limits.alternative)
  return (
    <Section id={id} title={words.limits}>
      <Limit name="down" label={words.down} hint={words.downHint} />
      <Limit name="up" label={words.up} hint={words.upHint} />
      <SwitchSetting
        label={words.alternative}
        hint={words.alternativeHint}
        checked={alternative}
        onChange={(on) => void changeSettings({ limits: { alternative: on } })}
      />
      <Limit name="alternativeDown" label={words.alternativeDown} />
      <Limit name="alternativeUp" label={words.alternativeUp} />
    </Section>
  )
}
