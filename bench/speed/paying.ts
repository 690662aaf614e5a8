// What paying costs: the same data over the same wire at a given rate, with Speed on and off in turns, and what the
// processes of both sides took of the processor for it. Engines, wallets and chain processes each by themselves, and this
// process, which is main to both sides. How many vouchers it takes, how long one is on its way, how much is said for it.

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DeskReply } from '../../app/ipc/speed-desk.ts'
import { encodeMessage } from '../../app/speed/message-codec.ts'
import type { Voucher } from '../../app/speed/terms.ts'
import { singleFileTorrent, type TestTorrent } from '../../e2e/peers/torrent.ts'
import { until } from '../../e2e/peers/until.ts'
import { median } from '../measure/median.ts'
import { threadTime } from '../measure/thread-time.ts'
import { btt, type Overhear, type Resident, type Town } from './town.ts'

const PIECE = 1_048_576
const PATIENCE_MS = 120_000
const BUDGET = 40_000
/** Last writes and last vouchers count too. */
const REST_MS = 1_500

/** Processor time in ms, of both sides together. `speed`: of the engines', what went into Speed. */
export interface Cost {
  readonly engines: number
  readonly speed: number
  readonly wallets: number
  readonly chains: number
  readonly main: number
}

interface Round {
  readonly seconds: number
  readonly cost: Cost
}

export interface Paying {
  /** B/s with Speed on: when the two never met before, when the seller trusts the buyer, and times that with it off. */
  readonly firstRate: number
  readonly rate: number
  readonly rateTimesFree: number
  /** Medians of a transfer with Speed on and off. */
  readonly on: Cost
  readonly off: Cost
  /** What paying takes in engines and wallets, of what the engines take without; and with main and the chain processes. */
  readonly share: number
  readonly shareInAll: number
  /** The same as `share`, of all that the engines took with Speed on and off: small differences of what varies. */
  readonly shareByTurns: number
  readonly vouchers: number
  readonly vouchersPerSecond: number
  /** Bytes said for payments, of a transfer: vouchers and their acknowledgements with their frames. */
  readonly said: number
  /** ms from the buyer's engine asking to its voucher being on the seller's disk: the middle one and the 95th of 100. */
  readonly medianMs: number
  readonly lateMs: number
}

interface Heard {
  readonly name?: unknown
  readonly data?: { readonly id?: unknown; readonly name?: unknown }
  readonly input?: DeskReply
}

/** Follows vouchers from the buyer's engine to the seller's disk, as main sees them pass. */
class VoucherWatch {
  readonly #asked = new Map<string, number>()
  readonly #sent = new Map<bigint, number>()
  readonly waits: number[] = []
  vouchers = 0
  last: Voucher | null = null

  readonly buyer: Overhear = (kind, way, message) => {
    if (kind !== 'engine') return
    const { name, data, input } = message as Heard
    if (way === 'from' && name === 'speed.ask' && data?.name === 'desk.pay')
      this.#asked.set(String(data.id), performance.now())
    if (way === 'to' && name === 'engine.speedAnswer' && input !== undefined) this.#signed(input)
  }

  readonly seller: Overhear = (kind, way, message) => {
    const { name, input } = message as Heard
    if (kind !== 'engine' || way !== 'to' || name !== 'engine.speedAnswer' || !Array.isArray(input?.output)) return
    for (const each of input.output as readonly object[]) if ('accepted' in each) this.#taken(each.accepted as bigint)
  }

  #signed({ id, output }: DeskReply): void {
    const at = this.#asked.get(id)
    if (at === undefined || !Array.isArray(output)) return
    for (const each of output as readonly object[]) {
      if (!('voucher' in each)) continue
      const voucher = each.voucher as Voucher
      if (!this.#sent.has(voucher.cumulative)) this.vouchers++
      this.#sent.set(voucher.cumulative, at)
      this.last = voucher
    }
  }

  #taken(accepted: bigint): void {
    for (const [cumulative, at] of this.#sent) {
      if (cumulative > accepted) continue
      this.waits.push(performance.now() - at)
      this.#sent.delete(cumulative)
    }
  }
}

/** Length, code of the message and of the extension. */
const FRAME = 6

const saidFor = ({ lane, cumulative, signature }: Voucher, bytes: number): number =>
  2 * FRAME +
  encodeMessage({ t: 'voucher', lane, cumulative, signature, bid: 1, bytes }).length +
  encodeMessage({ t: 'ack', cumulative, bytes }).length

