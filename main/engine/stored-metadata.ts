// The metadata of a torrent of the last session, read from what is stored of it. Leaves trying again to the torrent,
// and asking peers to its run. Invariant: what could merely not be read in time is kept.

import type { Info } from '../../app/torrent/metainfo.ts'
import type { EngineContext } from './engine-context.ts'
import type { StoredTorrent } from './session/session.ts'

interface Read {
  /** `info` null: there is none, or it is of no use. */
  readonly stored: StoredTorrent
  readonly info: Info | null
}

export const readStored = async (
  stored: StoredTorrent,
  { parseInfo, crash }: Pick<EngineContext, 'parseInfo' | 'crash'>,
): Promise<Read> => {
  if (!stored.info) return { stored, info: null }
  const parsed = await parseInfo(stored.info, stored.id)
  // The bytes once, not twice.
  if (parsed.ok) return { stored: { ...stored, info: parsed.value.rawInfo }, info: parsed.value }
  crash(new Error(`stored metadata: ${parsed.error}`), 'load')
  return { stored: parsed.error === 'too-complex' ? stored : { ...stored, info: null }, info: null }
}
