// The cells that are not of a torrent's row: what Speed does with it, and what it earned. Each hears of its own torrent
// only. A state is an icon and a word, never a colour alone; as narrow as that only the icon is seen, the word is
// spoken.

import { memo } from 'react'
import { ZERO } from '../../../app/money/amount.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { formatShortAmount } from '../../format/amounts.ts'
import { BTT_DECIMALS, formatExactBtt } from '../../format/prices.ts'
import { useMessages } from '../../messages/messages.ts'
import { phaseIn, useSpeed } from '../../state/speed.ts'
import { PhaseMark } from '../speed/phase-mark.tsx'
import { openTorrentRows } from '../earnings/opening.ts'
import { frame, type Place } from './cell-frame.ts'

interface OfTorrent extends Place {
  readonly id: TorrentId
}

/** A new object each second would redraw every cell: the phase stays the same one for as long as it says the same. */
const usePhase = (id: TorrentId) => {
  const is = useSpeed((speed) => phaseIn(speed, id).is)
  const cap = useSpeed((speed) => {
    const phase = phaseIn(speed, id)
    return phase.is === 'capped' ? phase.cap : null
  })
  return is === 'capped' ? ({ is, cap: cap ?? 'off' } as const) : ({ is } as const)
}

/** There is nothing to buy of what is complete, so nothing is said of it. */
export const SpeedCell = memo(({ id, complete, ...place }: OfTorrent & { readonly complete: boolean }) => {
  const { speed: words, units } = useMessages()
  const phase = usePhase(id)
  if (complete) return <div {...frame(place, null)} />
  if (phase.is === 'unknown') {
    return (
      <div {...frame(place, words.sentence(phase))}>
        <span className="cell__none">{units.unknown}</span>
      </div>
    )
  }
  return (
    <div {...frame(place, words.cellSpoken(phase))}>
      <PhaseMark phase={phase} />
    </div>
  )
})

export const EarnedCell = memo(({ id, ...place }: OfTorrent) => {
  const words = useMessages().speed
  const earned = useSpeed(({ torrents }) => torrents.get(id)?.earned ?? ZERO)
  if (earned === 0n) return <div {...frame(place, null)} />
  return (
    <div {...frame(place, words.earnedCell(formatExactBtt(earned)))}>
      {/* By the keyboard it is an item of the torrent's menu: the grid is one stop. */}
      <button
        type="button"
        tabIndex={-1}
        className="cell__text cell__opens"
        onClick={() => openTorrentRows(id, 'earned')}
      >
        {formatShortAmount(earned, BTT_DECIMALS)}
      </button>
    </div>
  )
})
