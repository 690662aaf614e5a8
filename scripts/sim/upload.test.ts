import { describe, expect, it } from 'vitest'
import { BLOCK } from './download.ts'
import { Random } from './random.ts'
import { Schedule } from './schedule.ts'
import { Upload } from './upload.ts'

const RATE = 1_000_000
const SECOND = 1_000

interface Guest {
  readonly bid: number | 'free'
  /** B/s it takes at most. */
  readonly takes: number
  readonly takesLater?: { readonly from: number; readonly takes: number }
  readonly payer?: string
  readonly from?: number
}

interface Auction {
  /** Bids times MiB. */
  readonly income: number
  /** MiB, by guest. */
  readonly got: readonly number[]
  /** Plans by which it was told that others bring more, by guest. */
  readonly outbid: readonly number[]
}

const MIB = 1_048_576

/** Who has a slot asks for a block whenever it took the one before. */
const hold = (guests: readonly Guest[], seconds: number, countFrom = 0): Auction => {
  const schedule = new Schedule()
  const upload = new Upload(schedule, new Random(7), RATE)
  let income = 0
  const got = guests.map(() => 0)
  const outbid = guests.map(() => 0)
  guests.forEach(({ bid, takes, takesLater, payer, from = 0 }, at) => {
    const id = `${at}`
    let asks = true
    const again = (): void => {
      asks = true
      upload.wake(id)
    }
    schedule.after(from, () => {
      upload.join({
        id,
        torrent: 't',
        seeding: true,
        payer: () => (bid === 'free' ? null : (payer ?? id)),
        interested: () => true,
        room: () => Infinity,
        hold: () => undefined,
        asks: () => asks,
        serve: (paid) => {
          asks = false
          const rate = takesLater && schedule.now >= takesLater.from ? takesLater.takes : takes
          schedule.after((BLOCK / rate) * SECOND, again)
          if (schedule.now < countFrom) return
          got[at] = (got[at] ?? 0) + BLOCK / MIB
          if (paid && bid !== 'free') income += (bid * BLOCK) / MIB
        },
        setChoked: () => undefined,
        setSlot: (paid, beaten) => {
          if (!paid && beaten) outbid[at] = (outbid[at] ?? 0) + 1
        },
      })
      upload.setGrant(id, bid)
    })
  })
  schedule.runUntil(seconds * SECOND, () => undefined)
  return { income, got, outbid }
}

const free: readonly Guest[] = [1, 2, 3].map(() => ({ bid: 'free', takes: 10_000_000 }))
const idlers = (count: number, over: Partial<Guest> = {}): readonly Guest[] =>
  Array.from({ length: count }, () => ({ bid: 100, takes: 1_000, ...over }))
const honest = (bid: number, over: Partial<Guest> = {}): Guest => ({ bid, takes: 10_000_000, ...over })

describe('a seller’s slots beside bidders that take next to nothing', () => {
  it.each([1, 3, 8, 20])(
    'bring it 0.8 of what they bring without %i of those, whoever came first, and the one that pays is not outbid',
    (count) => {
      for (const [came, left] of [
        [0, 4_000],
        [4_000, 0],
      ] as const) {
        const payer = honest(2, { from: came })
        const alone = hold([payer, ...free], 300)
        const beside = hold([payer, ...free, ...idlers(count, { from: left })], 300)
        expect(beside.income / alone.income).toBeGreaterThanOrEqual(0.8)
        expect(beside.outbid[0]).toBe(0)
        // They take turns: for as long, each has its share.
        for (const at of [1, 2, 3]) expect((beside.got[at] ?? 0) / (alone.got[at] ?? 1)).toBeGreaterThan(0.8)
      }
    },
  )

  it('bring it as much when these are many connections of one account', () => {
    const payers = [honest(2), honest(1)]
    const alone = hold([...payers, ...free], 120)
    const beside = hold([...payers, ...free, ...idlers(8, { payer: 'one' })], 120)
    expect(beside.income / alone.income).toBeGreaterThanOrEqual(0.9)
  })

  it('are theirs to try again, one after the other, so that who has got faster is served', () => {
    const takesLater = { from: 60_000, takes: 10_000_000 }
    const guests = [...idlers(3), honest(2), honest(2), honest(2), ...free, ...idlers(1, { bid: 9, takesLater })]
    const { got } = hold(guests, 500, 300_000)
    expect(got.at(-1)).toBeGreaterThan(got[3] ?? Infinity)
  })
})

describe('a slow bidder that does what it can', () => {
  it('keeps its slot when nobody else wants it', () => {
    const { got } = hold([honest(5, { takes: 3_000 }), honest(2), ...free], 300)
    expect(got[0]).toBeGreaterThan(0.8 * ((300 * 3_000) / MIB))
  })

  it('keeps it against bids that bring less', () => {
    // A tenth of a slot, at forty times the price.
    const others = [honest(1), honest(1), honest(1), honest(1)]
    const { got } = hold([honest(40, { takes: 20_000 }), ...others, ...free], 300)
    expect(got[0]).toBeGreaterThan(0.8 * ((300 * 20_000) / MIB))
  })
})

describe('bidders that all use what they get', () => {
  it('have slots by their bids alone', () => {
    const { got, outbid } = hold([honest(1), honest(2), honest(3), honest(4), honest(5), ...free], 300)
    expect(got.slice(0, 2)).toEqual([0, 0])
    expect((got[4] ?? 0) / (got[2] ?? 1)).toBeCloseTo(5 / 3, 1)
    expect(outbid[0]).toBeGreaterThan(0)
    expect(outbid.slice(2, 5)).toEqual([0, 0, 0])
  })

  it('and come later with a higher bid are served at once', () => {
    const { got } = hold([honest(1), honest(1), honest(1), honest(9, { from: 60_000 }), ...free], 70, 60_000)
    expect(got[3]).toBeGreaterThan(2)
  })
})
