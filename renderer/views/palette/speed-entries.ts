// What the command palette offers of Speed. Nothing, where there is none.

import { CircleSlash, HandCoins, OctagonPause, Play, ReceiptText, SlidersHorizontal, Zap } from 'lucide-react'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { messages } from '../../messages/messages.ts'
import { askForBudget } from '../../state/budgeting.ts'
import { speedChoices } from '../../state/speed-choices.ts'
import { openSetup } from '../../state/speed-setup.ts'
import { hasRows, stopSpending, switchOff, useSpeed } from '../../state/speed.ts'
import { showView, useUi } from '../../state/ui.ts'
import { openTorrentRows } from '../earnings/opening.ts'
import { entry, type Entry } from './entry.ts'

export const speedOfSelected = (ids: readonly TorrentId[]): readonly Entry[] => {
  const words = messages().speed
  const { on, mayBeOn } = speedChoices(ids)
  const [only, ...others] = ids
  return [
    ...(mayBeOn.length > 0 ? [entry('speed-on', words.switchOn, Zap, () => askForBudget(mayBeOn))] : []),
    ...(on.length > 0
      ? [
          entry('speed-budget', words.change, SlidersHorizontal, () => askForBudget(on)),
          entry('speed-off', words.switchOff, CircleSlash, () => switchOff(on)),
        ]
      : []),
    ...(only !== undefined && others.length === 0 && hasRows(only)
      ? [entry('speed-rows', words.showRows, ReceiptText, () => openTorrentRows(only, 'both'))]
      : []),
  ]
}

export const speedOfAll = (): readonly Entry[] => {
  const { palette, speed, speedSetup } = messages()
  const { state } = useSpeed.getState()
  if (state === null) return []
  const page = entry('earnings', palette.earnings, HandCoins, () => showView('earnings'))
  const setup = entry('speed-setup', speedSetup.open, Zap, () => openSetup(true))
  const stop = state.spendingStopped
    ? entry('spend', speed.allowAgain, Play, () => stopSpending(false))
    : entry('stop-spending', speed.stopAll, OctagonPause, () => stopSpending(true))
  const pages = useUi.getState().view === 'earnings' ? [] : [page]
  return [...pages, setup, ...(state.obstacle === 'no-wallet' ? [] : [stop])]
}
