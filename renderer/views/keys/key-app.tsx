// The key window as a whole: one task, one screen after the other, closed when it is done.

import { CSPProvider } from '@base-ui/react/csp-provider'
import { useEffect, useState, type ComponentType } from 'react'
import type { KeyTask } from '../../../app/wallet/key-task.ts'
import { TooltipProvider } from '../../components/tooltip.tsx'
import { useMessages } from '../../messages/messages.ts'
import { askKeys, useKeys } from '../../state/keys.ts'
import { AllowanceScreen } from './allowance-screen.tsx'
import { BackingUp } from './backing-up.tsx'
import { CreateScreen } from './create-screen.tsx'
import { DrillScreen } from './drill-screen.tsx'
import { ExportFileScreen, ShowKeyScreen } from './export-screens.tsx'
import { ImportScreen } from './import-screen.tsx'
import { ChangePasswordScreen } from './password-screen.tsx'
import { StartOverScreen, WipeScreen } from './removal-screens.tsx'
import { ReviewScreen } from './review-screen.tsx'
import { Screen } from './screen.tsx'
import { Unlocked, UnlockScreen } from './unlock-screen.tsx'
import './key-app.css'

interface TaskProps {
  readonly onDone: () => void
}

const tasks: { readonly [T in KeyTask]: ComponentType<TaskProps> } = {
  create: CreateScreen,
  import: ImportScreen,
  unlock: ({ onDone }) => <UnlockScreen onDone={onDone} onLeave={onDone} />,
  'back-up': ({ onDone }) => <BackingUp first={null} onDone={onDone} />,
  drill: DrillScreen,
  'show-key': ({ onDone }) => (
    <Unlocked onLeave={onDone}>
      <ShowKeyScreen onDone={onDone} />
    </Unlocked>
  ),
  'export-file': ExportFileScreen,
  'change-password': ChangePasswordScreen,
  review: ({ onDone }) => (
    <Unlocked onLeave={onDone}>
      <ReviewScreen onDone={onDone} />
    </Unlocked>
  ),
  allow: ({ onDone }) => (
    <Unlocked onLeave={onDone}>
      <AllowanceScreen onDone={onDone} />
    </Unlocked>
  ),
  wipe: ({ onDone }) => (
    <Unlocked onLeave={onDone}>
      <WipeScreen onDone={onDone} />
    </Unlocked>
  ),
  'start-over': StartOverScreen,
}

const TOUCH_MS = 10_000

/** While somebody types here, the wallet stays open. */
const useTouch = (): void =>
  useEffect(() => {
    let last = -Infinity
    const touch = (): void => {
      const now = performance.now()
      if (now - last < TOUCH_MS) return
      last = now
      void askKeys('key.touch', undefined)
    }
    const events = ['keydown', 'pointerdown'] as const
    for (const event of events) document.addEventListener(event, touch)
    return () => {
      for (const event of events) document.removeEventListener(event, touch)
    }
  }, [])

const useEscape = (leave: () => void): void =>
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented) leave()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [leave])

/** It was locked while it was in use here: whatever was shown or half done is not shown any more. */
const useLockedMeanwhile = (): boolean => {
  const is = useKeys(({ state }) => state?.vault.is ?? null)
  const [wasOpen, setWasOpen] = useState(false)
  if (is === 'unlocked' && !wasOpen) setWasOpen(true)
  return wasOpen && is === 'locked'
}

const LockedMeanwhile = ({ onDone }: TaskProps) => {
  const words = useMessages().keys
  return <Screen title={words.lockedTitle} text={words.lockedText} action={words.close} onAction={onDone} />
}

export const KeyApp = ({ task, onDone }: TaskProps & { readonly task: KeyTask }) => {
  const locked = useLockedMeanwhile()
  const Task = locked ? LockedMeanwhile : tasks[task]
  useTouch()
  useEscape(onDone)
  return (
    <CSPProvider disableStyleElements>
      <TooltipProvider>
        <main className="keys">
          <Task onDone={onDone} />
        </main>
      </TooltipProvider>
    </CSPProvider>
  )
}
