// How the app lives on the desktop: closing, starting, telling, keeping awake.

import { useState } from 'react'
import type { Settings } from '../../../app/settings/settings.ts'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { useMessages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { useAppInfo } from '../../state/app-info.ts'
import { changeSettings, useSettings } from '../../state/settings.ts'
import { ChoiceSetting, Section, SwitchSetting } from './setting-rows.tsx'

const setDesktop = (desktop: Partial<Settings['desktop']>): void => void changeSettings({ desktop })

const Starting = () => {
  const words = useMessages().settings
  const { startAtLogin, startHidden } = useSettings(({ desktop }) => desktop)
  return (
    <>
      <SwitchSetting
        label={words.startAtLogin}
        hint={words.startAtLoginHint}
        checked={startAtLogin}
        onChange={(on) => setDesktop({ startAtLogin: on })}
      />
      <SwitchSetting
        label={words.startHidden}
        hint={words.startHiddenHint}
        checked={startHidden}
        disabled={!startAtLogin}
        onChange={(on) => setDesktop({ startHidden: on })}
      />
    </>
  )
}

/** Only an installed app can be what the system opens magnet links with. */
const Magnets = () => {
  const words = useMessages().settings
  const [asked, setAsked] = useState<'no' | 'done' | 'refused'>('no')
  const ask = async (): Promise<void> => {
    const answer = await act('app.handleMagnets', undefined)
    setAsked(answer?.value ? 'done' : 'refused')
  }
  return (
    <Field inline label={words.magnets} hint={words.magnetsHint[asked]}>
      <Button onClick={() => void ask()}>{words.magnetsAsk}</Button>
    </Field>
  )
}

export const DesktopSection = ({ id }: { readonly id: string }) => {
  const words = useMessages().settings
  const tray = useAppInfo(({ info }) => info?.trayAvailable ?? true)
  const packaged = useAppInfo(({ info }) => info?.isPackaged ?? false)
  const { onClose, notifyWhenDone, notifyOfMoney, keepAwakeWhileDownloading } = useSettings(({ desktop }) => desktop)
  const { ask, background, quit } = words.onCloseChoices
  return (
    <Section id={id} title={words.desktop}>
      <ChoiceSetting
        label={words.onClose}
        hint={tray ? words.onCloseHint : `${words.onCloseHint} ${words.onCloseNoTray}`}
        value={onClose}
        options={[
          { value: 'ask', label: ask },
          { value: 'background', label: background },
          { value: 'quit', label: quit },
        ]}
        onChange={(next) => setDesktop({ onClose: next })}
      />
      <Starting />
      {packaged && <Magnets />}
      <SwitchSetting
        label={words.notifyWhenDone}
        hint={words.notifyWhenDoneHint}
        checked={notifyWhenDone}
        onChange={(on) => setDesktop({ notifyWhenDone: on })}
      />
      <SwitchSetting
        label={words.notifyOfMoney}
        hint={words.notifyOfMoneyHint}
        checked={notifyOfMoney}
        onChange={(on) => setDesktop({ notifyOfMoney: on })}
      />
      <SwitchSetting
        label={words.keepAwake}
        hint={words.keepAwakeHint}
        checked={keepAwakeWhileDownloading}
        onChange={(on) => setDesktop({ keepAwakeWhileDownloading: on })}
      />
    </Section>
  )
}
