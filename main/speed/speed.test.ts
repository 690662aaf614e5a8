import { describe, expect, it } from 'vitest'
import { amount } from '../../app/money/amount.ts'
import { fail, ok } from '../../app/result.ts'
import type { SpeedTick } from '../../app/speed/speed-tick.ts'
import { account, btt, film, song } from '../../app/speed/testing/situations.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import { settle } from '../supervisor/testing/manual-clock.ts'
import { open } from './testing/speed-bench.ts'

const tick: SpeedTick = { torrents: [], selling: { offering: 0, wanting: 0, buyers: 0, broke: 0, paying: 0 } }

describe('switching a torrent on and off', () => {
  it('tells the wallet, with the torrent’s name, before the engine', async () => {
    const { speed, begin, order, orders, wallet } = open()
    await begin()
    order.length = 0
    expect(await speed.setTorrent(film, true, btt(30))).toEqual(ok(undefined))
    expect(order.slice(0, 3)).toEqual(['torrent a true', 'figures', 'engine.speed'])
    expect(orders()?.buying.get(film)).toEqual({ left: btt(20), ceiling: btt(2), perPeer: btt(50), funds: btt(190) })
    expect(wallet.torrents.get(film)).toMatchObject({ name: 'Film', budget: btt(30) })
    order.length = 0
    await speed.setTorrent(film, false, btt(30))
    expect(order[0]).toBe('torrent a false')
    expect(orders()?.buying.size).toBe(0)
  })

  it('is refused for a torrent that is not in the list', async () => {
    const { speed, begin, order } = open()
    await begin()
    order.length = 0
    expect(await speed.setTorrent('c'.repeat(40) as TorrentId, true, btt(1))).toEqual(fail({ code: 'not-found' }))
    expect(order).toEqual([])
  })

  it('off reaches the engine although the wallet is away, is kept, and reaches the wallet first of all when it is back', async () => {
    const { speed, begin, orders, wallet, order, settings } = open()
    await begin()
    await speed.setTorrent(film, true, btt(30))
    wallet.away = true
    expect(await speed.setTorrent(film, false, btt(30))).toEqual(ok(undefined))
    expect(settings.get().speed.switchedOff).toHaveLength(1)
    expect(speed.isSwitchedOff(film)).toBe(true)
    expect(orders()?.buying.size).toBe(0)
    speed.walletRuns(false)
    wallet.away = false
    order.length = 0
    speed.walletRuns(true)
    await settle()
    expect(order.filter((each) => each !== 'engine.speed')).toEqual([`use ${account}`, 'torrent a false', 'figures'])
    expect(wallet.torrents.get(film)?.on).toBe(false)
    expect(orders()?.buying.size).toBe(0)
    expect(settings.get().speed.switchedOff).toEqual([])
  })

  it('off that no disk took is not shown as off, and is told again until it is taken', async () => {
    const { speed, begin, orders, wallet, settings, clock } = open()
    await begin()
    await speed.setTorrent(film, true, btt(30))
    wallet.away = true
    settings.full = true
    expect(await speed.setTorrent(film, false, btt(30))).toEqual(fail({ code: 'wallet-unavailable' }))
    expect(orders()?.buying.size).toBe(0)
    const shown = () => speed.torrents.find(({ id }) => id === film)
    expect(shown()).toMatchObject({ on: true, phase: { is: 'unkept' } })
    await clock.advance(5_000)
    await settle()
    expect(shown()).toMatchObject({ on: true, phase: { is: 'unkept' } })
    wallet.away = false
    await clock.advance(5_000)
    await settle()
    expect(wallet.torrents.get(film)?.on).toBe(false)
    expect(shown()).toMatchObject({ on: false })
    expect(speed.isSwitchedOff(null)).toBe(false)
  })

  it('off that the wallet’s disk refused holds after a restart of the app, from the first moment', async () => {
    const first = open()
    await first.begin()
    await first.speed.setTorrent(film, true, btt(30))
    first.wallet.away = true
    await first.speed.setTorrent(film, false, btt(30))
    const { speed: kept } = first.settings.get()
    const { speed, begin, wallet, orders, settings } = open({ speed: kept })
    const left = first.wallet.torrents.get(film)
    if (left) wallet.torrents.set(film, { ...left, on: true })
    speed.refresh()
    expect(speed.isSwitchedOff(film)).toBe(true)
    await begin()
    expect(wallet.torrents.get(film)).toMatchObject({ on: false, budget: btt(30) })
    expect(orders()?.buying.size).toBe(0)
    expect(settings.get().speed.switchedOff).toEqual([])
  })

  it('on again is on, whatever was kept of its being off', async () => {
    const { speed, begin, wallet, settings } = open()
    await begin()
    await speed.setTorrent(film, true, btt(30))
    wallet.away = true
    await speed.setTorrent(film, false, btt(30))
    wallet.away = false
    expect(await speed.setTorrent(film, true, btt(30))).toEqual(ok(undefined))
    expect(speed.isSwitchedOff(null)).toBe(false)
    expect(settings.get().speed.switchedOff).toEqual([])
    expect(wallet.torrents.get(film)?.on).toBe(true)
  })
})

