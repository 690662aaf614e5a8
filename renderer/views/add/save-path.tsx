// Where a torrent is saved: the path to type, the system's dialog, folders used lately, and whether there is room.

import { ChevronDown, FolderOpen } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { classes } from '../../components/class-names.ts'
import { Field } from '../../components/field.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu, MenuGroup, MenuItem } from '../../components/menu.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { formatSize, type Units } from '../../format/bytes.ts'
import { useMessages, type Messages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { recentFolders } from '../../state/folders.ts'
import { useSettings } from '../../state/settings.ts'
import { useFreeSpace } from '../../state/free-space.ts'

interface SavePathProps {
  readonly folder: string
  /** Bytes to be downloaded there; null: not known. */
  readonly needed: number | null
  readonly onChange: (folder: string) => void
}

const Recent = ({ onChange }: Pick<SavePathProps, 'onChange'>) => {
  const words = useMessages().add
  const first = useSettings(({ downloads }) => downloads.folder)
  return (
    <Menu align="end" trigger={<IconButton icon={ChevronDown} small label={words.recentFolders} />}>
      <MenuGroup label={words.recentFolders}>
        {recentFolders(first).map((folder) => (
          <MenuItem key={folder} onSelect={() => onChange(folder)}>
            {folder}
          </MenuItem>
        ))}
      </MenuGroup>
    </Menu>
  )
}

type Room = { readonly text: string; readonly short: boolean }

const roomWords = (
  words: Messages['add'],
  needed: number | null,
  free: number | 'unknown' | null,
  units: Units,
): Room => {
  if (free === null) return { text: words.freeChecking, short: false }
  if (free === 'unknown') return { text: words.freeUnknown, short: false }
  const there = formatSize(free, units)
  if (needed === null) return { text: words.free(there), short: false }
  const size = formatSize(needed, units)
  if (needed <= free) return { text: words.needed(size, there), short: false }
  return { text: words.tooLittle(size, there, formatSize(needed - free, units)), short: true }
}

export const SavePath = ({ folder, needed, onChange }: SavePathProps) => {
  const words = useMessages().add
  const units = useSettings(({ look }) => look.units)
  const room = roomWords(words, needed, useFreeSpace(folder), units)
  const choose = async (): Promise<void> => {
    const chosen = await act('disk.chooseFolder', { start: folder === '' ? null : folder })
    if (chosen?.value != null) onChange(chosen.value)
  }
  return (
    <Field label={words.folder}>
      <div className="save-path">
        <TextInput className="save-path__box" value={folder} onChange={onChange} end={<Recent onChange={onChange} />} />
        <Button icon={FolderOpen} onClick={() => void choose()}>
          {words.chooseFolder}
        </Button>
      </div>
      <p className={classes('save-path__room', 'numeric', room.short && 'save-path__room--short')} role="status">
        {room.text}
      </p>
    </Field>
  )
}