const counting = async (residents: readonly Resident[]): Promise<() => Promise<Cost>> => {
  const inSpeed = async (): Promise<number> => {
    const each = await Promise.all(residents.map((one) => one.speedMs()))
    return each.reduce((total, ms) => total + ms, 0)
  }
  const before = await inSpeed()
  const times = (kind: 'engine' | 'wallet' | 'chain') =>
    residents.flatMap((one) => {
      const pid = one.pid(kind)
      return pid === null ? [] : [threadTime(pid)]
    })
  const sum = (each: readonly (() => number)[]): number => each.reduce((total, time) => total + time(), 0)
  const [engines, wallets, chains, main] = [times('engine'), times('wallet'), times('chain'), process.cpuUsage()]
  return async () => {
    const { user, system } = process.cpuUsage(main)
    const others = { wallets: sum(wallets), chains: sum(chains), main: (user + system) / 1_000 }
    return { engines: sum(engines), ...others, speed: (await inSpeed()) - before }
  }
}

const transfer = async (seller: Resident, buyer: Resident, torrent: TestTorrent, on: boolean): Promise<Round> => {
  const folder = join(buyer.member.folder, 'paying')
  await seller.speed.setSelling(on, btt(1))
  await buyer.add(torrent, folder)
  if (on) await buyer.buy(torrent, BUDGET)
  await sleep(REST_MS)
  const cost = await counting([seller, buyer])
  await buyer.meet(torrent, await seller.address())
  await until('data', async () => (await buyer.downloaded(torrent)) > 0, { withinMs: PATIENCE_MS, everyMs: 20 })
  const start = performance.now()
  await buyer.complete(torrent, PATIENCE_MS)
  const seconds = (performance.now() - start) / 1_000
  await sleep(REST_MS)
  const round = { seconds, cost: await cost() }
  await buyer.forget(torrent)
  await rm(folder, { recursive: true, force: true })
  return round
}

const medians = (rounds: readonly Round[]): Cost => {
  const of = (kind: keyof Cost): number => median(rounds.map(({ cost }) => cost[kind]))
  const [engines, speed, wallets] = [of('engines'), of('speed'), of('wallets')]
  return { engines, speed, wallets, chains: of('chains'), main: of('main') }
}

export const measurePaying = async (
  town: Town,
  seller: Resident,
  buyer: Resident,
  { size, rounds }: { readonly size: number; readonly rounds: number },
): Promise<Paying> => {
  const torrent = await singleFileTorrent(town.folder, { name: 'paying.bin', size, trackers: [], pieceLength: PIECE })
  await seller.seed(torrent, town.folder)
  const watch = new VoucherWatch()
  // They meet for the first time: the seller lends little at first.
  const first = await transfer(seller, buyer, torrent, true)
  const deaf = [buyer.overhear(watch.buyer), seller.overhear(watch.seller)]
  const [on, off]: [Round[], Round[]] = [[], []]
  // Off, on, on, off: what changes by and by changes both.
  for (let at = 0; at < 2 * rounds; at++) {
    const paid = at % 4 === 1 || at % 4 === 2
    const round = await transfer(seller, buyer, torrent, paid)
    ;(paid ? on : off).push(round)
  }
  for (const stop of deaf) stop()
  await seller.forget(torrent)
  const [with_, without] = [medians(on), medians(off)]
  const wallets = with_.wallets - without.wallets
  const paying = with_.speed + wallets
  const others = with_.main - without.main + with_.chains - without.chains
  const vouchers = watch.vouchers / on.length
  const seconds = median(on.map((round) => round.seconds))
  const waits = watch.waits.toSorted((a, b) => a - b)
  const at = (part: number): number => waits[Math.floor((waits.length - 1) * part)] ?? Number.NaN
  return {
    firstRate: size / first.seconds,
    rate: size / seconds,
    rateTimesFree: median(off.map((round) => round.seconds)) / seconds,
    on: with_,
    off: without,
    share: paying / without.engines,
    shareInAll: (paying + others) / without.engines,
    shareByTurns: (with_.engines - without.engines + wallets) / without.engines,
    vouchers,
    vouchersPerSecond: vouchers / seconds,
    said: watch.last === null ? 0 : Math.round(vouchers * saidFor(watch.last, size)),
    medianMs: at(0.5),
    lateMs: at(0.95),
  }
}
