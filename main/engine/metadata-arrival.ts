// What a torrent makes of metadata that peers sent: it gets its name, its root and its files. Leaves parsing to the
// metainfo parser and what follows to the run. Invariant: metadata that cannot be used stops the torrent, with a
// notice.

import type { LogEvent } from '../../app/torrent/details.ts'
import type { Info } from '../../app/torrent/metainfo.ts'
import type { MetainfoFault } from '../../app/torrent/metainfo-fault.ts'
import type { Result } from '../../app/result.ts'
import type { EngineContext } from './engine-context.ts'
import type { TorrentRecord } from './torrent-record.ts'

interface Arrival {
  readonly record: TorrentRecord
  readonly context: Pick<EngineContext, 'notice' | 'queueChanged' | 'rootFor'>
  readonly parsed: Result<Info, MetainfoFault>
  note(event: LogEvent): void
}

/** Null: it is of no use. */
export const acceptMetadata = ({ record, context, parsed, note }: Arrival): Info | null => {
  const { stored } = record
  if (!parsed.ok) {
    const error = { code: 'torrent-invalid' as const, fault: parsed.error }
    context.notice({ kind: 'error', error, subject: stored.name })
    record.wantStop()
    context.queueChanged()
    return null
  }
  const info = parsed.value
  note({ code: 'metadata' })
  const { rawInfo, name, isPrivate } = info
  // One that had it before has its name and its place.
  const place = stored.isPrivate === null ? { name, root: context.rootFor(stored, info) } : {}
  record.patch({ info: rawInfo, isPrivate, ...place })
  return info
}
