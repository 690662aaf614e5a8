// A world that is out to break Speed's ledger: an engine that asks for anything, a clock that jumps by years, restarts,
// failing disks, payees that cash and payers that cheat. Every answer is held against the oracle. Leaves the books to
// speed-audit.ts. A history is a seed: played again it is the same.

import type { BidRef } from '../../../app/ipc/speed-desk.ts'
import { amount, type Amount } from '../../../app/money/amount.ts'
import type { Allowance } from '../../../app/speed/allowance.ts'
import type { Voucher } from '../../../app/speed/terms.ts'
import { voucherDigest } from '../../../app/speed/typed.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { Address } from '../../../app/tron/address.ts'
import { signerOf } from '../../../app/tron/signature.ts'
import { auditLedger } from './speed-audit.ts'
import { SpeedChain } from './speed-chain.ts'
import { Oracle } from './speed-oracle.ts'
import { randomOf } from './speed-random.ts'
import { ACCOUNT, SpeedRig, VOUCHER_SIGNER, type Fault, type SpeedInput } from './speed-rig.ts'
import { paidTo, peer, vault } from './speed-peers.ts'

const BTT = 10n ** 18n
const MOST_BYTES = 2n ** 64n - 1n
const YEARS_MS = 10 * 365 * 86_400_000
const PAYEES = [1, 2, 3, 4, 5].map(peer)
const PAYERS = [31, 32, 33]
const TORRENTS = ['aa', 'bb', 'cc'].map((two) => two.repeat(20) as TorrentId)

export interface Tally {
  steps: number
  intents: number
  signed: number
  refused: number
  received: number
  restarts: number
  faults: number
  jumps: number
}

export class SpeedWorld {
  readonly wrong: string[] = []
  readonly tally: Tally = { steps: 0, intents: 0, signed: 0, refused: 0, received: 0, restarts: 0, faults: 0, jumps: 0 }
  readonly #rig: SpeedRig
  readonly #oracle = new Oracle(ACCOUNT)
  readonly #random: (below: number) => number
  readonly #chain: SpeedChain
  readonly #best = new Map<Address, bigint>()
  #lane: bigint | null = null
  readonly #earned = new Map<string, { held: bigint; paid: bigint }>()
  #transactions = 0
  /** Of our calls, what the ledger was not told yet. */
  readonly #untold: SpeedInput<'speed.settled'>['calls'] = []

  constructor(folder: string, seed: number) {
    this.#rig = new SpeedRig(folder)
    this.#random = randomOf(seed)
    this.#chain = new SpeedChain(this.#random)
  }

  async begin(): Promise<void> {
    await this.#use()
    await this.#approve()
    for (const id of TORRENTS.slice(0, 2)) await this.#switch(id, true, 40n * BTT)
    await this.#tellDeposit()
  }

