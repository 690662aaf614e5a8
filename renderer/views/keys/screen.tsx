// The frame of every screen of the key window: title, a sentence, the form, its buttons. Enter does the main thing,
// Escape closes the window.

import { useEffect, useId, useRef, type ReactNode, type SubmitEvent } from 'react'
import { Button } from '../../components/button.tsx'
import { Note } from '../../components/note.tsx'
import { LongHold } from './long-hold.tsx'
import type { AppError } from '../../../app/ipc/errors.ts'
import { useMessages } from '../../messages/messages.ts'

export interface ScreenProps {
  readonly title: string
  readonly text?: string
  readonly children?: ReactNode
  readonly error?: AppError | null
  /** The main button; without it there is none. */
  readonly action?: string
  readonly tone?: 'primary' | 'danger'
  /** The main button has to be held for ten seconds. */
  readonly hold?: boolean
  readonly disabled?: boolean
  readonly busy?: boolean
  readonly onAction?: () => void
  /** At the other end: leaves without doing it. */
  readonly leave?: string
  readonly onLeave?: () => void
}

const useErrorText = (error: AppError | null): string | null => {
  const { errors, keys: words } = useMessages()
  if (error === null) return null
  return error.code === 'closed' ? words.gone : errors.sentence(error)
}

const Foot = (props: ScreenProps) => {
  const { action, tone = 'primary', hold = false, disabled = false, busy = false, leave, onLeave, onAction } = props
  const words = useMessages().keys
  return (
    <footer className="keys__foot">
      {leave !== undefined && <Button onClick={onLeave}>{leave}</Button>}
      {action !== undefined && hold && (
        <LongHold
          label={busy ? words.working : action}
          tone={tone}
          disabled={disabled || busy}
          onHeld={() => onAction?.()}
        />
      )}
      {action !== undefined && !hold && (
        <Button type="submit" look={tone} disabled={disabled || busy}>
          {busy ? words.working : action}
        </Button>
      )}
    </footer>
  )
}

/** A new screen is read out, and the keyboard goes to its first field; without one, to its title. */
const useArrival = (title: string) => {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    const { current } = form
    const first = current?.querySelector<HTMLElement>('input:not([type=file]), textarea, [role=radio][tabindex="0"]')
    const target = first ?? current?.querySelector<HTMLElement>('h1')
    target?.focus()
    document.title = title
  }, [title])
  return form
}

export const Screen = (props: ScreenProps) => {
  const { title, text, children, error = null, onAction, hold, disabled, busy } = props
  const words = useMessages().keys
  const said = useErrorText(error)
  const form = useArrival(words.windowTitle(title))
  const id = useId()
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    if (hold !== true && disabled !== true && busy !== true) onAction?.()
  }
  return (
    <form ref={form} className="keys__screen" aria-labelledby={id} onSubmit={submit}>
      <header className="keys__head">
        <h1 id={id} tabIndex={-1}>
          {title}
        </h1>
        {text !== undefined && <p>{text}</p>}
      </header>
      <div className="keys__body">
        {children}
        {said !== null && (
          <Note tone="warning" announced>
            {said}
          </Note>
        )}
      </div>
      <Foot {...props} />
    </form>
  )
}
