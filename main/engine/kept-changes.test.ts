import { describe, expect, it } from 'vitest'
import type { TorrentId } from '../../app/torrent/row.ts'
import { KeptChanges } from './kept-changes.ts'
import type { Session, StoredPatch, StoredTorrent } from './session/session.ts'

const id = 'ab'.repeat(20) as TorrentId
const full = (): Error =>
  Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 })

/** A session that notes what it stored, on a disk that can be filled. */
const fixture = () => {
  const stored: unknown[] = []
  const crashes: string[] = []
  const disk = { full: false }
  const room = { torrents: Infinity }
  const store = (what: unknown): void => {
    if (disk.full) throw full()
    stored.push(what)
  }
  const session: Pick<Session, 'putAll' | 'update' | 'updateAll' | 'remove'> = {
    putAll: (torrents) => {
      if (torrents.length > room.torrents) throw full()
      store(['put', ...torrents.map((one) => one.id)])
    },
    update: (of, patch: StoredPatch) => store(['update', of, patch]),
    updateAll: (patches: ReadonlyMap<TorrentId, StoredPatch>) => store(['updateAll', [...patches]]),
    remove: (of) => store(['remove', of]),
  }
  const changes = new KeptChanges(session, (_, doing) => crashes.push(doing))
  return { changes, stored, crashes, disk, room }
}

describe('a change of the list', () => {
  it('that the disk has no room for is stored later, with what was changed since, and logged once', () => {
    const { changes, stored, crashes, disk } = fixture()
    disk.full = true
    changes.save(id, { name: 'one', wantsToRun: true })
    changes.save(id, { wantsToRun: false })
    changes.retry()
    expect(stored).toEqual([])
    disk.full = false
    changes.retry()
    changes.retry()
    expect(stored).toEqual([['update', id, { name: 'one', wantsToRun: false }]])
    expect(crashes).toEqual(['save'])
  })

  it('takes what waits along', () => {
    const { changes, stored, disk } = fixture()
    disk.full = true
    changes.save(id, { name: 'one' })
    disk.full = false
    changes.save(id, { wantsToRun: true })
    changes.retry()
    expect(stored).toEqual([['update', id, { name: 'one', wantsToRun: true }]])
  })

  it('is not stored for a torrent that is gone, whose removal is not forgotten', () => {
    const { changes, stored, disk } = fixture()
    disk.full = true
    changes.save(id, { name: 'one' })
    changes.remove(id)
    disk.full = false
    changes.retry()
    changes.retry()
    expect(stored).toEqual([['remove', id]])
  })

  it('removes what was there before it stores the same torrent anew', () => {
    const { changes, stored, disk } = fixture()
    disk.full = true
    changes.remove(id)
    const again = { id } as StoredTorrent
    expect(changes.put(again)).toBe(false)
    disk.full = false
    expect(changes.put(again)).toBe(true)
    changes.retry()
    expect(stored).toEqual([
      ['remove', id],
      ['put', id],
    ])
  })

  it('stores torrents that come together in one go, or those that there is room for', () => {
    const { changes, stored, room, disk } = fixture()
    const [one, two] = [{ id }, { id: 'cd'.repeat(20) }] as [StoredTorrent, StoredTorrent]
    expect(changes.putAll([one, two])).toEqual(new Set([one.id, two.id]))
    room.torrents = 1
    expect(changes.putAll([one, two])).toEqual(new Set([one.id, two.id]))
    expect(stored).toEqual([
      ['put', one.id, two.id],
      ['put', one.id],
      ['put', two.id],
    ])
    disk.full = true
    expect(changes.putAll([one, two])).toEqual(new Set())
  })
})
