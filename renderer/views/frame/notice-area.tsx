// The corner where outcomes are told: a line each, read out once, gone after a while unless they are errors or are
// being looked at.

import { CircleAlert, CircleCheck, Info, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { classes } from '../../components/class-names.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { useMessages } from '../../messages/messages.ts'
import { dismiss, useNotices, type ShownNotice } from '../../state/notices.ts'
import './notice-area.css'

const SHOWN_FOR = 5000

const kindOf = ({ notice, passing }: ShownNotice): 'danger' | 'good' | 'plain' => {
  if (notice.kind === 'error') return 'danger'
  return passing && notice.kind !== 'nothing-to-add' ? 'good' : 'plain'
}

const icons = { danger: CircleAlert, good: CircleCheck, plain: Info } as const

const NoticeLine = ({ shown, held }: { readonly shown: ShownNotice; readonly held: boolean }) => {
  const { common, notices: words } = useMessages()
  const { key, passing, notice } = shown
  useEffect(() => {
    if (!passing || held) return
    const timer = setTimeout(() => dismiss(key), SHOWN_FOR)
    return () => clearTimeout(timer)
  }, [key, passing, held])
  const kind = kindOf(shown)
  const Icon = icons[kind]
  return (
    <li className={classes('notice', `notice--${kind}`)}>
      <Icon size={16} aria-hidden className="notice__icon" />
      <p className="notice__text selectable">{words.sentence(notice)}</p>
      <IconButton icon={X} label={common.dismiss} small onClick={() => dismiss(key)} />
    </li>
  )
}

export const NoticeArea = () => {
  const words = useMessages().notices
  const notices = useNotices((state) => state.notices)
  const [held, setHeld] = useState(false)
  return (
    <section
      className="notice-area"
      aria-label={words.label}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <ul role="status" className="notice-area__list">
        {notices.map((shown) => (
          <NoticeLine key={shown.key} shown={shown} held={held} />
        ))}
      </ul>
    </section>
  )
}
