import { describe, expect, it } from 'vitest'
import { parseInfo } from '../../app/torrent/metainfo.ts'
import type { EngineContext } from './engine-context.ts'
import { Lanes } from './lanes.ts'
import { sha1 } from './metainfo/digests.ts'
import { begun, type StoredTorrent } from './session/session.ts'
import { makeTorrent } from './testing/made-torrent.ts'
import { TorrentRecord } from './torrent-record.ts'
import { TorrentRun } from './torrent-run.ts'

const made = makeTorrent({ 'a.bin': 40_000 })

/** A run of three pieces, of which `late` are written only while the store closes, when the swarm has been left. */
const fixture = (late: number) => {
  const written = Promise.withResolvers<void>()
  let here = 0
  let stirs = 0
  const store = {
    changed: () => Promise.resolve([]),
    savePartials: () => undefined,
    close: async () => {
      await written.promise
      here |= late
    },
  }
  const swarm = {
    leave: () => Promise.resolve(),
    counts: () => ({ downloaded: 0, uploaded: 0 }),
    knownPeers: () => [],
    partials: () => [],
    setLimits: () => undefined,
    setOrder: () => undefined,
  }
  const resume = { bitfield: new Uint8Array(1), hashed: 0, partials: [] }
  const ignore = (): void => undefined
  const context = {
    session: { journal: { pieces: () => Uint8Array.of(here) } },
    storage: { open: () => Promise.resolve({ store, resume }) },
    swarm: { join: () => swarm },
    openings: new Lanes(1),
    now: () => 0,
    isForeign: () => false,
    stirred: () => void stirs++,
    crash: (cause: unknown) => {
      throw cause
    },
    save: ignore,
    queueChanged: ignore,
    phaseChanged: ignore,
    finished: ignore,
  } as unknown as EngineContext
  const stored = {
    ...begun,
    id: made.id,
    name: 'album',
    root: '/r',
    trackers: [],
    webSeeds: [],
    priorities: null,
    doneAt: null,
  }
  const record = new TorrentRecord(stored as unknown as StoredTorrent, context)
  const run = new TorrentRun({ record, context, note: ignore, peers: [] })
  const info = parseInfo(made.rawInfo, sha1)
  if (!info.ok) throw new Error(info.error)
  run.takeInfo(info.value)
  const stopped = async (): Promise<void> => {
    run.take('run')
    await expect.poll(() => run.swarm).not.toBe(null)
    const closing = run.suspend()
    stirs = 0
    written.resolve()
    await closing
  }
  return { run, record, stopped, stirs: () => stirs }
}

describe('a torrent that is stopped while pieces are on their way to the disk', () => {
  it('has them when it stands still, and says so', async () => {
    const { run, stopped, stirs } = fixture(0b0100_0000)
    await stopped()
    expect(run.state.phase).toBe('stopped')
    expect(run.pieces?.progress.have).toBe(16_384)
    expect(stirs()).toBeGreaterThan(0)
  })

  it('is done when they were the last', async () => {
    const { run, record, stopped } = fixture(0b1110_0000)
    await stopped()
    expect(run.pieces?.complete).toBe(true)
    expect(record.stored.doneAt).not.toBe(null)
  })
})
