// `npm run campaign -- goodbye`: a libtorrent that is connected over uTP is killed, so that it cannot say goodbye. Nothing
// but the resends of the uTP library tells us, which takes it longer than a test may last. Closes with one line of JSON;
// exits 0 only when the peer was seen to be gone in time.

import { setTimeout as sleep } from 'node:timers/promises'
import { libtorrentUtp } from '../main/engine/swarm/testing/libtorrent-utp.ts'
import { joinSample, openSwarm, sampleTorrent, testSettings } from '../main/engine/swarm/testing/sample-swarm.ts'

const CONNECTED_S = 20
const GONE_S = 45

const sample = sampleTorrent(400_000, 16_384)

/** Seconds until it holds, or null when it does not in time. */
const secondsUntil = async (holds: () => boolean, limit: number): Promise<number | null> => {
  const started = performance.now()
  for (;;) {
    const seconds = (performance.now() - started) / 1_000
    if (holds()) return seconds
    if (seconds > limit) return null
    await sleep(100)
  }
}

const story = async (): Promise<number | null> => {
  await using swarm = await openSwarm(testSettings({ utp: true }))
  await using other = await libtorrentUtp(sample, swarm.stats().port ?? 0, false)
  const { torrent } = joinSample(swarm, sample)
  const both = (): boolean => torrent.peers().length === 1 && other.peers().length === 1
  const connected = await secondsUntil(both, CONNECTED_S)
  if (connected === null) return null
  other.kill()
  return await secondsUntil(() => torrent.peers().length === 0, GONE_S)
}

const gone = await story()
const bar = { what: 's until gone', want: `<= ${GONE_S}`, got: gone?.toFixed(1) ?? 'never', ok: gone !== null }
process.stdout.write(`${JSON.stringify({ name: 'goodbye', ok: bar.ok, bars: [bar], figures: { seconds: gone } })}\n`)
process.exitCode = bar.ok ? 0 : 1
