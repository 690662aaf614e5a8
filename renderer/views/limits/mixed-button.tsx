// Beside a control of several torrents that differ in it: sets all of them to none, where that can be, and takes back
// what was set.

import { CircleSlash, Undo2 } from 'lucide-react'
import { IconButton } from '../../components/icon-button.tsx'
import { MIXED } from '../../components/mixed.ts'
import { useMessages } from '../../messages/messages.ts'

interface MixedButtonProps {
  readonly label: string
  /** As they are, and as they will be. */
  readonly before: unknown
  readonly after: unknown
  readonly onRestore: () => void
  readonly onClear?: () => void
}

export const MixedButton = ({ label, before, after, onRestore, onClear }: MixedButtonProps) => {
  const words = useMessages().control
  if (before !== MIXED) return null
  if (after !== MIXED) return <IconButton icon={Undo2} small label={words.leaveMixed(label)} onClick={onRestore} />
  return onClear ? <IconButton icon={CircleSlash} small label={words.noneForAll(label)} onClick={onClear} /> : null
}