describe('stopping all spending', () => {
  it('is in force before anybody is told, then with the wallet, then on disk, then with the engine', async () => {
    const { speed, begin, order, settings, orders } = open()
    await begin()
    await speed.setTorrent(film, true, btt(30))
    order.length = 0
    const stopping = speed.stopSpending(true)
    expect(speed.stopped).toBe(true)
    expect(await stopping).toEqual(ok(undefined))
    expect(order[0]).toBe('stop true')
    expect(settings.get().speed.stopped).toBe(true)
    expect([...(orders()?.buying.values() ?? [])]).toEqual([
      { left: 0n, ceiling: btt(2), perPeer: btt(50), funds: btt(190) },
    ])
    expect(speed.state.spendingStopped).toBe(true)
  })

  it('holds after a restart, and the wallet is told before anything else', async () => {
    const { begin, speed, order } = open({ speed: { stopped: true } })
    expect(speed.stopped).toBe(true)
    await begin()
    expect(order.filter((each) => each !== 'engine.speed')[0]).toBe('stop true')
  })

  it.each([
    ['the wallet', { away: true, full: false }],
    ['the disk', { away: false, full: true }],
  ])('holds although %s cannot be told', async (_who, { away, full }) => {
    const { speed, begin, wallet, settings, orders } = open()
    await begin()
    await speed.setTorrent(film, true, btt(30))
    wallet.away = away
    settings.full = full
    expect(await speed.stopSpending(true)).toEqual(ok(undefined))
    expect([...(orders()?.buying.values() ?? [])].map(({ left }) => left)).toEqual([0n])
  })

  it('waits for no wallet process that does not answer: it is kept, shown, and the engine is told', async () => {
    const { speed, begin, wallet, settings, orders } = open()
    await begin()
    await speed.setTorrent(film, true, btt(30))
    wallet.hangs = true
    void speed.stopSpending(true)
    await settle()
    expect(settings.get().speed.stopped).toBe(true)
    expect(speed.state.spendingStopped).toBe(true)
    expect([...(orders()?.buying.values() ?? [])].map(({ left }) => left)).toEqual([0n])
  })

  it('works before the wallet was unlocked, without a window and while the engine is away', async () => {
    const { speed, settings, orders, world } = open()
    world.wealth = { ...world.wealth, wallet: 'unopened', account: null }
    expect(await speed.stopSpending(true)).toEqual(ok(undefined))
    expect({ kept: settings.get().speed.stopped, shown: speed.state.spendingStopped }).toEqual({
      kept: true,
      shown: true,
    })
    expect(orders()).toBe(undefined)
  })

  it('that nothing could keep is said to have failed, and holds while the app runs', async () => {
    const { speed, begin, wallet, settings } = open()
    await begin()
    wallet.away = true
    settings.full = true
    expect(await speed.stopSpending(true)).toEqual(fail({ code: 'wallet-unavailable' }))
    expect(speed.stopped).toBe(true)
  })

  it.each([
    ['the wallet', { away: true, full: false }],
    ['the disk', { away: false, full: true }],
  ])('is not undone as long as %s refuses', async (_who, { away, full }) => {
    const { speed, begin, wallet, settings } = open()
    await begin()
    await speed.stopSpending(true)
    wallet.away = away
    settings.full = full
    expect((await speed.stopSpending(false)).ok).toBe(false)
    expect({ stopped: speed.stopped, kept: settings.get().speed.stopped }).toEqual({ stopped: true, kept: true })
  })

  it('is undone when both have taken it', async () => {
    const { speed, begin, orders, wallet } = open()
    await begin()
    await speed.setTorrent(film, true, btt(30))
    await speed.stopSpending(true)
    expect(await speed.stopSpending(false)).toEqual(ok(undefined))
    expect(wallet.stopped).toBe(false)
    expect([...(orders()?.buying.values() ?? [])].map(({ left }) => left)).toEqual([btt(20)])
  })
})

