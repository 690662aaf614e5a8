import { describe, expect, it } from 'vitest'
import type { Amount } from '../../../app/money/amount.ts'
import { ChainModel } from '../../../app/speed/testing/chain-model.ts'
import { testKey } from '../../../app/speed/testing/keys.ts'
import { MemoryDesk } from '../../../app/speed/testing/memory-desk.ts'
import type { SpeedOrders } from '../../../app/ipc/speed-desk.ts'
import type { BuyerState, SellerState } from '../../../app/speed/session-event.ts'
import type { SpeedTick } from '../../../app/speed/speed-tick.ts'
import type { Price } from '../../../app/speed/terms.ts'
import { SpeedHouse } from './speed-house.ts'
import type { Planner } from './speed-plan.ts'
import { SpeedReport } from './speed-report.ts'
import { deskPort } from './testing/desk-port.ts'
import { BTT, plenty, VAULT } from './testing/trader.ts'
import { Wireless } from './testing/wireless.ts'

const OWN = testKey(1)
const seller = { v: 1, c: [Buffer.from('cd8690dc', 'hex')], r: 2 }

const setting = (plan: Partial<Planner> = {}, isPrivate = false) => {
  const wireless = new Wireless()
  const desk = new MemoryDesk({
    key: OWN,
    device: 7,
    vault: VAULT,
    chain: new ChainModel(),
    allowance: plenty,
    now: () => 1_000,
  })
  const told: SpeedTick[] = []
  const report = new SpeedReport((tick) => void told.push(tick))
  const house = new SpeedHouse({
    swarm: wireless.swarm,
    desk: deskPort(desk, { noted: () => undefined, later: () => Promise.resolve() }),
    now: () => 1_000,
    random: (length) => new Uint8Array(length),
    later: () => undefined,
    planner: () => ({ phase: null, help: null, estimate: null, step: () => [], ...plan }),
    second: () => undefined,
    crash: (cause) => {
      throw cause
    },
  })
  house.join({ ...wireless.spec, isPrivate }, {} as never)
  const buying = new Map([
    [wireless.id, { left: BTT as Amount, ceiling: BTT as Price, perPeer: BTT as Amount, funds: null }],
  ])
  const order = (over: Partial<SpeedOrders> = {}): void =>
    house.order({
      account: { vault: VAULT, address: OWN.address, device: 7 },
      canSign: true,
      funds: null,
      buying,
      selling: null,
      privateToo: new Set(),
      ...over,
    })
  const phase = (): string | undefined => {
    report.tell(house)
    return told.at(-1)?.torrents[0]?.phase.is
  }
  return { wireless, house, order, report, told, phase }
}

