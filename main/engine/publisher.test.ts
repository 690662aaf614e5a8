import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apply } from '../../app/torrent/delta.ts'
import type { Delta, TorrentId, TorrentRow } from '../../app/torrent/row.ts'
import { Publisher } from './publisher.ts'

const rowOf = (id: string, place: number): TorrentRow => ({ id, place }) as unknown as TorrentRow

/** A list, what of it changed since it was last asked, and what a window made of the deltas. */
const fixture = () => {
  const list = new Map<TorrentId, TorrentRow>()
  const [changed, gone] = [new Set<TorrentId>(), new Set<TorrentId>()]
  let window: ReadonlyMap<TorrentId, TorrentRow> = new Map()
  const sent: Delta[] = []
  const publisher = new Publisher({
    news: () => {
      const rows = [...changed].flatMap((id) => list.get(id) ?? [])
      const news = { rows, gone: [...gone] }
      changed.clear()
      gone.clear()
      return news
    },
    send: (delta) => {
      sent.push(delta)
      window = apply(window, delta)
    },
  })
  const put = (name: string, place: number): void => {
    const row = rowOf(name, place)
    list.set(row.id, row)
    changed.add(row.id)
  }
  const remove = (name: string): void => {
    list.delete(name as TorrentId)
    changed.delete(name as TorrentId)
    gone.add(name as TorrentId)
  }
  return { list, sent, publisher, put, remove, window: () => window }
}

describe('the publisher', () => {
  it('keeps windows and snapshots at what the list is, whatever comes, changes, goes and comes back', () => {
    const name = fc.constantFrom('a', 'b', 'c')
    const step = fc.oneof(
      fc.record({ put: name, place: fc.nat(2) }),
      fc.record({ remove: name }),
      fc.constant({ publish: true }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { list, publisher, put, remove, window } = fixture()
        for (const each of steps) {
          if ('put' in each) put(each.put, each.place)
          else if ('remove' in each) remove(each.remove)
          else publisher.publish()
        }
        const { rows } = publisher.snapshot()
        expect(new Map(rows.map((row) => [row.id, row]))).toEqual(list)
        expect(window()).toEqual(list)
        publisher.close()
      }),
    )
  })

  it('sends nothing for news that is none', () => {
    const { publisher, put, sent } = fixture()
    put('a', 1)
    publisher.publish()
    put('a', 1)
    publisher.publish()
    expect(sent.length).toBe(1)
    publisher.close()
  })
})
