// Asks what becomes of the data when torrents are removed, and removes them. The button names the effect; the choice
// it opens with can be undone. Shown while state/removing.ts holds torrents.

import { useEffect, useRef, useState } from 'react'
import type { Removable } from '../../../app/ipc/contract.ts'
import type { TorrentId, TorrentRow } from '../../../app/torrent/row.ts'
import { Button } from '../../components/button.tsx'
import { ChoiceList } from '../../components/choice-list.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { formatSize } from '../../format/bytes.ts'
import { useMessages, type Messages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { notify } from '../../state/notices.ts'
import { closeRemove, useRemoving } from '../../state/removing.ts'
import { useSettings } from '../../state/settings.ts'
import { useSpeed } from '../../state/speed.ts'
import { torrents } from '../../state/torrents.ts'
import { choicesOf, type DataChoice, type RemovalEffect, removalEffect } from './effect.ts'
import './remove-dialog.css'

const remove = async (ids: readonly TorrentId[], data: DataChoice): Promise<boolean> => {
  const removed = await act('torrents.remove', { ids: [...ids], data })
  if (removed === null) return false
  notify({ kind: 'removed', count: ids.length, leftBehind: removed.value.leftBehind })
  return true
}

const confirmWords = (words: Messages['removal'], choice: DataChoice, { count }: RemovalEffect, size: string): string =>
  ({
    keep: words.confirmKeep(count),
    trash: words.confirmTrash(count, size),
    delete: words.confirmDelete(count, size),
  })[choice]

/** Null while the engine looks; nothing can go then. */
const useRemovable = (ids: readonly TorrentId[]): Removable | null => {
  const [removable, setRemovable] = useState<Removable | null>(null)
  useEffect(() => {
    let isWanted = true
    void act('torrents.removable', { ids: [...ids] }).then((got) => {
      if (isWanted) setRemovable(got?.value ?? { files: 0, bytes: 0, others: 0 })
    })
    return () => {
      isWanted = false
    }
  }, [ids])
  return removable
}

const DataChoices = (props: {
  effect: RemovalEffect
  size: string
  value: DataChoice
  onChange: (v: DataChoice) => void
}) => {
  const words = useMessages().removal
  const { effect, size, value, onChange } = props
  const { files, others } = effect
  if (files === 0) return <p>{others === 0 ? words.nothingThere : words.noneOurs(others)}</p>
  return (
    <>
      <ChoiceList
        label={words.choices}
        value={value}
        onChange={onChange}
        choices={[
          { value: 'keep', label: words.keep, text: words.keepText(files, size) },
          { value: 'trash', label: words.trash, text: words.trashText(files, size) },
          { value: 'delete', label: words.delete, text: words.deleteText(files, size), tone: 'danger' },
        ]}
      />
      <p className="remove-dialog__note">{others === 0 ? words.onlyOurs : words.othersStay(others)}</p>
    </>
  )
}

/** Nothing is paid for what is not in the list; should it be added again, that begins off. */
const SpeedOff = ({ ids }: { readonly ids: readonly TorrentId[] }) => {
  const words = useMessages().removal
  const on = useSpeed(({ torrents: all }) => ids.filter((id) => all.get(id)?.on === true).length)
  return on === 0 ? null : <p className="remove-dialog__note">{words.speedOff(on, ids.length)}</p>
}

const Content = ({ ids, rows }: { readonly ids: readonly TorrentId[]; readonly rows: readonly TorrentRow[] }) => {
  const { removal: words, common } = useMessages()
  const units = useSettings(({ look }) => look.units)
  const removable = useRemovable(ids)
  const effect = removalEffect(rows, removable ?? { files: 0, bytes: 0, others: 0 })
  const size = formatSize(effect.bytes, units)
  const [chosen, setChosen] = useState<DataChoice>('trash')
  const [busy, setBusy] = useState(false)
  const confirm = useRef<HTMLButtonElement>(null)
  const choice = choicesOf(effect).includes(chosen) ? chosen : 'keep'
  const run = async (): Promise<void> => {
    if (removable === null) return
    setBusy(true)
    if (await remove(ids, choice)) closeRemove()
    else setBusy(false)
  }
  return (
    <Dialog
      open
      onClose={closeRemove}
      title={words.title(effect.count, effect.name)}
      size="small"
      initialFocus={confirm}
      actions={
        <>
          <Button onClick={closeRemove}>{common.cancel}</Button>
          <Button
            ref={confirm}
            look={choice === 'delete' ? 'danger' : 'primary'}
            disabled={busy}
            onClick={() => void run()}
          >
            {busy ? words.working : removable === null ? words.wait : confirmWords(words, choice, effect, size)}
          </Button>
        </>
      }
    >
      {removable === null ? (
        <p role="status">{words.looking}</p>
      ) : (
        <DataChoices effect={effect} size={size} value={choice} onChange={setChosen} />
      )}
      <SpeedOff ids={ids} />
    </Dialog>
  )
}

export const RemoveDialog = () => {
  const ids = useRemoving((state) => state.ids)
  if (ids === null) return null
  const rows = ids.map((id) => torrents.row(id)).filter((row) => row !== undefined)
  return rows.length === 0 ? null : <Content key={ids.join()} ids={ids} rows={rows} />
}
