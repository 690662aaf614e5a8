// How many torrents are active at once, and when one has seeded enough.

import { MOST_MINUTES, MOST_RATIO } from '../../../app/torrent/options.ts'
import { Field } from '../../components/field.tsx'
import { NumberInput } from '../../components/number-input.tsx'
import type { NumberBounds } from '../../components/number-text.ts'
import { useMessages } from '../../messages/messages.ts'
import { changeSettings, useSettings } from '../../state/settings.ts'
import { ChoiceSetting, Section, SwitchSetting } from './setting-rows.tsx'

const COUNT: NumberBounds = { min: 1, max: 10_000, decimals: 0 }
const RATIO: NumberBounds = { min: 0, max: MOST_RATIO, decimals: 3 }
const MINUTES: NumberBounds = { min: 0, max: MOST_MINUTES, decimals: 0 }

const Most = ({ name, hint }: { readonly name: 'downloads' | 'seeds' | 'total'; readonly hint?: string }) => {
  const words = useMessages().control
  const value = useSettings(({ queue }) => queue[name])
  return (
    <Field inline label={words[name]} hint={hint}>
      <NumberInput
        value={value}
        bounds={COUNT}
        none={words.noMaximum}
        wrong={words.countWrong}
        aria-label={words[name]}
        onCommit={(count) => void changeSettings({ queue: { [name]: count } })}
      />
    </Field>
  )
}

const Goals = () => {
  const words = useMessages().control
  const { ratio, minutes, action } = useSettings(({ seeding }) => seeding)
  return (
    <>
      <Field inline label={words.seedRatio} hint={words.seedRatioHint}>
        <NumberInput
          value={ratio}
          bounds={RATIO}
          none={words.noGoal}
          wrong={words.ratioWrong}
          aria-label={words.seedRatio}
          onCommit={(next) => void changeSettings({ seeding: { ratio: next } })}
        />
      </Field>
      <Field inline label={words.seedTime} hint={words.seedTimeHint}>
        <NumberInput
          value={minutes}
          bounds={MINUTES}
          none={words.noGoal}
          wrong={words.timeWrong}
          unit={words.minutes}
          aria-label={words.seedTime}
          onCommit={(next) => void changeSettings({ seeding: { minutes: next } })}
        />
      </Field>
      <ChoiceSetting
        label={words.seedAction}
        hint={words.seedActionHint}
        value={action}
        options={(['stop', 'remove'] as const).map((each) => ({ value: each, label: words.seedActions[each] }))}
        onChange={(next) => void changeSettings({ seeding: { action: next } })}
      />
    </>
  )
}

export const QueueSection = ({ id }: { readonly id: string }) => {
  const { control: words, settings } = useMessages()
  const ignoreSlow = useSettings(({ queue }) => queue.ignoreSlow)
  return (
    <Section id={id} title={settings.queue}>
      <Most name="downloads" hint={words.downloadsHint} />
      <Most name="seeds" />
      <Most name="total" />
      <SwitchSetting
        label={words.ignoreSlow}
        hint={words.ignoreSlowHint}
        checked={ignoreSlow}
        onChange={(on) => void changeSettings({ queue: { ignoreSlow: on } })}
      />
      <Goals />
    </Section>
  )
}