describe('what the engine is told', () => {
  it('follows the network, the account and the wallet, and is "off" as soon as one is missing', async () => {
    const { speed, begin, world, orders } = open()
    await begin()
    expect(orders()?.account?.address).toBe(account)
    world.wealth = { ...world.wealth, vault: null }
    speed.refresh()
    await settle()
    expect(orders()?.account).toBeNull()
  })

  it('is told again, with what is looked at, to an engine that was started anew', async () => {
    const { speed, begin, told } = open()
    await begin()
    await speed.look(film)
    told.length = 0
    speed.engineRuns(false)
    speed.engineRuns(true)
    await settle()
    expect(told.map(({ name }) => name)).toEqual(['engine.speed', 'engine.speedLook'])
    expect(told[1]?.input).toEqual({ id: film })
  })

  it('has selling and private torrents as the settings have them, on disk first', async () => {
    const { speed, begin, orders, settings } = open()
    await begin()
    await speed.setSelling(true, amount(5n))
    await speed.setPaidPercent(25)
    await speed.allowPrivate(song, true)
    await speed.allowPrivate(song, true)
    expect(orders()?.selling).toMatchObject({ ask: 5n, paidShare: 0.25 })
    expect(speed.state.paidPercent).toBe(25)
    expect(orders()?.privateToo).toEqual(new Set([song]))
    expect(settings.get().speed).toMatchObject({ selling: true, ask: '5', paidPercent: 25, privateToo: [song] })
    settings.full = true
    expect((await speed.setSelling(false, amount(5n))).ok).toBe(false)
    expect((await speed.setPaidPercent(60)).ok).toBe(false)
    expect(orders()?.selling).toMatchObject({ ask: 5n, paidShare: 0.25 })
  })
})

describe('what windows are told', () => {
  it('comes at most once a second, and only when something in it changed', async () => {
    const { speed, begin, states, clock } = open()
    await begin()
    const before = states.length
    for (let at = 0; at < 20; at++) {
      speed.tick(tick)
      await clock.advance(100)
    }
    await clock.advance(2_000)
    expect(states.length - before).toBe(0)
    await speed.setSelling(true, amount(1n))
    for (let at = 0; at < 20; at++) {
      await speed.setSelling(true, amount(BigInt(at)))
      await clock.advance(100)
    }
    await clock.advance(1_000)
    expect(states.length - before).toBeLessThanOrEqual(4)
    expect(states.at(-1)).toMatchObject({ selling: true, ask: 19n, nothingEarned: 'nothing-to-seed' })
  })

  it('forgets what the engine saw when it is away', async () => {
    const { speed, begin } = open({ speed: { selling: true } })
    await begin()
    speed.tick(tick)
    expect(speed.state.nothingEarned).toBe('nothing-to-seed')
    speed.engineRuns(false)
    expect(speed.state.nothingEarned).toBeNull()
  })
})
