// A torrent that leaves the list takes its switch with it, whoever keeps it.

import { describe, expect, it } from 'vitest'
import { btt, film, song } from '../../app/speed/testing/situations.ts'
import { open } from './testing/speed-bench.ts'

describe('a torrent that leaves the list', () => {
  const filmRow = (addedAt: number) => ({ name: 'Film', isPrivate: false, complete: false, addedAt })

  it('is switched off in the wallet first, and is off when it is added again, its amounts kept', async () => {
    const { speed, begin, wallet, listed, orders, settings } = open()
    await begin()
    await speed.setTorrent(film, true, btt(30))
    await speed.allowPrivate(film, true)
    await speed.leave(new Set([film, song]))
    expect(wallet.torrents.get(film)).toMatchObject({ on: false, name: 'Film', budget: btt(30) })
    expect(wallet.torrents.has(song)).toBe(false)
    expect(settings.get().speed.privateToo).toEqual([])
    expect(orders()?.buying.size).toBe(0)
    listed.delete(film)
    listed.set(film, filmRow(3_000))
    speed.refresh()
    expect(speed.torrents.find(({ id }) => id === film)).toMatchObject({ on: false, budget: btt(30), spent: btt(10) })
  })

  it('that is paid for by nobody tells nobody anything', async () => {
    const { speed, begin, order } = open()
    await begin()
    order.length = 0
    await speed.leave(new Set([film]))
    expect(order).toEqual([])
  })

  it('is off although the wallet is away, now and after it was added again', async () => {
    const { speed, begin, wallet, listed, settings } = open()
    await begin()
    await speed.setTorrent(film, true, btt(30))
    wallet.away = true
    await speed.leave(new Set([film]))
    expect(settings.get().speed.switchedOff).toHaveLength(1)
    listed.set(film, filmRow(3_000))
    expect(speed.isSwitchedOff(film)).toBe(true)
  })

  it('and was left on by a crash or other books is not in force: not out of the list, and not as another one in it', async () => {
    const { speed, begin, listed, orders } = open()
    await begin()
    await speed.setTorrent(film, true, btt(30))
    expect({ off: speed.isSwitchedOff(film), any: speed.isSwitchedOff(null) }).toEqual({ off: false, any: false })
    listed.delete(film)
    speed.refresh()
    expect(orders()?.buying.size).toBe(0)
    expect({ off: speed.isSwitchedOff(film), any: speed.isSwitchedOff(null) }).toEqual({ off: true, any: true })
    listed.set(film, filmRow(3_000))
    speed.refresh()
    expect(orders()?.buying.size).toBe(0)
    expect(speed.isSwitchedOff(film)).toBe(true)
    expect(speed.torrents.find(({ id }) => id === film)?.on).toBe(false)
    await speed.setTorrent(film, true, btt(30))
    expect(orders()?.buying.size).toBe(1)
    expect({ off: speed.isSwitchedOff(film), any: speed.isSwitchedOff(null) }).toEqual({ off: false, any: false })
  })

  it('is in force where the books do not know when it was added', async () => {
    const { begin, wallet, orders } = open()
    wallet.torrents.set(film, { id: film, name: null, on: true, budget: btt(30) })
    await begin()
    expect(orders()?.buying.size).toBe(1)
  })
})
