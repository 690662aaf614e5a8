// The line at the foot: what the list shows and what is selected at the left, how we are connected at the right.

import { useMemo } from 'react'
import { formatSize } from '../../format/bytes.ts'
import { useMessages } from '../../messages/messages.ts'
import { useEngineAway } from '../../state/engine.ts'
import { useList } from '../../state/list.ts'
import { useSelection } from '../../state/selecting.ts'
import { useSettings } from '../../state/settings.ts'
import { torrents } from '../../state/torrents.ts'
import { NetworkStatus } from '../network/network-panel.tsx'
import { WalletChip } from '../wallet/wallet-chip.tsx'
import './status-line.css'

const Listed = () => {
  const words = useMessages().frame
  const units = useSettings(({ look }) => look.units)
  const { ids, counts } = useList()
  const chosen = useSelection((selection) => selection.chosen)
  const size = useMemo(() => [...chosen].reduce((sum, id) => sum + (torrents.row(id)?.size ?? 0), 0), [chosen])
  if (ids === null) return null
  if (chosen.size > 1) return <span>{words.chosen(chosen.size, formatSize(size, units))}</span>
  return <span>{ids.length === counts.all ? words.count(counts.all) : words.shown(ids.length, counts.all)}</span>
}

export const StatusLine = () => {
  const words = useMessages().frame
  const away = useEngineAway()
  return (
    <footer className="status-line" aria-label={words.statusLine}>
      <div className="status-line__side numeric">
        <Listed />
      </div>
      <div className="status-line__side status-line__side--end">
        {!away && <NetworkStatus />}
        <WalletChip />
      </div>
    </footer>
  )
}
