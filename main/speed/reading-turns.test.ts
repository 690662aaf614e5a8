// Whatever is asked, in whatever order: the paces hold, those who pay wait for no stranger, and of two networks that
// wait none has two turns before the other has one.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MOST_LANES } from '../../app/speed/lane.ts'
import { testKey } from '../../app/speed/testing/keys.ts'
import type { Address } from '../../app/tron/address.ts'
import { ManualClock, settle } from '../supervisor/testing/manual-clock.ts'
import { ACCOUNT, PAYERS, ReadingTurns, STRANGERS, type Wanted } from './reading-turns.ts'

const accounts = Array.from({ length: 12 }, (_, at) => testKey(at + 1).address)
const account = (at: number): Address => accounts[at % accounts.length] ?? ('' as Address)
const wanted = (payer: Address, lanes: readonly bigint[] = [], fresh = true): Wanted => ({ payer, lanes, fresh })

interface Ask {
  readonly after: number
  readonly payer: number
  readonly lanes: number
  readonly network: number
  readonly times: number
}

const asks = fc.array(
  fc.record({
    after: fc.integer({ min: 0, max: 6_000 }),
    payer: fc.nat({ max: 11 }),
    lanes: fc.nat({ max: 3 }),
    network: fc.nat({ max: 4 }),
    times: fc.integer({ min: 1, max: 12 }),
  }),
  { minLength: 5, maxLength: 40, size: 'max' },
)

/** The first four accounts pay. */
const pays = (payer: Address): boolean => accounts.indexOf(payer) < 4

interface Grant {
  readonly at: number
  readonly payer: Address
}

const play = async (history: readonly Ask[], takesPart: (payer: Address) => boolean): Promise<readonly Grant[]> => {
  const clock = new ManualClock()
  const grants: Grant[] = []
  const turns = new ReadingTurns(clock, ({ payer }) => {
    grants.push({ at: clock.now(), payer })
    return Promise.resolve(true)
  })
  for (const ask of history) {
    for (let time = 0; time < ask.times; time++) {
      const payer = account(ask.payer + time)
      if (takesPart(payer)) void turns.take(wanted(payer, [BigInt(ask.lanes + time)]), pays(payer), String(ask.network))
      await Promise.resolve()
    }
    await clock.advance(ask.after)
  }
  await clock.advance(60_000)
  expect(clock.pending).toBe(0)
  return grants
}

const within = (grants: readonly Grant[], { atOnce, everyMs }: { atOnce: number; everyMs: number }): boolean =>
  grants.every(({ at: from }, first) =>
    grants.slice(first).every(({ at: to }, more) => more + 1 <= atOnce + (to - from + 1) / everyMs),
  )

interface Line {
  readonly is: 'asked' | 'read'
  readonly network: number
}

/** Of strangers of these networks, each with an account of its own; who is refused at once is left out. */
const logOf = async (crowd: readonly number[]): Promise<readonly Line[]> => {
  const clock = new ManualClock()
  const log: Line[] = []
  const networks = new Map<Address, number>()
  const turns = new ReadingTurns(clock, ({ payer }) => {
    log.push({ is: 'read', network: networks.get(payer) ?? -1 })
    return Promise.resolve(true)
  })
  for (const [at, network] of crowd.entries()) {
    const payer = testKey(100 + at).address
    networks.set(payer, network)
    const asked: Line = { is: 'asked', network }
    log.push(asked)
    let isRefused = false
    void turns.take(wanted(payer), false, String(network)).then((read) => (isRefused = read === null))
    await settle()
    if (isRefused) log.splice(log.indexOf(asked), 1)
  }
  await clock.advance(60_000)
  return log
}

describe('turns to have the chain read', () => {
  it('keep each account’s pace, that of all who pay and that of all others', async () => {
    let most = 0
    await fc.assert(
      fc.asyncProperty(asks, async (history) => {
        const grants = await play(history, () => true)
        for (const payer of accounts)
          expect(
            within(
              grants.filter((grant) => grant.payer === payer),
              ACCOUNT,
            ),
          ).toBe(true)
        expect(
          within(
            grants.filter(({ payer }) => pays(payer)),
            PAYERS,
          ),
        ).toBe(true)
        expect(
          within(
            grants.filter(({ payer }) => !pays(payer)),
            STRANGERS,
          ),
        ).toBe(true)
        most = Math.max(most, grants.length)
      }),
      { numRuns: 40 },
    )
    expect(most).toBeGreaterThan(60)
  })

  it('come to those who pay as if there were no strangers', async () => {
    await fc.assert(
      fc.asyncProperty(asks, async (history) => {
        const grants = await play(history, () => true)
        expect(grants.filter(({ payer }) => pays(payer))).toEqual(await play(history, pays))
      }),
      { numRuns: 40 },
    )
  })

  it('go to networks by turns: none has two while another one waits', async () => {
    let waits = 0
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 4 }), { minLength: 80, maxLength: 100 }), async (crowd) => {
        const log = await logOf(crowd)
        for (const [at, { is, network }] of log.entries()) {
          if (is !== 'asked') continue
          const rest = log.slice(at + 1).filter((line) => line.is === 'read')
          const others = rest.slice(
            0,
            rest.findIndex((line) => line.network === network),
          )
          expect(new Set(others.map((line) => line.network)).size).toBe(others.length)
          if (others.length > 1) waits++
        }
      }),
      { numRuns: 10 },
    )
    expect(waits).toBeGreaterThan(20)
  })

  it('give all who ask about one account one reading, of all that they ask', async () => {
    const clock = new ManualClock()
    const read: Wanted[] = []
    const turns = new ReadingTurns(clock, (all) => {
      read.push(all)
      return Promise.resolve(read.length)
    })
    const payer = account(0)
    for (let time = 0; time < ACCOUNT.atOnce; time++) await turns.take(wanted(payer, [1n]), true, 'a')
    const both = [turns.take(wanted(payer, [1n], false), true, 'a'), turns.take(wanted(payer, [2n]), true, 'b')]
    await clock.advance(ACCOUNT.everyMs)
    expect(await Promise.all(both)).toEqual([ACCOUNT.atOnce + 1, ACCOUNT.atOnce + 1])
    expect(read.at(-1)).toEqual({ payer, lanes: [1n, 2n], fresh: true })
  })

  it('are refused to who asks for more lanes than there can be, and to more of a network than may wait', async () => {
    const turns = new ReadingTurns(new ManualClock(), () => new Promise<boolean>(() => undefined))
    const lanes = Array.from({ length: MOST_LANES + 1 }, (_, at) => BigInt(at))
    expect(await turns.take(wanted(account(0), lanes), true, 'a')).toBeNull()
    for (let at = 0; at < 10; at++) void turns.take(wanted(testKey(200 + at).address), false, 'a')
    expect(await turns.take(wanted(testKey(300).address), false, 'a')).toBeNull()
  })
})
