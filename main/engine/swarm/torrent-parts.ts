// Small decisions of a torrent in the swarm that need nothing of its state.

import type Wire from 'bittorrent-protocol'
import type { PeerSource } from '../../../app/torrent/details.ts'
import { WebSeeds } from '../web-seeds/web-seeds.ts'
import type { DownloadLane } from './download-scheduler.ts'
import type { PieceExchange } from './piece-source.ts'
import type { SwarmContext } from './swarm-context.ts'
import type { AnnounceFacts } from '../trackers/tracker-set.ts'
import type { JoinSpec, SwarmCounts, SwarmEvents, SwarmTorrent } from './swarm.ts'

/** Who may name peers of a private torrent (BEP 27). */
export const isOfPrivate = (source: PeerSource): boolean => source === 'tracker' || source === 'manual'

export const dhtState = (isPrivate: boolean, nodes: number | null): ReturnType<SwarmTorrent['dht']> => {
  if (isPrivate) return { state: 'private', nodes: 0 }
  if (nodes === null) return { state: 'off', nodes: 0 }
  return { state: nodes > 0 ? 'working' : 'looking', nodes }
}

/** What a handler throws closes this wire and nothing else. */
export const guarded = (wire: Wire, run: () => void, log: SwarmContext['log']): void => {
  try {
    run()
  } catch (error) {
    log('warn', `peer closed: ${String(error)}`)
    wire.destroy()
  }
}

/** What trackers are told: all-time totals, and what is still to be had; null: not known. */
export const announceFacts = (
  before: Pick<JoinSpec, 'downloaded' | 'uploaded'>,
  { downloaded, uploaded }: Pick<SwarmCounts, 'downloaded' | 'uploaded'>,
  left: number | null,
): AnnounceFacts => ({
  downloaded: before.downloaded + downloaded,
  uploaded: before.uploaded + uploaded,
  left: left ?? 16_384,
})

/** `neighbours` null: they are not asked. */
export const lsdState = (isPrivate: boolean, neighbours: number | null): ReturnType<SwarmTorrent['lsd']> => {
  if (isPrivate) return { state: 'private', peers: 0 }
  return { state: neighbours === null ? 'off' : neighbours > 0 ? 'working' : 'looking', peers: neighbours ?? 0 }
}

/** None while only the metadata is wanted: where a server has what is in it. */
export const webSeedsOf = (
  { id, pieces }: JoinSpec,
  events: Pick<SwarmEvents, 'webSeedFailed'>,
  context: SwarmContext,
  exchange: PieceExchange | null,
  downloads: DownloadLane,
): WebSeeds | null => {
  if (!pieces?.webSeeds || !exchange) return null
  const failed: SwarmEvents['webSeedFailed'] = (url, failure) => events.webSeedFailed(url, failure)
  return new WebSeeds({
    id,
    house: context.webSeeds,
    caps: context.caps,
    spec: pieces.webSeeds,
    exchange,
    downloads,
    now: () => context.now(),
    failed,
  })
}
