// The mark of play money: striped, and said in words, wherever an amount of it is shown.

import { classes } from './class-names.ts'
import { useMessages } from '../messages/messages.ts'
import './practice-badge.css'

export const PracticeBadge = ({ small = false }: { readonly small?: boolean }) => {
  const words = useMessages().keys
  return (
    <span className={classes('practice-badge', small && 'practice-badge--small')} title={words.practiceText}>
      {words.practice}
    </span>
  )
}
