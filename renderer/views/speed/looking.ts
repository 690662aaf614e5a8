// Which torrent is looked at: what Speed does around it is told of while somebody looks, whether it is on or not.
// Invariant: of several that look, the last one to begin is served, and the one before it again when that ends.

import type { TorrentId } from '../../../app/torrent/row.ts'
import { api } from '../../state/api.ts'

interface Look {
  readonly id: TorrentId
}

let looks: readonly Look[] = []

/** Nobody asked for it, so nothing is said when it fails: the engine is away, and that is said elsewhere. */
const tell = (): void => void api().call('speed.look', { id: looks.at(-1)?.id ?? null })

/** Until the returned function is called. */
export const lookAt = (id: TorrentId): (() => void) => {
  const look: Look = { id }
  looks = [...looks, look]
  tell()
  return () => {
    looks = looks.filter((each) => each !== look)
    tell()
  }
}
