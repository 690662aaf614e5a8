// Turns what a swarm reports into lines of a torrent's log.

import type { LogEvent } from '../../app/torrent/details.ts'
import type { SwarmEvents } from './swarm/swarm.ts'

/** The events that are only noted; metadata and pieces are the torrent's own business. */
export const notedEvents = (
  note: (event: LogEvent) => void,
  roused: () => void,
): Omit<SwarmEvents, 'metadata' | 'piece' | 'meter'> => {
  let lied = false
  return {
    roused,
    hashFailed: (piece) => note({ code: 'hash-failed', piece }),
    trackerChanged: (url, outcome) =>
      note(
        outcome.ok
          ? { code: 'tracker-ok', url, peers: outcome.peers }
          : { code: 'tracker-failed', url, failure: outcome.failure },
      ),
    webSeedFailed: (url, { problem, message }) => note({ code: 'web-seed-failed', url, failure: { problem, message } }),
    peerDropped: (address, why) => note({ code: 'peer-dropped', address, why }),
    peerBanned: (address, piece) => {
      if (piece !== null) return note({ code: 'peer-banned', address, piece })
      // There may be very many of them.
      if (!lied) note({ code: 'metadata-lied', address })
      lied = true
    },
  }
}
