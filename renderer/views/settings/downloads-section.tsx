// Where downloads go and how they begin.

import { FolderOpen } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { formatSize } from '../../format/bytes.ts'
import { useMessages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { useFreeSpace } from '../../state/free-space.ts'
import { changeSettings, useSettings } from '../../state/settings.ts'
import { Section, SwitchSetting } from './setting-rows.tsx'

const DownloadFolder = () => {
  const words = useMessages().settings
  const stored = useSettings(({ downloads }) => downloads.folder)
  const units = useSettings(({ look }) => look.units)
  const [folder, setFolder] = useState(stored)
  useEffect(() => setFolder(stored), [stored])
  const free = useFreeSpace(stored)
  const commit = (next: string): void => {
    if (next.trim() === '') setFolder(stored)
    else if (next !== stored) void changeSettings({ downloads: { folder: next } })
  }
  const choose = async (): Promise<void> => {
    const chosen = await act('disk.chooseFolder', { start: stored })
    if (chosen?.value != null) commit(chosen.value)
  }
  return (
    <Field
      label={words.folder}
      hint={`${words.folderHint} ${typeof free === 'number' ? words.freeThere(formatSize(free, units)) : ''}`}
    >
      <div className="settings__folder">
        <TextInput
          value={folder}
          onChange={setFolder}
          onBlur={() => commit(folder)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit(folder)
            if (event.key === 'Escape') setFolder(stored)
          }}
        />
        <Button icon={FolderOpen} onClick={() => void choose()}>
          {words.chooseFolder}
        </Button>
      </div>
    </Field>
  )
}

export const DownloadsSection = ({ id }: { readonly id: string }) => {
  const words = useMessages().settings
  const start = useSettings(({ downloads }) => downloads.startWhenAdded)
  return (
    <Section id={id} title={words.downloads}>
      <DownloadFolder />
      <SwitchSetting
        label={words.startWhenAdded}
        hint={words.startWhenAddedHint}
        checked={start}
        onChange={(startWhenAdded) => void changeSettings({ downloads: { startWhenAdded } })}
      />
    </Section>
  )
}
