// What the engine and its parsing thread say to each other, and the parsing itself: the same on either thread.

import { parseInfo, parseTorrentFile, type Info, type Metainfo } from '../../../app/torrent/metainfo.ts'
import type { MetainfoFault } from '../../../app/torrent/metainfo-fault.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { Result } from '../../../app/result.ts'
import { sha1, sha256 } from './digests.ts'
import type { Packed } from './packed-files.ts'

/** `id`: what an info dictionary must hash to; none for a whole .torrent. */
export type ParseJob =
  | { readonly kind: 'torrent'; readonly bytes: Uint8Array }
  | { readonly kind: 'info'; readonly bytes: Uint8Array; readonly id: TorrentId }

export type ParseAnswer = Result<Packed<Info | Metainfo>, MetainfoFault>

export const parse = (job: ParseJob): Result<Info | Metainfo, MetainfoFault> =>
  job.kind === 'torrent' ? parseTorrentFile(job.bytes, sha1, sha256) : parseInfo(job.bytes, sha1, job.id)
