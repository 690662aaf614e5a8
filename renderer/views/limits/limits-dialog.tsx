// Limits, order and goals of the chosen torrents, in force when saved. Shows those of the first; only what is changed
// here is changed for all of them. Shown while state/limiting.ts holds torrents.

import { useEffect, useState } from 'react'
import { patchOptions, type OptionsPatch, type TorrentOptions } from '../../../app/torrent/options.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { useMessages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { closeLimits, useLimiting } from '../../state/limiting.ts'
import { torrents } from '../../state/torrents.ts'
import { GoalsPart } from './goals-part.tsx'
import { LimitsPart } from './limits-part.tsx'
import { mergePatches } from './options-patch.ts'
import { OrderPart } from './order-part.tsx'
import './limits-dialog.css'

/** The options of the first; null until they are here. */
const useOptions = (id: TorrentId | undefined): TorrentOptions | null => {
  const [options, setOptions] = useState<TorrentOptions | null>(null)
  useEffect(() => {
    let isWanted = true
    const load = async (): Promise<void> => {
      const got = id === undefined ? null : await act('torrents.options', { id })
      if (!isWanted) return
      if (got) setOptions(got.value)
      else closeLimits()
    }
    void load()
    return () => {
      isWanted = false
    }
  }, [id])
  return options
}

export interface PartProps {
  readonly options: TorrentOptions
  readonly onChange: (patch: OptionsPatch) => void
}

const Content = ({ ids }: { readonly ids: readonly TorrentId[] }) => {
  const { control: words, common } = useMessages()
  const [first] = ids
  const stored = useOptions(first)
  const [patch, setPatch] = useState<OptionsPatch>({})
  const name = ids.length === 1 && first !== undefined ? (torrents.row(first)?.name ?? null) : null
  const save = async (): Promise<void> => {
    if (await act('torrents.setOptions', { ids: [...ids], options: patch }, name)) closeLimits()
  }
  if (stored === null) return null
  const part: PartProps = {
    options: patchOptions(stored, patch),
    onChange: (more) => setPatch((before) => mergePatches(before, more)),
  }
  return (
    <Dialog
      open
      onClose={closeLimits}
      title={words.title(name, ids.length)}
      description={name ?? words.several}
      actions={
        <>
          <Button onClick={closeLimits}>{common.cancel}</Button>
          <Button look="primary" onClick={() => void save()}>
            {words.save}
          </Button>
        </>
      }
    >
      <div className="limits-dialog">
        <LimitsPart {...part} />
        <OrderPart {...part} />
        <GoalsPart {...part} />
      </div>
    </Dialog>
  )
}

export const LimitsDialog = () => {
  const ids = useLimiting((state) => state.ids)
  return ids === null ? null : <Content key={ids.join()} ids={ids} />
}