describe('what is told of a torrent', () => {
  it('says what is missing: sellers, funds, nothing', () => {
    const { wireless, order, phase } = setting()
    expect(phase()).toBe(undefined)
    order()
    expect(phase()).toBe('no-sellers')
    wireless.events.introduced(wireless.connect().key, seller)
    expect(phase()).toBe('ready')
    order({ funds: 0n as Amount })
    expect(phase()).toBe('no-funds')
  })

  it('says that each seller asks too much or had its share, and not while one may be paid', () => {
    const { wireless, house, order, report, told } = setting()
    order()
    const [one, two] = [wireless.connect().key, wireless.connect().key]
    for (const key of [one, two]) wireless.events.introduced(key, seller)
    const view = house.sessions.view.bind(house.sessions)
    const said = (asks: readonly (bigint | null)[], refused: string | null = null) => {
      house.sessions.view = (key) => {
        const real = view(key)
        return real && { ...real, buyer: { ...real.buyer, ask: asks[key === one ? 0 : 1] as Price, refused } }
      }
      report.tell(house)
      return told.at(-1)?.torrents[0]?.barred
    }
    expect(said([BTT, BTT])).toBe(null)
    expect(said([BTT + 1n, null])).toBe(null)
    expect(said([BTT + 1n, BTT + 2n])).toBe('price')
    expect(said([BTT, BTT + 2n], 'peer')).toBe('peer')
  })

  it('says that paying did not help', () => {
    const help = { of: 'sellers', paid: 100, unpaid: 100, windows: 2, verdict: 'not-helped' } as const
    const { wireless, order, phase } = setting({ help })
    order()
    wireless.events.introduced(wireless.connect().key, seller)
    expect(phase()).toBe('not-helping')
  })

  it('says that it compares, where something could be bought', () => {
    const { wireless, order, phase } = setting({ phase: { is: 'comparing' } })
    order()
    expect(phase()).toBe('no-sellers')
    wireless.events.introduced(wireless.connect().key, seller)
    expect(phase()).toBe('comparing')
    order({ funds: 0n as Amount })
    expect(phase()).toBe('no-funds')
    order({ buying: new Map(), selling: null })
    expect(phase()).not.toBe('comparing')
  })

  it('says of a private torrent that it is, until that one is allowed', () => {
    const { wireless, order, phase } = setting({}, true)
    order()
    expect(phase()).toBe('private')
    order({ privateToo: new Set([wireless.id]) })
    expect(phase()).toBe('no-sellers')
  })

  it('names peers only of the torrent that is looked at, and is told again only when something changed', () => {
    const { wireless, house, order, report, told } = setting()
    order()
    wireless.events.introduced(wireless.connect().key, seller)
    report.tell(house)
    report.tell(house)
    expect(told).toHaveLength(1)
    expect(told[0]?.torrents[0]).toMatchObject({ sellers: 1, buyers: 0, peers: [] })
    report.look(wireless.id)
    report.tell(house)
    expect(told.at(-1)?.torrents[0]?.peers).toMatchObject([{ role: 'sells', account: null, state: 'HELLO' }])
  })

  it('says why the last bid ended until another one runs, on either side', () => {
    const { wireless, house, order, report, told } = setting()
    const selling = { ask: BTT as Price, paidShare: 0.6, mostUncashed: BTT as Amount }
    order({ selling })
    for (const r of [1, 2]) wireless.events.introduced(wireless.connect().key, { ...seller, r })
    report.look(wireless.id)
    const view = house.sessions.view.bind(house.sessions)
    const said = (buying: BuyerState, serving: SellerState) => {
      house.sessions.view = (key) => {
        const real = view(key)
        if (real === null) return null
        const [bought, sold] = [real.buyer, real.seller]
        return {
          ...real,
          buyer: { ...bought, state: buying, ended: 'pause' },
          seller: { ...sold, state: serving, ended: 'pause' },
        }
      }
      report.tell(house)
      return told.at(-1)?.torrents[0]?.peers.map(({ stopped }) => stopped)
    }
    expect(said('READY', 'OFFERED')).toEqual(['pause', 'pause'])
    expect(said('BIDDING', 'HELD')).toEqual([null, null])
    expect(said('PAUSED', 'SERVING')).toEqual([null, null])
    expect(said('DRAIN', 'CLOSING')).toEqual(['pause', 'pause'])
  })

  it('knows of sellers on our chain before anything is switched on, where it is looked at', () => {
    const { wireless, house, order, report, told } = setting()
    order({ buying: new Map() })
    const elsewhere = { ...seller, c: [Buffer.from([1])] }
    wireless.introductions = [seller, { ...seller, r: 1 }, elsewhere, 'nonsense'] as never
    report.look(wireless.id)
    report.tell(house)
    expect(told.at(-1)?.torrents[0]).toMatchObject({ sellers: 1, phase: { is: 'no-sellers' } })
  })

  it('counts who wants something and who would pay for it while we sell', () => {
    const { wireless, house, order, report, told } = setting()
    const selling = { ask: BTT as Price, paidShare: 0.6, mostUncashed: BTT as Amount }
    order({ buying: new Map(), selling })
    wireless.events.introduced(wireless.connect().key, { ...seller, r: 1 })
    report.tell(house)
    expect(told.at(-1)?.selling).toEqual({ offering: 1, wanting: 1, buyers: 1, broke: 0, paying: 0 })
    order({ buying: new Map() })
    report.tell(house)
    expect(told.at(-1)?.selling).toMatchObject({ offering: 0, buyers: 0 })
  })
})
