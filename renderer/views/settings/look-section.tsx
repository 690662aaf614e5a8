// How the app looks and counts.

import type { Settings } from '../../../app/settings/settings.ts'
import { useMessages } from '../../messages/messages.ts'
import { changeSettings, useSettings } from '../../state/settings.ts'
import { ChoiceSetting, Section } from './setting-rows.tsx'

const setLook = (look: Partial<Settings['look']>): void => void changeSettings({ look })

const optionsOf = <T extends string>(labels: Readonly<Record<T, string>>): { value: T; label: string }[] =>
  (Object.keys(labels) as T[]).map((value) => ({ value, label: labels[value] }))

export const LookSection = ({ id }: { readonly id: string }) => {
  const words = useMessages().settings
  const look = useSettings((settings) => settings.look)
  return (
    <Section id={id} title={words.look}>
      <ChoiceSetting
        label={words.theme}
        value={look.theme}
        options={optionsOf(words.themes)}
        onChange={(theme) => setLook({ theme })}
      />
      <ChoiceSetting
        label={words.density}
        hint={words.densityHint}
        value={look.density}
        options={optionsOf(words.densities)}
        onChange={(density) => setLook({ density })}
      />
      <ChoiceSetting
        label={words.units}
        hint={words.unitsHint}
        value={look.units}
        options={optionsOf(words.unitNames)}
        onChange={(units) => setLook({ units })}
      />
      <div className="settings__fact">
        <span className="settings__fact-name">{words.language}</span>
        <span>{words.languageNote}</span>
      </div>
    </Section>
  )
}
