import { describe, expect, it } from 'vitest'
import { ok } from '../../app/result.ts'
import type { Snapshot, TorrentId, TorrentRow, TorrentStatus } from '../../app/torrent/row.ts'
import { settle } from '../supervisor/testing/manual-clock.ts'
import { Activity } from './activity.ts'

const row = (name: string, status: TorrentStatus) => ({ id: name as TorrentId, status }) as TorrentRow

const fixture = (snapshots: Snapshot[]) => {
  let changes = 0
  const calls: unknown[] = []
  const call = (name: string, input: unknown) => {
    calls.push([name, input])
    return Promise.resolve(ok(snapshots.shift() ?? { seq: 0, rows: [] })) as never
  }
  const activity = new Activity({ call }, () => changes++)
  return { activity, calls, changes: () => changes }
}
const nothing = { changed: [], added: [], removed: [] }

describe('activity', () => {
  it('follows the deltas from the snapshot on', async () => {
    const { activity, changes } = fixture([{ seq: 5, rows: [row('a', 'stalled')] }])
    activity.take({ ...nothing, seq: 4, added: [row('z', 'downloading')] })
    await activity.begin()
    expect(activity.isDownloading).toBe(false)
    activity.take({ ...nothing, seq: 5, added: [row('z', 'downloading')] })
    expect(activity.isDownloading).toBe(false)
    activity.take({ ...nothing, seq: 6, changed: [['a' as TorrentId, { status: 'downloading' }]] })
    expect(activity.isDownloading).toBe(true)
    expect(changes()).toBe(2)
  })

  it('asks again after a gap', async () => {
    const { activity } = fixture([
      { seq: 1, rows: [] },
      { seq: 9, rows: [row('a', 'downloading')] },
    ])
    await activity.begin()
    activity.take({ ...nothing, seq: 3 })
    await settle()
    expect(activity.isDownloading).toBe(true)
  })

  it('announces again what runs after a sleep', async () => {
    const { activity, calls } = fixture([
      { seq: 1, rows: [row('a', 'stopped'), row('b', 'seeding'), row('c', 'metadata')] },
    ])
    await activity.begin()
    activity.reannounce()
    expect(calls.at(-1)).toEqual(['torrents.reannounce', { ids: ['b', 'c'] }])
  })

  it('leaves none out after a sleep, however many there are', async () => {
    const rows = Array.from({ length: 5_000 }, (_, n) => row(`t${n}`, 'seeding'))
    const { activity, calls } = fixture([{ seq: 1, rows }])
    await activity.begin()
    activity.reannounce()
    expect(calls.at(-1)).toEqual(['torrents.reannounce', { ids: rows.map(({ id }) => id) }])
  })

  it('ends with the engine', async () => {
    const { activity } = fixture([{ seq: 1, rows: [row('a', 'downloading')] }])
    await activity.begin()
    activity.end()
    expect(activity.isDownloading).toBe(false)
  })
})
