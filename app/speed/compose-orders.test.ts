import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PAID_SHARE } from '../swarm/plan-slots.ts'
import { noOrders, ordersOf } from './compose-orders.ts'
import type { Situation } from './situation.ts'
import { defaultSpeedSettings, sellingOf } from './speed-settings.ts'
import {
  account,
  btt,
  deposit,
  elsewhere,
  figures,
  film,
  situation,
  song,
  torrentFigures,
  vault,
} from './testing/situations.ts'

describe('the orders to the engine', () => {
  it('are to buy what is switched on, for what is left and no dearer than allowed', () => {
    expect(ordersOf(situation())).toEqual({
      account: { vault, address: account, device: 9 },
      canSign: true,
      funds: btt(190),
      buying: new Map([[film, { left: btt(20), ceiling: btt(2), perPeer: btt(50), funds: btt(190) }]]),
      selling: null,
      privateToo: new Set(),
    })
  })

  it.each<[string, Partial<Situation>]>([
    ['there is no wallet', { wallet: 'none', account: null }],
    ['there is no vault', { vault: null }],
    ['the wallet process is away', { figures: null }],
    ['the figures are of another account', { figures: figures({ account: elsewhere }) }],
    ['the figures are of another vault', { figures: figures({ vault: { ...vault, address: elsewhere } }) }],
  ])('are to do nothing when %s', (_why, worse) => {
    expect(ordersOf(situation({ ...worse, selling: { on: true, ask: btt(1), paidPercent: 60 } }))).toEqual(noOrders)
  })

  it('leave out what is switched off, and all where nothing was allowed', () => {
    const torrents = [torrentFigures({ on: false }), torrentFigures({ id: song })]
    expect([...ordersOf(situation({ figures: figures({ torrents }) })).buying.keys()]).toEqual([song])
    expect(ordersOf(situation({ figures: figures({ allowance: null }) })).buying.size).toBe(0)
  })

  it('name no funds that the chain did not say', () => {
    expect(ordersOf(situation({ deposit: null })).funds).toBeNull()
    expect(ordersOf(situation({ deposit: deposit({ account: elsewhere }) })).funds).toBeNull()
  })

  it('have nothing left to spend once spending is stopped, by main or by the wallet, whatever else is so', () => {
    const left = fc.bigInt({ min: 0n, max: 10n ** 24n })
    const stops = fc.constantFrom(
      { main: true, wallet: false },
      { main: false, wallet: true },
      { main: true, wallet: true },
    )
    fc.assert(
      fc.property(fc.array(left, { maxLength: 5 }), stops, (lefts, stop) => {
        const torrents = lefts.map((each, at) =>
          torrentFigures({ id: String(at).repeat(40) as typeof film, left: each as ReturnType<typeof btt> }),
        )
        const now = situation({ figures: figures({ torrents, stopped: stop.wallet }), stopped: stop.main })
        const { buying } = ordersOf(now)
        expect([...buying.values()].every((order) => order.left === 0n)).toBe(true)
        expect(buying.size).toBe(lefts.length)
      }),
    )
  })

  it('are to sell at the ask, with no more than the part that was set, also without a deposit of one’s own', () => {
    const selling = { on: true, ask: btt(1), paidPercent: 35 }
    expect(ordersOf(situation({ deposit: null, selling })).selling).toMatchObject({ ask: btt(1), paidShare: 0.35 })
    expect(ordersOf(situation({ selling: { ...selling, on: false } })).selling).toBeNull()
  })

  it('give who pays the most there is where nothing was set, as a trial’s seller does', () => {
    const selling = sellingOf({ ...defaultSpeedSettings, selling: true })
    expect(ordersOf(situation({ selling })).selling?.paidShare).toBe(PAID_SHARE)
  })

  it('pass on which private torrents are meant', () => {
    expect(ordersOf(situation({ privateToo: new Set([song]) })).privateToo).toEqual(new Set([song]))
  })
})
