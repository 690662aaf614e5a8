// Limits, order and goals of the chosen torrents, in force when saved. Where they differ it says so; only what is
// changed here is changed, for all of them. What cannot be taken keeps it open. Shown while state/limiting.ts holds
// torrents.

import { useEffect, useRef, useState } from 'react'
import { patchOptions, type OptionsPatch } from '../../../app/torrent/options.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { FormContext, formFields } from '../../components/form-fields.ts'
import { useMessages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { closeLimits, useLimiting } from '../../state/limiting.ts'
import { torrents } from '../../state/torrents.ts'
import { GoalsPart } from './goals-part.tsx'
import { LimitsPart } from './limits-part.tsx'
import { changesNothing, mergePatches } from './options-patch.ts'
import { OrderPart } from './order-part.tsx'
import { sharedOptions, type SharedOptions } from './shared-options.ts'
import './limits-dialog.css'

/** What they have now; null until it is here. */
const useOptions = (ids: readonly TorrentId[]): SharedOptions | null => {
  const [options, setOptions] = useState<SharedOptions | null>(null)
  useEffect(() => {
    let isWanted = true
    const load = async (): Promise<void> => {
      const got = await act('torrents.options', { ids: [...ids] })
      if (!isWanted) return
      if (got) setOptions(sharedOptions(got.value))
      else closeLimits()
    }
    void load()
    return () => {
      isWanted = false
    }
  }, [ids])
  return options
}

export interface PartProps {
  /** As they are. */
  readonly before: SharedOptions
  /** With what was changed. */
  readonly options: SharedOptions
  /** What is undefined is not changed any more. */
  readonly onChange: (patch: OptionsPatch) => void
}

/** What was changed: at once for whoever sends it, and for what is drawn. */
const usePatch = () => {
  const [patch, setPatch] = useState<OptionsPatch>({})
  const latest = useRef(patch)
  const change = (more: OptionsPatch): void => {
    latest.current = mergePatches(latest.current, more)
    setPatch(latest.current)
  }
  return { patch, latest, change }
}

const Content = ({ ids }: { readonly ids: readonly TorrentId[] }) => {
  const { control: words, common } = useMessages()
  const before = useOptions(ids)
  const { patch, latest, change } = usePatch()
  const [fields] = useState(formFields)
  const [first] = ids
  const name = ids.length === 1 && first !== undefined ? (torrents.row(first)?.name ?? null) : null
  const save = async (): Promise<void> => {
    if (!fields.settle()) return
    const options = latest.current
    if (changesNothing(options)) closeLimits()
    else if (await act('torrents.setOptions', { ids: [...ids], options }, name)) closeLimits()
  }
  if (before === null) return null
  const part: PartProps = { before, options: patchOptions(before, patch), onChange: change }
  return (
    <Dialog
      open
      onClose={closeLimits}
      onEnter={() => void save()}
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
      <FormContext value={fields}>
        <div className="limits-dialog">
          <LimitsPart {...part} />
          <OrderPart {...part} />
          <GoalsPart {...part} />
        </div>
      </FormContext>
    </Dialog>
  )
}

export const LimitsDialog = () => {
  const ids = useLimiting((state) => state.ids)
  return ids === null ? null : <Content key={ids.join()} ids={ids} />
}
