import { describe, expect, it } from 'vitest'
import { amount } from '../../app/money/amount.ts'
import type { TorrentSpeed } from '../../app/speed/speed-state.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import { speedOrder } from './speed-order.ts'

const id = (name: string): TorrentId => name as TorrentId
const torrents = (of: Record<string, Partial<TorrentSpeed>>): ReadonlyMap<TorrentId, TorrentSpeed> =>
  new Map(Object.entries(of).map(([name, speed]) => [id(name), { id: id(name), ...speed } as TorrentSpeed]))

describe('the order by Speed', () => {
  it('has what is paid for first and what is off, or not known, last', () => {
    const order = speedOrder(
      torrents({ a: { phase: { is: 'paying' } }, b: { phase: { is: 'ready' } }, c: { phase: { is: 'off' } } }),
      'speed',
    )
    expect(Number(order(id('a')))).toBeLessThan(Number(order(id('b'))))
    expect(Number(order(id('b')))).toBeLessThan(Number(order(id('c'))))
    expect(order(id('stranger'))).toBe(order(id('c')))
  })

  it('compares what was earned to the last unit, beyond what a number can tell apart', () => {
    const much = 10n ** 30n
    const order = speedOrder(
      torrents({ a: { earned: amount(much) }, b: { earned: amount(much + 1n) }, c: { earned: amount(much) } }),
      'earned',
    )
    expect(Number(order(id('a')))).toBeLessThan(Number(order(id('b'))))
    expect(order(id('a'))).toBe(order(id('c')))
    expect(Number(order(id('stranger')))).toBeLessThan(Number(order(id('a'))))
  })
})
