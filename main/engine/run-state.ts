// What a torrent of the list is doing right now, and what the queue lets it do.

import type { DiskFault } from '../../app/ipc/errors.ts'
import type { LogEvent } from '../../app/torrent/details.ts'
import type { Phase } from '../../app/torrent/status.ts'
import type { EngineContext } from './engine-context.ts'
import type { KnownPeer } from './swarm/swarm.ts'
import type { TorrentRecord } from './torrent-record.ts'

/** `checked`: share of a check that is done, 0…1, 0 when none runs. `failure`: where the log has the cause. */
export interface RunState {
  readonly phase: Phase
  readonly fault: DiskFault | null
  readonly failure: string | null
  readonly checked: number
  /** Files of somebody else's that a download would destroy something in: it stands still until the user decides. */
  readonly changed: readonly number[]
}

export const idleState: RunState = { phase: 'stopped', fault: null, failure: null, checked: 0, changed: [] }

/** What a run is given; `peers`: whom to try first. */
export interface RunDeps {
  readonly record: TorrentRecord
  readonly context: EngineContext
  note(event: LogEvent): void
  readonly peers: readonly KnownPeer[]
}

/** Null: it has to stand still. */
export type Turn = 'run' | 'check' | null
