// `npm run bench -- speed [--seconds 30] [--rate 2000000] [--mib 1024] [--rounds 2] [--pace 100000000] [--only a,b]`: Speed
// on loopback with everything real: engines, wallets and chain processes of their own, ledgers on disk, deposits in the
// vault's contract on a Practice network of three nodes, joined by main's own parts. At a seller with a limited upload:
// two who bid 3 : 1 beside a peer that pays nothing; more who bid than there are slots to sell; a buyer among its equals; other clients, with Speed on and off in
// turns. Then at a given pace, with Speed on and off in turns, what paying costs. Closes with one line of JSON.

import { parseArgs } from 'node:util'
import { PAID_SHARE } from '../app/swarm/plan-slots.ts'
import { measureCrowd } from '../main/engine/speed/testing/crowd.ts'
import { watchHelping } from '../main/engine/speed/testing/helping.ts'
import { atLeast, atMost, closeWith, within, type Bar } from './measure/closing-line.ts'
import { measureAuction } from './speed/auction.ts'
import { measureSpeedUp } from './speed/equals.ts'
import { measureForeigners } from './speed/foreigners.ts'
import { measurePaying } from './speed/paying.ts'
import { btt, Town, type Resident, type Wish } from './speed/town.ts'

const PARTS = ['auction', 'crowd', 'equals', 'foreign', 'helping', 'paying'] as const
type Part = (typeof PARTS)[number]

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '30' },
    rate: { type: 'string', default: '2000000' },
    mib: { type: 'string', default: '1024' },
    rounds: { type: 'string', default: '2' },
    pace: { type: 'string', default: '100000000' },
    only: { type: 'string', default: PARTS.join(',') },
  },
})
const [seconds, rate, mib] = [Number(values.seconds), Number(values.rate), Number(values.mib)]
const [rounds, pace] = [Number(values.rounds), Number(values.pace)]
const wanted = new Set(values.only.split(','))
// A word that is no part would run nothing, and all of nothing is well.
if ([...wanted].some((name) => !PARTS.some((part) => part === name))) throw new Error(`--only ${PARTS.join(',')}`)
if (![seconds, rate, mib, rounds, pace].every((number) => number > 0))
  throw new Error('all else is a number above zero')
const isWanted = (...parts: readonly Part[]): boolean => parts.some((part) => wanted.has(part))
const MIB = 1_048_576
const EQUALS = 5
const EQUALS_MIB = 16
const FOREIGN_MIB = 8
/** Ten seconds of looking, a minute of paying with a pause in it, and some more to see that it stays so. */
const HELPING_SECONDS = 125
const HELPING_RATE = 1_000_000
const STOPPED_BY_SECONDS = 110
/** More who bid than slots of five can be sold, beside others who want theirs; longer than a bid waits for a slot. */
const CROWD = { rate: 1_000_000, slots: 5, bidders: 8, free: 3, seconds: 60 }
/** What paying may cost of what transferring costs. */
const AIM = 0.01
const ASK = btt(1)

const bars: Bar[] = []
const figures: Record<string, unknown> = {}
const say = (text: string): void => console.error(text)

await using town = await Town.open()
const residents = new Map<string, Promise<Resident>>()
/** One of each name, whoever asks for it. */
const resident = (name: string, wish: Wish = {}): Promise<Resident> => {
  const known = residents.get(name) ?? town.settle(name, wish)
  residents.set(name, known)
  return known
}
const slowSeller = (): Promise<Resident> => resident('seller', { up: rate, trades: 'sells' })
const cheap = (): Promise<Resident> => resident('cheap', { trades: 'buys', price: 1 })

const auction = async (): Promise<void> => {
  const [seller, dear, second, free] = await Promise.all([
    slowSeller(),
    resident('dear', { trades: 'buys', price: 3 }),
    cheap(),
    resident('free-1'),
  ])
  await seller.speed.setSelling(true, ASK)
  const got = await measureAuction(town, { seller, dear, cheap: second, free }, { rate, seconds })
  bars.push(within('two buyers bidding 3 : 1', 3, 0.1, got.dear / got.cheap))
  bars.push(
    within('part of the peer that pays nothing', 1 - PAID_SHARE, 0.1, got.free / (got.dear + got.cheap + got.free)),
  )
  bars.push(within('the limit, B/s', rate, 0.1, got.rate))
  const ok = got.promised === got.earned && got.earned > 0n
  bars.push({ what: 'held by the seller', want: `${got.promised}`, got: `${got.earned}`, ok })
  figures['auction'] = { ...got, promised: `${got.promised}`, earned: `${got.earned}` }
  say(`3 : 1 and a free peer: ${got.dear} : ${got.cheap} : ${got.free} bytes`)
}

