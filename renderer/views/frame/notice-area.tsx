// The corner where outcomes are told: a line each, read out once, with the way to where something can be done about it;
// gone after a while unless they are errors or are being looked at.

import { CircleAlert, CircleCheck, Info, X } from 'lucide-react'
import { useEffect, useRef, type RefObject } from 'react'
import { classes } from '../../components/class-names.ts'
import { Button } from '../../components/button.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { useMessages } from '../../messages/messages.ts'
import { dismiss, useNotices, type ShownNotice } from '../../state/notices.ts'
import { actionOf } from './notice-action.ts'
import './notice-area.css'

const SHOWN_FOR = 5000

const kindOf = ({ notice, passing }: ShownNotice): 'danger' | 'good' | 'plain' => {
  if (notice.kind === 'error' || notice.kind === 'warned') return 'danger'
  return passing && notice.kind !== 'nothing-to-add' ? 'good' : 'plain'
}

const icons = { danger: CircleAlert, good: CircleCheck, plain: Info } as const

/** Lets a passing notice go in time, but not while the pointer or the keyboard is on it. */
const usePassing = ({ key, passing }: ShownNotice, line: RefObject<HTMLElement | null>): void =>
  useEffect(() => {
    if (!passing) return
    const go = (): void => {
      if (line.current?.matches(':hover, :focus-within') === false) dismiss(key)
    }
    const timer = setInterval(go, SHOWN_FOR)
    return () => clearInterval(timer)
  }, [key, passing, line])

const NoticeLine = ({ shown }: { readonly shown: ShownNotice }) => {
  const { common, notices: words } = useMessages()
  const line = useRef<HTMLLIElement>(null)
  const { key, notice } = shown
  usePassing(shown, line)
  const kind = kindOf(shown)
  const action = actionOf(notice, words)
  const Icon = icons[kind]
  return (
    <li ref={line} className={classes('notice', `notice--${kind}`)}>
      <Icon size={16} aria-hidden className="notice__icon" />
      <div className="notice__words">
        <p className="notice__text selectable">{words.sentence(notice)}</p>
        {action && (
          <Button
            className="notice__action"
            onClick={() => {
              action.run()
              dismiss(key)
            }}
          >
            {action.label}
          </Button>
        )}
      </div>
      <IconButton icon={X} label={common.dismiss} small onClick={() => dismiss(key)} />
    </li>
  )
}

export const NoticeArea = () => {
  const words = useMessages().notices
  const notices = useNotices((state) => state.notices)
  return (
    <section className="notice-area" aria-label={words.label}>
      <div role="status">
        <ul className="notice-area__list">
          {notices.map((shown) => (
            <NoticeLine key={shown.key} shown={shown} />
          ))}
        </ul>
      </div>
    </section>
  )
}
