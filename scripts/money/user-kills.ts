// Kills a buyer and a seller while they trade, as a whole and process by process, at moments that chance picks: any time,
// as a voucher passes over the wire, amid an order to the vault. They start again by themselves; after each kill it is
// looked at what is left, and now and then all accounts are settled. Invariant: all that chance decides follows from the
// seed; what the machine decides does not.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { memoryFolder } from '../disk/arena.ts'
import { randomOf, type Random } from '../fuzz/random.ts'
import { breaches } from './evidence.ts'
import { Market } from './market.ts'
import { settle } from './settling.ts'
import type { User, Victim } from './user.ts'

export interface UserKills {
  kills: number
  /** By who and what, `buyer wallet`; several at once are one kill, `both wallets`. */
  readonly kinds: Record<string, number>
  /** By when. */
  readonly moments: Record<string, number>
  vouchers: number
  /** To the vault, by what and what was answered: `cash made`, `deposit lost`. */
  readonly orders: Record<string, number>
  settled: number
  earned: bigint
  readonly wrong: string[]
}

interface Blow {
  readonly name: string
  readonly hits: readonly { readonly user: User; readonly victim: Victim }[]
}

const LONGEST_MS = 1_200
const VOUCHER_MS = 5_000
const LIVELY_MS = 15_000
const ORDER_MS = 900
/** Of the kills, after how many of them it is waited until paying goes on. */
const LIVELY = 0.5
/** Long, because a machine may stand still. */
const START_MS = 120_000

/** How often each of them: what takes longest to start comes seldomest. */
const shares: { readonly [V in Victim]: number } = { engine: 3, wallet: 4, chain: 3, app: 2 }

const blowsAt = ({ buyer, seller, users }: Market): readonly Blow[] => [
  ...users.flatMap((user) =>
    (Object.keys(shares) as Victim[]).flatMap((victim) =>
      Array.from({ length: shares[victim] }, () => ({ name: `${user.name} ${victim}`, hits: [{ user, victim }] })),
    ),
  ),
  ...(['wallet', 'app'] as const).map((victim) => ({
    name: `both ${victim}s`,
    hits: [buyer, seller].map((user) => ({ user, victim })),
  })),
  { name: 'buyer engine and wallet', hits: (['engine', 'wallet'] as const).map((victim) => ({ user: buyer, victim })) },
]

const moments = ['any time', 'a voucher passes', 'amid an order'] as const

const comeTo = async (market: Market, { hits }: Blow, moment: (typeof moments)[number], random: Random) => {
  const [first] = hits
  if (moment === 'a voucher passes') return void (await market.wire.voucher(VOUCHER_MS))
  const state = first && market.lookAt(first.user)?.speed
  if (moment === 'amid an order' && first && state?.deposit) void market.errands.begin(first.user, state)
  await delay(random.below(moment === 'any time' ? LONGEST_MS : ORDER_MS))
}

const strike = async ({ hits }: Blow): Promise<void> => {
  await Promise.all(hits.map(({ user, victim }) => user.kill(victim)))
}

const startAgain = ({ hits }: Blow): void => {
  for (const { user, victim } of hits) if (victim === 'app') user.start()
}

const isThere = async (market: Market, { hits }: Blow): Promise<void> =>
  market.until('there is something to kill', () => hits.every(({ user, victim }) => user.runs(victim)), START_MS)

const count = (of: Record<string, number>, name: string): void => void (of[name] = (of[name] ?? 0) + 1)

class Campaign {
  readonly tally: UserKills
  readonly #seeds: readonly number[]
  readonly #random: Random
  readonly #tell: (text: string) => void

  constructor(tally: UserKills, seeds: readonly number[], tell: (text: string) => void) {
    this.#seeds = seeds
    this.tally = tally
    this.#random = randomOf(...seeds)
    this.#tell = tell
  }

  /** One market, killed so often, and settled. */
  async play(home: string, kills: number): Promise<void> {
    const { tally } = this
    await using market = await Market.open(home, this.#seeds)
    if (!(await market.wire.voucher(START_MS))) throw new Error(`nobody pays\n${market.words()}`)
    const blows = blowsAt(market)
    for (let at = 0; at < kills && tally.wrong.length === 0; at++) await this.#kill(market, this.#random.pick(blows))
    if (tally.wrong.length === 0) {
      const { wrong, earned } = await settle(market)
      tally.wrong.push(...wrong)
      tally.earned += earned
      tally.settled++
    }
    tally.vouchers += market.wire.vouchers
    for (const { order, answer } of market.errands.all) count(tally.orders, `${order.do} ${answer}`)
    if (tally.wrong.length > 0) this.#tell(market.words())
  }

  async #kill(market: Market, blow: Blow): Promise<void> {
    const { tally } = this
    await isThere(market, blow)
    const moment = this.#random.pick(moments)
    await comeTo(market, blow, moment, this.#random)
    await strike(blow)
    tally.kills++
    count(tally.kinds, blow.name)
    count(tally.moments, moment)
    const wrong = await breaches(market)
    startAgain(blow)
    tally.wrong.push(...wrong.map((what) => `after kill ${String(tally.kills)}, ${blow.name}, ${moment}: ${what}`))
    if (tally.kills % 20 === 0)
      this.#tell(`killed ${String(tally.kills)} times, ${String(market.wire.vouchers)} vouchers in this market`)
    if (this.#random.chance(LIVELY)) await market.wire.voucher(LIVELY_MS)
  }
}

const A_MARKET = 100
/** Most of a market's time somebody is starting or waiting. */
const SIDE_BY_SIDE = 2

/** How many kills each market is for. */
const sharesOf = (times: number): readonly number[] => {
  const markets = Math.ceil(times / A_MARKET)
  return Array.from({ length: markets }, (_, at) => Math.floor((times + at) / markets))
}

export const runUserKills = async (times: number, seed: number, tell: (text: string) => void): Promise<UserKills> => {
  const tally: UserKills = {
    kills: 0,
    kinds: {},
    moments: {},
    vouchers: 0,
    orders: {},
    settled: 0,
    earned: 0n,
    wrong: [],
  }
  // What a kill leaves does not depend on the disk.
  const home = await mkdtemp(join(await memoryFolder(tmpdir()), 'swiftseed-user-kills-'))
  const markets = sharesOf(times).entries()
  const play = async (): Promise<void> => {
    for (const [at, kills] of markets) {
      if (tally.wrong.length > 0) return
      const campaign = new Campaign(tally, [seed, at], tell)
      await campaign.play(join(home, String(at)), kills).catch((cause: unknown) => void tally.wrong.push(String(cause)))
    }
  }
  try {
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, play))
    return tally
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 3 })
  }
}
