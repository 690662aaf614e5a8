import { describe, expect, it } from 'vitest'
import type { TorrentId } from '../../app/torrent/row.ts'
import { Lively } from './lively.ts'

class Fake {
  readonly id: TorrentId
  isStill = true

  constructor(id: string) {
    this.id = id as TorrentId
  }
}

const idsOf = (torrents: Iterable<Fake>): string => [...torrents].map(({ id }) => id).join()

describe('lively torrents', () => {
  const [a, b] = [new Fake('a'), new Fake('b')]

  it('are in the news as long as they are, and once more when they have become still', () => {
    const lively = new Lively<Fake>()
    for (const one of [a, b]) lively.stir(one)
    b.isStill = false
    lively.settle()
    expect(idsOf(lively.all)).toBe('b')
    expect(idsOf(lively.news().changed)).toBe('b,a')
    expect(idsOf(lively.news().changed)).toBe('b')
    b.isStill = true
    lively.settle()
    expect(idsOf(lively.news().changed)).toBe('b')
    expect(lively.news()).toEqual({ changed: [], gone: [] })
  })

  it('are in the news once, stirred or settled, and gone when they left', () => {
    const lively = new Lively<Fake>()
    lively.stir(a)
    lively.settle()
    lively.stir(a)
    expect(idsOf(lively.news().changed)).toBe('a')
    lively.leave(a)
    expect(lively.news()).toEqual({ changed: [], gone: ['a'] })
    expect(lively.news().gone).toEqual([])
  })
})
