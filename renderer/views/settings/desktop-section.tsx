// How the app lives on the desktop: closing, starting, telling, keeping awake.

import type { Settings } from '../../../app/settings/settings.ts'
import { useMessages } from '../../messages/messages.ts'
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

export const DesktopSection = ({ id }: { readonly id: string }) => {
  const words = useMessages().settings
  const tray = useAppInfo(({ info }) => info?.trayAvailable ?? true)
  const { onClose, notifyWhenDone, keepAwakeWhileDownloading } = useSettings(({ desktop }) => desktop)
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
      <SwitchSetting
        label={words.notifyWhenDone}
        hint={words.notifyWhenDoneHint}
        checked={notifyWhenDone}
        onChange={(on) => setDesktop({ notifyWhenDone: on })}
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
