// What a torrent got at most while nothing was paid: the rate a trial compares with. Kept while it is looked at.

import { useState } from 'react'
import type { TorrentSpeed } from '../../../app/speed/speed-state.ts'
import type { TorrentRow } from '../../../app/torrent/row.ts'

/** B/s; 0: nothing yet. */
export const useMostFree = ({ downRate }: TorrentRow, speed: TorrentSpeed | undefined): number => {
  const [most, setMost] = useState(0)
  const now = speed === undefined || speed.on === true ? 0 : downRate
  if (now > most) setMost(now)
  return Math.max(most, now)
}
