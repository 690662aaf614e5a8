// How fast all torrents together may be, normally and at the turtle's pace, and to how many peers at a time.

import { Field } from '../../components/field.tsx'
import { RateInput } from '../../components/rate-input.tsx'
import { formatCount } from '../../format/numbers.ts'
import { useMessages } from '../../messages/messages.ts'
import { changeSettings, useSettings } from '../../state/settings.ts'
import type { Bounds } from './count-text.ts'
import { OptionalCountSetting, Section, SwitchSetting } from './setting-rows.tsx'

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

const SLOTS: Bounds = { min: 2, max: 1_000 }
const SLOTS_PER_TORRENT: Bounds = { min: 1, max: 1_000 }

const Slots = () => {
  const words = useMessages().settings
  const { slots, slotsPerTorrent } = useSettings(({ limits }) => limits)
  const wrong = ({ min, max }: Bounds): string => words.slotsWrong(formatCount(min), formatCount(max))
  return (
    <>
      <OptionalCountSetting
        label={words.slots}
        hint={words.slotsHint}
        value={slots}
        bounds={SLOTS}
        empty={words.slotsAutomatic}
        wrong={wrong(SLOTS)}
        onChange={(next) => void changeSettings({ limits: { slots: next } })}
      />
      <OptionalCountSetting
        label={words.slotsPerTorrent}
        hint={words.slotsPerTorrentHint}
        value={slotsPerTorrent}
        bounds={SLOTS_PER_TORRENT}
        empty={words.noLimit}
        wrong={wrong(SLOTS_PER_TORRENT)}
        onChange={(next) => void changeSettings({ limits: { slotsPerTorrent: next } })}
      />
    </>
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
      <Slots />
    </Section>
  )
}
