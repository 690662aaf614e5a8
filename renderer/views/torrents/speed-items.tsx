// Speed in the context menu of the chosen torrents: on with a budget, another budget, off at once.

import { CircleSlash, ReceiptText, SlidersHorizontal, Zap } from 'lucide-react'
import type { TorrentRow } from '../../../app/torrent/row.ts'
import { MenuItem } from '../../components/menu.tsx'
import { useMessages } from '../../messages/messages.ts'
import { askForBudget } from '../../state/budgeting.ts'
import { speedChoices } from '../../state/speed-choices.ts'
import { hasRows, switchOff } from '../../state/speed.ts'
import { openTorrentRows } from '../earnings/opening.ts'

export const SpeedItems = ({ rows }: { readonly rows: readonly TorrentRow[] }) => {
  const words = useMessages().speed
  const { on, mayBeOn } = speedChoices(rows.map(({ id }) => id))
  const [only, ...others] = rows
  return (
    <>
      {mayBeOn.length > 0 && (
        <MenuItem icon={Zap} onSelect={() => askForBudget(mayBeOn)}>
          {words.switchOn}
        </MenuItem>
      )}
      {on.length > 0 && (
        <>
          <MenuItem icon={SlidersHorizontal} onSelect={() => askForBudget(on)}>
            {words.change}
          </MenuItem>
          <MenuItem icon={CircleSlash} onSelect={() => switchOff(on)}>
            {words.switchOff}
          </MenuItem>
        </>
      )}
      {only !== undefined && others.length === 0 && hasRows(only.id) && (
        <MenuItem icon={ReceiptText} onSelect={() => openTorrentRows(only.id, 'both')}>
          {words.showRows}
        </MenuItem>
      )}
    </>
  )
}
