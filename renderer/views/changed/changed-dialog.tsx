// Asks what becomes of files that somebody changed on disk, for which a torrent stands still: they are kept, or given
// up, or looked at again. The button names the effect; the choice it opens with loses nothing. Shown while
// state/deciding.ts holds a torrent.

import { useEffect, useState } from 'react'
import type { ChangedFile } from '../../../app/ipc/contract.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { Button } from '../../components/button.tsx'
import { ChoiceList } from '../../components/choice-list.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { NameList } from '../../components/name-list.tsx'
import { useMessages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { closeChanged, useDeciding } from '../../state/deciding.ts'
import { torrents } from '../../state/torrents.ts'

type Decision = 'keep' | 'over' | 'check'

/** Null until they are here; closes the dialog when there are none. */
const useChanged = (id: TorrentId): readonly ChangedFile[] | null => {
  const [changed, setChanged] = useState<readonly ChangedFile[] | null>(null)
  useEffect(() => {
    let isWanted = true
    const load = async (): Promise<void> => {
      const got = await act('torrents.changed', { id })
      if (!isWanted) return
      if (!got || got.value.length === 0) return closeChanged()
      setChanged(got.value)
    }
    void load()
    return () => {
      isWanted = false
    }
  }, [id])
  return changed
}

const carryOut = async (
  id: TorrentId,
  files: readonly number[],
  decision: Decision,
  name: string,
): Promise<boolean> => {
  if (decision === 'check') return (await act('torrents.recheck', { ids: [id] }, name)) !== null
  if (decision === 'over') return (await act('torrents.writeOver', { id, files: [...files] }, name)) !== null
  const skipped = await act('torrents.setPriorities', { id, files: [...files], priority: 0 }, name)
  return skipped !== null && (await act('torrents.start', { ids: [id] }, name)) !== null
}

const Content = ({ id }: { readonly id: TorrentId }) => {
  const { changed: words, common } = useMessages()
  const changed = useChanged(id)
  const [decision, setDecision] = useState<Decision>('keep')
  const [busy, setBusy] = useState(false)
  const name = torrents.row(id)?.name ?? ''
  if (changed === null) return null
  const files = changed.map(({ file }) => file)
  const count = files.length
  const run = async (): Promise<void> => {
    setBusy(true)
    if (await carryOut(id, files, decision, name)) closeChanged()
    else setBusy(false)
  }
  return (
    <Dialog
      open
      onClose={closeChanged}
      title={words.title(count)}
      description={words.what(name, count)}
      actions={
        <>
          <Button onClick={closeChanged}>{common.cancel}</Button>
          <Button look={decision === 'over' ? 'danger' : 'primary'} disabled={busy} onClick={() => void run()}>
            {words.confirm[decision](count)}
          </Button>
        </>
      }
    >
      <NameList label={words.files} names={changed.map(({ path }) => path)} more={words.more} />
      <ChoiceList
        label={words.choices}
        value={decision}
        onChange={setDecision}
        choices={[
          { value: 'keep', label: words.keep(count), text: words.keepText(count) },
          { value: 'check', label: words.check, text: words.checkText(count) },
          { value: 'over', label: words.over(count), text: words.overText(count), tone: 'danger' },
        ]}
      />
    </Dialog>
  )
}

export const ChangedDialog = () => {
  const id = useDeciding((state) => state.id)
  return id === null ? null : <Content key={id} id={id} />
}