/** With desks in memory: it is about slots and shares. */
const crowd = async (): Promise<void> => {
  const got = await measureCrowd(CROWD)
  bars.push(
    atLeast('part of those that pay nothing, beside more bids than slots', (1 - PAID_SHARE) * 0.95, got.freePart),
  )
  figures['crowd'] = { ...got, promised: got.promised.map(String) }
  say(`8 who bid for 3 slots, and 3 that pay nothing: these have ${got.freePart.toFixed(3)} of it`)
}

const equals = async (): Promise<void> => {
  const names = Array.from({ length: EQUALS }, (_, at) => `free-${at + 1}`)
  const [seller, buyer, ...free] = await Promise.all([
    slowSeller(),
    resident('planner', { trades: 'buys' }),
    ...names.map((name) => resident(name)),
  ])
  await seller.speed.setSelling(true, ASK)
  const got = await measureSpeedUp(town, seller, buyer, free, EQUALS_MIB * MIB)
  bars.push(atLeast('sooner than its equals, times', 2, got.equals / got.paid))
  figures['speedUp'] = { paidSeconds: got.paid, equalsSeconds: got.equals }
  say(`a buyer ${got.paid.toFixed(1)} s, its equals ${got.equals.toFixed(1)} s`)
}

const foreign = async (): Promise<void> => {
  const [seller, buyer] = await Promise.all([slowSeller(), cheap()])
  const { off, on, beside } = await measureForeigners(town, seller, buyer, FOREIGN_MIB * MIB)
  bars.push(atLeast('rate of other clients with Speed on, times that with it off', 0.9, on / off))
  // Their first byte is seen a moment after it came, so a short round comes out faster than the seller sends.
  const theirs = Math.min(off, rate) * (1 - PAID_SHARE)
  bars.push(atLeast('rate of other clients beside a buyer, times their part', 0.9, beside / theirs))
  figures['foreign'] = { offBytesPerSecond: off, onBytesPerSecond: on, besideBytesPerSecond: beside }
  const shown = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB/s`
  say(`other clients: ${shown(off)} with Speed off, ${shown(on)} on, ${shown(beside)} beside a buyer`)
}

/** Both at once: they have nothing to do with each other, and take their time. With desks in memory: it is about rates. */
const helping = async (): Promise<void> => {
  const [others, alone] = await Promise.all([
    watchHelping(HELPING_RATE, 3, HELPING_SECONDS),
    watchHelping(HELPING_RATE, 0, HELPING_SECONDS),
  ])
  const verdict = others.help?.verdict ?? 'nothing'
  bars.push({ what: 'where others want it too, paying', want: 'helped', got: verdict, ok: verdict === 'helped' })
  const ended = `${alone.ended}`
  bars.push({ what: 'where nobody else does, it ends as', want: 'slow', got: ended, ok: ended === 'slow' })
  bars.push(atMost('and is paid no more after, s', STOPPED_BY_SECONDS, alone.lastPaid))
  const shown = ({ promised, ...rest }: typeof alone): object => ({ ...rest, promised: `${promised}` })
  figures['helping'] = { wanted: shown(others), alone: shown(alone) }
  say(`wanted by others: ${JSON.stringify(shown(others))}; by nobody: ${JSON.stringify(shown(alone))}`)
}

const paying = async (): Promise<void> => {
  const [seller, buyer] = await Promise.all([resident('fast-seller', { up: pace, trades: 'sells' }), cheap()])
  const got = await measurePaying(town, seller, buyer, { size: mib * MIB, rounds })
  bars.push(atMost('paying, of what transferring costs the processor', AIM, got.share))
  bars.push(atLeast('rate with Speed on, times that with it off', 0.95, got.rateTimesFree))
  bars.push(atMost('a voucher on its way, ms', 50, got.medianMs))
  figures['paying'] = got
  const percent = (part: number): string => `${(part * 100).toFixed(2)} %`
  say(`${(got.rate / 1e6).toFixed(0)} MB/s, ${got.vouchers} vouchers: ${percent(got.share)} of the transfer's time`)
  say(JSON.stringify(got))
}

if (isWanted('auction')) await auction()
if (isWanted('crowd')) await crowd()
// All three are bounded by limits far below what the machine can do.
await Promise.all([
  (async () => {
    if (isWanted('equals')) await equals()
    if (isWanted('foreign')) await foreign()
  })(),
  isWanted('helping') ? helping() : null,
])
if (isWanted('paying')) await paying()
bars.push({ what: 'problems', want: 'none', got: town.problems.join('; ') || 'none', ok: town.problems.length === 0 })
closeWith('speed', bars, { seconds, rate, pace, ...figures })
