// Asks what becomes of what is downloaded of files that are to be skipped. The button names the effect; the choice it
// opens with loses nothing.

import { useRef, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ChoiceList } from '../../components/choice-list.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { NameList } from '../../components/name-list.tsx'
import { formatSize } from '../../format/bytes.ts'
import { useMessages } from '../../messages/messages.ts'
import { useSettings } from '../../state/settings.ts'

interface SkipDialogProps {
  /** Of the files that lose something, as the torrent names them. */
  readonly paths: readonly string[]
  readonly bytes: number
  readonly onSkip: (keep: boolean) => void
  readonly onClose: () => void
}

export const SkipDialog = ({ paths, bytes, onSkip, onClose }: SkipDialogProps) => {
  const { skipping: words, common } = useMessages()
  const units = useSettings(({ look }) => look.units)
  const [choice, setChoice] = useState<'keep' | 'delete'>('keep')
  const confirm = useRef<HTMLButtonElement>(null)
  const count = paths.length
  const size = formatSize(bytes, units)
  const run = (): void => onSkip(choice === 'keep')
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.title(count, paths[0]?.split('/').at(-1) ?? '')}
      description={words.what(count, size)}
      size="small"
      initialFocus={confirm}
      actions={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button ref={confirm} look={choice === 'delete' ? 'danger' : 'primary'} onClick={run}>
            {words.confirm[choice](count, size)}
          </Button>
        </>
      }
    >
      {count > 1 && <NameList label={words.files} names={paths} more={words.more} />}
      <ChoiceList
        label={words.choices}
        value={choice}
        onChange={setChoice}
        choices={[
          { value: 'keep', label: words.keep, text: words.keepText(count) },
          { value: 'delete', label: words.delete, text: words.deleteText(count, size), tone: 'danger' },
        ]}
      />
    </Dialog>
  )
}