  async step(): Promise<void> {
    this.tally.steps++
    const kinds: readonly (readonly [number, () => Promise<void>])[] = [
      [24, () => this.#openBid()],
      [60, () => this.#payBatch(null)],
      [8, () => this.#closeBid()],
      [6, () => this.#budget()],
      [2, () => this.#stop()],
      [6, () => this.#approve()],
      [6, () => this.#jump()],
      [3, () => this.#lockOrUnlock()],
      [8, () => this.#tellDeposit()],
      [10, () => this.#receiveBatch()],
      [4, () => this.#cashOurs()],
      [2, () => this.#tellLate()],
      [3, () => this.#claim()],
      [1, () => this.#restart()],
      [2, () => this.#payBatch(this.#random(2) === 0 ? 'before' : 'after')],
      [1, () => this.#endBids()],
    ]
    let at = this.#random(kinds.reduce((sum, [weight]) => sum + weight, 0))
    for (const [weight, act] of kinds) {
      if (at < weight) return act()
      at -= weight
    }
  }

  /** The books against every figure, and the caps' own counts. */
  async check(): Promise<void> {
    this.wrong.push(...auditLedger(this.#rig.folder))
    const figures = await this.#rig.call('speed.figures', undefined)
    const inAll = [...this.#oracle.promised.values()].reduce((sum, each) => sum + each, 0n)
    if (figures?.spentInAll !== inAll) this.#say(`spent in all is ${String(figures?.spentInAll)}, not ${inAll}`)
    const books = await this.#rig.call('speed.books', { range: 'all' })
    if (books.totals.spent !== figures?.spentInAll) this.#say('the books have spent otherwise than the figures')
    if (books.totals.earned !== figures?.earnedInAll) this.#say('the books have earned otherwise than the figures')
    const { earned, cashed, uncashed, bounced } = books.totals
    if (earned !== cashed + uncashed + bounced) this.#say('earned is not cashed, uncashed and bounced')
    for (const torrent of figures?.torrents ?? []) {
      const spent = this.#oracle.torrents.get(torrent.id)?.spent ?? 0n
      if (torrent.spent !== spent) this.#say(`a torrent has spent ${torrent.spent}, not ${spent}`)
    }
  }

  close(): number {
    return this.#rig.close()
  }

  #say(what: string): void {
    this.wrong.push(`step ${this.tally.steps}: ${what}`)
  }

  #pick<T>(list: readonly T[]): T {
    const one = list[this.#random(list.length)]
    if (one === undefined) throw new Error('nothing to pick from')
    return one
  }

  get #local(): number {
    const wall = this.#rig.clock.wall()
    return wall - 60_000 * new Date(wall).getTimezoneOffset()
  }

  async #use(): Promise<void> {
    const figures = await this.#rig.call('speed.use', { vault, account: ACCOUNT })
    const lane = figures?.lane ?? null
    if (this.#lane !== null && lane !== this.#lane) this.#say('the lane is another one')
    this.#lane = lane
  }

  async #openBid(): Promise<void> {
    this.tally.intents++
    const price = (BigInt(this.#random(130)) * BTT) / 100n
    const [torrent, payee] = [this.#pick(TORRENTS), this.#random(40) === 0 ? ACCOUNT : this.#pick(PAYEES)]
    const may = this.#oracle.refusalsOfBid(torrent, payee, price, this.#local)
    const opened = await this.#rig.call('speed.open', { torrent, vault, payee, price: amount(price) })
    if ('refused' in opened) {
      this.tally.refused++
      if (!may.has(opened.refused)) this.#say(`a bid was refused as ${opened.refused}, not as ${[...may].join()}`)
    } else if (may.size > 0) this.#say(`a bid was opened in spite of ${[...may].join()}`)
    else this.#oracle.bids.set(opened.bid, { torrent, payee, price, bytes: 0n, paid: 0n, open: true })
  }

  #bytesFor(ref: string): bigint {
    const { bytes } = this.#oracle.bids.get(ref) ?? { bytes: 0n }
    const kind = this.#random(20)
    if (kind === 0) return MOST_BYTES
    if (kind === 1) return bytes > 0n ? bytes - 1n : 0n
    if (kind === 2) return bytes
    const more = bytes + BigInt(this.#random(kind < 6 ? 40_000_000 : 1_048_577))
    return more < MOST_BYTES ? more : MOST_BYTES
  }

  /** `fault`: what the disk does to it. */
  async #payBatch(fault: Fault | null): Promise<void> {
    const recent = [...this.#oracle.bids.keys()].slice(-12)
    const refs = [...recent, 'f'.repeat(32)]
    const payments = Array.from({ length: 1 + this.#random(6) }, () => {
      const bid = this.#pick(refs)
      return { bid: bid as BidRef, bytes: this.#bytesFor(bid) }
    })
    this.tally.intents += payments.length
    if (fault !== null) this.tally.faults++
    this.#rig.fault = fault
    const answers = await this.#rig.call('speed.pay', { payments })
    this.#rig.fault = null
    if (fault !== null) this.#rig.clock.advance(1_001)
    const local = this.#local
    const growing = new Map<Address, bigint>()
    const vouchers: Voucher[] = []
    for (const [at, { bid, bytes }] of payments.entries()) {
      const may = this.#oracle.refusalsOfPayment(bid, bytes, local)
      const answer = answers[at]
      const wanted = may.size === 0
      if (fault !== null) {
        if (answer === undefined || !('refused' in answer)) this.#say('something was signed that is not on disk')
        if (fault === 'after' && wanted) this.#oracle.paid(bid, bytes, local)
        continue
      }
      if (answer === undefined) this.#say('a payment had no answer')
      else if ('refused' in answer) {
        this.tally.refused++
        if (!may.has(answer.refused)) this.#say(`a payment was refused as ${answer.refused}, not as ${[...may].join()}`)
      } else if (!wanted) this.#say(`a payment was made in spite of ${[...may].join()}`)
      else {
        this.#oracle.paid(bid, bytes, local)
        vouchers.push(answer.voucher)
        growing.set(answer.voucher.payee, this.#oracle.of(answer.voucher.payee))
      }
    }
    for (const voucher of vouchers) this.#checkVoucher(voucher, growing.get(voucher.payee))
  }

  #checkVoucher(voucher: Voucher, cumulative: bigint | undefined): void {
    this.tally.signed++
    if (voucher.cumulative !== cumulative) this.#say(`promised ${voucher.cumulative} instead of ${String(cumulative)}`)
    if (voucher.payer !== ACCOUNT || voucher.lane !== this.#lane) this.#say('a voucher of another payer or lane')
    const signer = signerOf(voucherDigest(vault, voucher), voucher.signature)
    const known = this.#oracle.deposit?.registered === true ? [ACCOUNT, VOUCHER_SIGNER] : [ACCOUNT]
    if (signer === null || !known.includes(signer)) this.#say('a voucher the vault would not take')
    if (voucher.cumulative < (this.#best.get(voucher.payee) ?? 0n)) this.#say('a voucher below one before it')
    this.#best.set(voucher.payee, voucher.cumulative)
  }

  async #closeBid(): Promise<void> {
    const [ref, bid] = this.#pick([...this.#oracle.bids.entries(), ['f'.repeat(32), null] as const])
    await this.#rig.call('speed.close', { bid: ref as BidRef, code: 'done' })
    if (bid !== null) bid.open = false
  }

  async #endBids(): Promise<void> {
    await this.#rig.call('speed.endBids', undefined)
    this.#oracle.bids.clear()
  }

  async #switch(id: TorrentId, on: boolean, budget: bigint): Promise<void> {
    await this.#rig.call('speed.setTorrent', { id, name: null, on, budget: amount(budget) })
    const spent = this.#oracle.torrents.get(id)?.spent ?? 0n
    this.#oracle.torrents.set(id, { on, budget, spent })
  }

  /** Mostly with something left. */
  #budget(): Promise<void> {
    const id = this.#pick(TORRENTS)
    const spent = this.#random(5) === 0 ? 0n : (this.#oracle.torrents.get(id)?.spent ?? 0n)
    return this.#switch(id, this.#random(6) > 0, spent + BigInt(this.#random(60)) * BTT)
  }

  #most(values: Iterable<bigint>): bigint {
    return [...values].reduce((most, each) => (each > most ? each : most), 0n)
  }

  async #stop(): Promise<void> {
    const stopped = this.#random(6) === 0
    await this.#rig.call('speed.stopSpending', { stopped })
    this.#oracle.stopped = stopped
  }

  async #approve(): Promise<void> {
    const next: Allowance = {
      perDay: amount(BigInt(10 + this.#random(60)) * BTT),
      perPeer: amount(this.#most(this.#oracle.promised.values()) + BigInt(this.#random(60)) * BTT),
      total: amount(BigInt(20 + this.#random(150)) * BTT),
      priceCeiling: amount(BTT),
      whileLocked: this.#random(2) === 0,
    }
    const now = this.#oracle.allowance
    const fields = ['perDay', 'perPeer', 'total', 'priceCeiling'] as const
    const tighter =
      now !== null && fields.every((field) => next[field] <= now[field]) && (now.whileLocked || !next.whileLocked)
    const waiting = await this.#rig.call('speed.allow', next).catch(() => 'locked' as const)
    if (waiting === 'locked') {
      if (tighter || this.#oracle.unlocked) this.#say('an allowance was refused')
      return
    }
    if ((waiting === null) !== tighter) this.#say('an allowance was taken without a person, or held up')
    if (waiting !== null && this.#random(4) === 0) return
    if (waiting !== null) await this.#rig.approve(next)
    if (tighter) this.#oracle.allowance = next
    else this.#oracle.approve(next, this.#local)
    if (!this.#oracle.unlocked && !next.whileLocked) this.#oracle.hot = false
  }

  async #jump(): Promise<void> {
    this.tally.jumps++
    const ms = this.#pick([YEARS_MS, 86_400_000, 3_600_000, 60_000]) * (this.#random(100) / 99)
    if (this.#random(2) === 0) this.#rig.clock.sleep(ms)
    else this.#rig.clock.setBack(Math.min(ms, this.#rig.clock.wall() - 1))
    await Promise.resolve()
  }

  async #lockOrUnlock(): Promise<void> {
    const lock = this.#random(2) === 0
    if (lock) this.#rig.lock()
    else this.#rig.unlock()
    this.#oracle.unlocked = !lock
    this.#oracle.hot = lock ? this.#oracle.hot && this.#oracle.allowance?.whileLocked === true : true
    await Promise.resolve()
  }

  /** The chain moves on, payees cash some of what they were given, and it is read. */
  async #tellDeposit(): Promise<void> {
    this.#chain.moveOn(PAYEES)
    for (const [payee, best] of this.#best) if (this.#random(4) === 0) this.#chain.cash(payee, best)
    await this.#rig.call('speed.deposit', this.#chain.facts(this.#lane ?? 0n))
    this.#oracle.deposit = this.#chain.seen
  }

  async #receiveBatch(): Promise<void> {
    const batch = Array.from({ length: 1 + this.#random(4) }, () => {
      const [seed, lane] = [this.#pick(PAYERS), BigInt(this.#random(2))]
      const { held } = this.#earned.get(`${seed} ${lane}`) ?? { held: 0n }
      const kind = this.#random(8)
      const cumulative = amount(kind === 0 ? held / 2n : held + BigInt(this.#random(1_000)) * (BTT / 1_000n))
      const good = paidTo(ACCOUNT, seed, cumulative, lane, kind === 2 ? 40 : seed)
      const forged = kind === 1 && cumulative > held ? { ...good, cumulative: amount(cumulative + 1n) } : good
      const bad = forged !== good || (kind === 3 && cumulative > held)
      return { voucher: kind === 3 ? { ...good, signature: new Uint8Array(65) } : forged, bad, seed, lane }
    })
    const before = new Map([...this.#earned].map(([key, { held }]) => [key, held]))
    const answers = await this.#rig.call('speed.receive', {
      vault,
      vouchers: batch.map(({ voucher }) => ({ voucher, torrent: this.#pick(TORRENTS), signers: [peer(40)] })),
    })
    for (const { voucher, bad, seed, lane } of batch) {
      const key = `${seed} ${lane}`
      const lanes = this.#earned.get(key) ?? { held: 0n, paid: 0n }
      if (!bad && voucher.cumulative > lanes.held) lanes.held = voucher.cumulative
      this.#earned.set(key, lanes)
    }
    for (const [at, { voucher, bad, seed, lane }] of batch.entries()) {
      const key = `${seed} ${lane}`
      const [answer, held] = [answers[at], this.#earned.get(key)?.held ?? 0n]
      const wanted = bad ? 'signature' : voucher.cumulative < (before.get(key) ?? 0n) ? 'backwards' : null
      if (answer === undefined) this.#say('a voucher had no answer')
      // What was outgrown in its own batch needs no look at its signature.
      else if ('refused' in answer) {
        if (answer.refused !== wanted) this.#say(`a voucher was refused as ${answer.refused}, not ${String(wanted)}`)
      } else if (wanted === 'backwards' || (bad && voucher.cumulative > held)) this.#say('a bad voucher was taken')
      else if (answer.accepted !== held) this.#say(`${answer.accepted} is held, not ${held}`)
      this.tally.received++
    }
  }

  /** We cash what some payer gave us, in full or as far as it has money; it is told, sometimes twice, or seen first. */
  async #cashOurs(): Promise<void> {
    const [seed, lane] = [this.#pick(PAYERS), BigInt(this.#random(2))]
    const state = this.#earned.get(`${seed} ${lane}`)
    if (state === undefined || state.held === state.paid) return
    const due = state.held - state.paid
    const paid = this.#random(3) === 0 ? (due * BigInt(this.#random(101))) / 100n : due
    state.paid += paid
    const between = { payer: peer(seed), payee: ACCOUNT, lane }
    if (this.#random(4) === 0)
      await this.#rig.call('speed.observed', {
        vault,
        account: ACCOUNT,
        readAt: 1,
        paid: [{ payer: peer(seed), lane, paid: amount(state.paid) }],
      })
    const call = {
      txId: (++this.#transactions).toString(16).padStart(64, '0'),
      vault,
      account: ACCOUNT,
      block: this.#transactions,
      at: 1_000,
      fee: amount(BigInt(this.#random(1_000))),
      outcome: 'final' as const,
      events: [
        ...(paid > 0n
          ? [{ is: 'cashed' as const, ...between, amount: amount(paid), fromLock: amount(0n), to: 'wallet' as const }]
          : []),
        ...(paid < due ? [{ is: 'bounced' as const, ...between, missing: amount(due - paid) }] : []),
      ],
    }
    if (this.#random(3) === 0) return void this.#untold.push(call)
    await this.#rig.call('speed.settled', { calls: [call] })
    if (this.#random(3) === 0) await this.#rig.call('speed.settled', { calls: [call, call] })
  }

  /** The newest first: in no order that the chain had. */
  async #tellLate(): Promise<void> {
    const calls = this.#untold.splice(-1 - this.#random(3)).toReversed()
    if (calls.length > 0) await this.#rig.call('speed.settled', { calls })
  }

  async #claim(): Promise<void> {
    const payee = this.#pick(PAYEES)
    const known = this.#oracle.of(payee)
    const claimed = this.#random(3) === 0 ? known : known + BigInt(1 + this.#random(3)) * BTT
    const proofs = this.#random(4) === 0
    const [proof] = proofs ? [paidTo(payee, 0x11, claimed as Amount, this.#lane ?? 0n)] : []
    const answer = await this.#rig.call('speed.resume', {
      vault,
      payee,
      lane: this.#lane ?? 0n,
      cumulative: amount(claimed),
      signature: proof?.signature ?? null,
    })
    const wanted = claimed <= known ? 'known' : proofs ? 'moved-forward' : 'frozen'
    if (answer !== wanted) this.#say(`a claim is ${answer}, not ${wanted}`)
    this.#oracle.claimed.set(payee, wanted === 'frozen' ? claimed : 0n)
    if (wanted !== 'moved-forward') return
    this.#oracle.promised.set(payee, claimed)
    this.#oracle.count(claimed - known, this.#local)
  }

  async #restart(): Promise<void> {
    this.tally.restarts++
    // Under way when the process ends: it is never answered, and whether it counts shows in the ledger alone.
    this.#rig.restart()
    this.#oracle.unlocked = true
    this.#oracle.hot = true
    await this.#use()
  }
}
