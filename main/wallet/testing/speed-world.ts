// A world that is out to break Speed's ledger: an engine that asks for anything, a clock that jumps by years, restarts,
// failing disks, payees that cash and payers that cheat. Every answer is held against the oracle, every voucher against
// the vault. Leaves what we are paid to speed-income.ts, the books to speed-audit.ts. A history is a seed: played again
// it is the same.

import type { BidRef } from '../../../app/ipc/speed-desk.ts'
import { amount } from '../../../app/money/amount.ts'
import type { Allowance } from '../../../app/speed/allowance.ts'
import { laneOf, payeeDevice, payerDevice } from '../../../app/speed/lane.ts'
import type { Device, Lane, Voucher } from '../../../app/speed/terms.ts'
import { voucherDigest } from '../../../app/speed/typed.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { Address } from '../../../app/tron/address.ts'
import { signerOf } from '../../../app/tron/signature.ts'
import { auditLedger } from './speed-audit.ts'
import type { SpeedChain } from './speed-chain.ts'
import { forged, forgeries } from './speed-forgery.ts'
import { Income } from './speed-income.ts'
import { Oracle, toDevice } from './speed-oracle.ts'
import { PAYEES, signedBySeed } from './speed-peers.ts'
import { ACCOUNT, SpeedRig, VOUCHER_SIGNER, type Fault } from './speed-rig.ts'
import { Scene } from './speed-scene.ts'

const BTT = 10n ** 18n
const MOST_BYTES = 2n ** 64n - 1n
const YEARS_MS = 10 * 365 * 86_400_000
const OURS = 0x11
const TORRENTS = ['aa', 'bb', 'cc'].map((two) => two.repeat(20) as TorrentId)

/** Of each payee. */
const DEVICES: readonly Device[] = [4, 2 ** 32 - 2]

const recipientOf = ({ payee, lane }: Pick<Voucher, 'payee' | 'lane'>): string => toDevice(payee, payeeDevice(lane))

export class SpeedWorld {
  readonly scene: Scene
  readonly #rig: SpeedRig
  readonly #chain: SpeedChain
  readonly #income: Income
  readonly #oracle = new Oracle(ACCOUNT)
  /** The best that each device of a payee was given. */
  readonly #best = new Map<string, Voucher>()
  #device: number | null = null

  constructor(folder: string, chain: SpeedChain, random: (below: number) => number) {
    this.#rig = new SpeedRig(folder)
    this.#chain = chain
    this.scene = new Scene(this.#rig, chain, random)
    this.#income = new Income(this.scene, TORRENTS)
  }

  async begin(): Promise<void> {
    await this.#use()
    await this.#approve()
    for (const id of TORRENTS.slice(0, 2)) await this.#switch(id, true, 40n * BTT)
    await this.#tellDeposit()
  }

  async step(): Promise<void> {
    this.scene.tally.steps++
    const { stopped, unlocked } = this.#oracle
    // What makes all be refused does not stay for long: a history in which nothing is signed shows nothing.
    const kinds: readonly (readonly [number, () => Promise<void>])[] = [
      [this.#open.length > 0 ? 24 : 60, () => this.#openBid()],
      [60, () => this.#payBatch(null)],
      [8, () => this.#closeBid()],
      [10, () => this.#budget()],
      [stopped ? 20 : 2, () => this.#stop()],
      [6, () => this.#approve()],
      [6, () => this.#jump()],
      [unlocked ? 3 : 12, () => this.#lockOrUnlock()],
      [8, () => this.#tellDeposit()],
      [10, () => this.#income.receive()],
      [1, () => this.#income.receiveMalformed()],
      [4, () => this.#income.cash()],
      [2, () => this.#income.tellLate()],
      [3, () => this.#claim()],
      [1, () => this.#restart()],
      [2, () => this.#payBatch(this.scene.random(2) === 0 ? 'before' : 'after')],
      [1, () => this.#endBids()],
    ]
    let at = this.scene.random(kinds.reduce((sum, [weight]) => sum + weight, 0))
    for (const [weight, act] of kinds) {
      if (at < weight) return act()
      at -= weight
    }
  }

  /** The books against every figure, and the caps' own counts. */
  async check(): Promise<void> {
    this.scene.wrong.push(...auditLedger(this.#rig.folder))
    const figures = await this.#rig.call('speed.figures', undefined)
    const inAll = [...this.#oracle.promised.values()].reduce((sum, each) => sum + each, 0n)
    if (figures?.spentInAll !== inAll) this.scene.say(`spent in all is ${String(figures?.spentInAll)}, not ${inAll}`)
    const books = await this.#rig.call('speed.books', { range: 'all' })
    if (books.totals.spent !== figures?.spentInAll) this.scene.say('the books have spent otherwise than the figures')
    if (books.totals.earned !== figures?.earnedInAll) this.scene.say('the books have earned otherwise than the figures')
    const { earned, cashed, uncashed, bounced } = books.totals
    if (earned !== cashed + uncashed + bounced) this.scene.say('earned is not cashed, uncashed and bounced')
    await this.#income.check()
    for (const torrent of figures?.torrents ?? []) {
      const spent = this.#oracle.torrents.get(torrent.id)?.spent ?? 0n
      if (torrent.spent !== spent) this.scene.say(`a torrent has spent ${torrent.spent}, not ${spent}`)
    }
  }

  get #open(): readonly string[] {
    return [...this.#oracle.bids].filter(([, { open }]) => open).map(([ref]) => ref)
  }

  close(): number {
    return this.#rig.close()
  }

  get #local(): number {
    const wall = this.#rig.clock.wall()
    return wall - 60_000 * new Date(wall).getTimezoneOffset()
  }

  async #use(): Promise<void> {
    const figures = await this.#rig.call('speed.use', { vault: this.#chain.vault, account: ACCOUNT })
    const device = figures?.device ?? null
    if (this.#device !== null && device !== this.#device) this.scene.say('the device is another one')
    this.#device = device
  }

  #lane(device: Device): Lane {
    return laneOf(this.#device ?? 0, device)
  }

  async #openBid(): Promise<void> {
    this.scene.tally.intents++
    const price = (BigInt(this.scene.random(130)) * BTT) / 100n
    const [torrent, payee] = [
      this.scene.pick(TORRENTS),
      this.scene.random(40) === 0 ? ACCOUNT : this.scene.pick(PAYEES),
    ]
    const device = this.scene.pick(DEVICES)
    const may = this.#oracle.refusalsOfBid({ torrent, payee, device, price }, this.#local)
    const opened = await this.#rig.call('speed.open', {
      torrent,
      vault: this.#chain.vault,
      payee,
      lane: this.#lane(device),
      price: amount(price),
    })
    if ('refused' in opened) {
      this.scene.tally.refused++
      if (!may.has(opened.refused)) this.scene.say(`a bid was refused as ${opened.refused}, not as ${[...may].join()}`)
    } else if (may.size > 0) this.scene.say(`a bid was opened in spite of ${[...may].join()}`)
    else this.#oracle.bids.set(opened.bid, { torrent, payee, device, price, bytes: 0n, paid: 0n, open: true })
  }

  #bytesFor(ref: string): bigint {
    const { bytes } = this.#oracle.bids.get(ref) ?? { bytes: 0n }
    const kind = this.scene.random(20)
    if (kind === 0) return MOST_BYTES
    if (kind === 1) return bytes > 0n ? bytes - 1n : 0n
    if (kind === 2) return bytes
    const more = bytes + BigInt(this.scene.random(kind < 6 ? 40_000_000 : 1_048_577))
    return more < MOST_BYTES ? more : MOST_BYTES
  }

  /** `fault`: what the disk does to it. */
  async #payBatch(fault: Fault | null): Promise<void> {
    const known = [...this.#oracle.bids.keys()].slice(-12)
    const open = this.#open.slice(-12)
    const payments = Array.from({ length: 1 + this.scene.random(6) }, () => {
      const refs = this.scene.chance(6) || open.length === 0 ? [...known, 'f'.repeat(32)] : open
      const bid = this.scene.pick(refs)
      return { bid: bid as BidRef, bytes: this.#bytesFor(bid) }
    })
    this.scene.tally.intents += payments.length
    if (fault !== null) this.scene.tally.faults++
    this.#rig.fault = fault
    const answers = await this.#rig.call('speed.pay', { payments })
    this.#rig.fault = null
    if (fault !== null) this.#rig.clock.advance(1_001)
    const local = this.#local
    const [promised, vouchers] = [new Map(this.#oracle.promised), new Map<string, Voucher>()]
    for (const [at, { bid, bytes }] of payments.entries()) {
      const may = this.#oracle.refusalsOfPayment(bid, bytes, local)
      const answer = answers[at]
      const wanted = may.size === 0
      if (fault !== null) {
        if (answer === undefined || !('refused' in answer)) this.scene.say('something was signed that is not on disk')
        if (fault === 'after' && wanted) this.#oracle.paid(bid, bytes, local)
        continue
      }
      if (answer === undefined) this.scene.say('a payment had no answer')
      else if ('refused' in answer) {
        this.scene.tally.refused++
        if (!may.has(answer.refused))
          this.scene.say(`a payment was refused as ${answer.refused}, not as ${[...may].join()}`)
      } else if (!wanted) this.scene.say(`a payment was made in spite of ${[...may].join()}`)
      else {
        this.#oracle.paid(bid, bytes, local)
        const to = recipientOf(answer.voucher)
        const before = vouchers.get(to)
        if (before !== undefined && before.cumulative !== answer.voucher.cumulative)
          this.scene.say('one batch has two vouchers of one lane')
        vouchers.set(to, answer.voucher)
        this.scene.tally.signed++
      }
    }
    const grown = [...vouchers.values()].filter(
      (voucher) => (promised.get(recipientOf(voucher)) ?? 0n) < voucher.cumulative,
    )
    for (const voucher of vouchers.values()) await this.#checkVoucher(voucher, grown.includes(voucher))
    if (grown.length > 0 && this.scene.chance(4)) await this.#checkCover(grown)
  }

  async #checkVoucher(voucher: Voucher, grown: boolean): Promise<void> {
    const to = recipientOf(voucher)
    const cumulative = this.#oracle.of(to)
    if (voucher.cumulative !== cumulative) this.scene.say(`promised ${voucher.cumulative} instead of ${cumulative}`)
    if (voucher.payer !== ACCOUNT || payerDevice(voucher.lane) !== this.#device)
      this.scene.say('a voucher of another payer or lane')
    if (voucher.cumulative < (this.#best.get(to)?.cumulative ?? 0n)) this.scene.say('a voucher below one before it')
    this.#best.set(to, voucher)
    const signer = signerOf(voucherDigest(this.#chain.vault, voucher), voucher.signature)
    const key = signer === ACCOUNT ? 'the account' : signer === VOUCHER_SIGNER ? 'the voucher key' : 'nobody'
    const { is, bounces } = await this.#chain.verdict(voucher)
    this.scene.compare(`signed by ${key}`, true, is !== 'refused')
    const paid = this.#oracle.deposit?.paid.get(to) ?? 0n
    if ((is === 'spent') !== voucher.cumulative <= paid) this.scene.say(`a voucher is ${is}, and ${paid} were paid`)
    if (grown && bounces > 0n) this.scene.say(`${bounces} of what was promised are not there`)
    if (voucher.cumulative > 0n && this.scene.chance(2)) await this.#forge(voucher)
  }

  /** Where more was promised out of what is free for all, all that was ever promised is there. */
  async #checkCover(grown: readonly Voucher[]): Promise<void> {
    const { paid, locks } = this.#oracle.deposit ?? {}
    const owed = (payee: Address): bigint =>
      [...this.#best.values()]
        .filter((voucher) => voucher.payee === payee)
        .reduce((sum, each) => sum + each.cumulative - (paid?.get(recipientOf(each)) ?? 0n), 0n)
    const isFree = ({ payee }: Voucher): boolean => owed(payee) > (locks?.get(payee) ?? 0n)
    if (!grown.some(isFree)) return
    const short = await this.#chain.short([...this.#best.values()])
    if (short > 0n) this.scene.say(`${short} of all that was promised are not there`)
  }

  /** Whoever holds one of ours makes no other of it, and takes it to no other vault. */
  async #forge(voucher: Voucher): Promise<void> {
    const at = this.scene.pick(['other-vault', 'other-chain', ...forgeries] as const)
    if (at === 'other-vault' || at === 'other-chain') {
      const { is } = await this.#chain.verdict(voucher, at)
      const ours = signerOf(voucherDigest(this.#chain.others[at], voucher), voucher.signature)
      return this.scene.compare(`ours at ${at}`, ours === ACCOUNT, is !== 'refused')
    }
    const other = this.scene.pick(PAYEES.filter((payee) => payee !== voucher.payee))
    const made = forged(at, voucher, this.scene.random, other)
    const signer = signerOf(voucherDigest(this.#chain.vault, made), made.signature)
    const known: readonly (Address | null)[] = [made.payer, VOUCHER_SIGNER]
    const { is } = await this.#chain.verdict(made)
    this.scene.compare(`ours, ${at}`, known.includes(signer), is !== 'refused')
  }

  async #closeBid(): Promise<void> {
    const [ref, bid] = this.scene.pick([...this.#oracle.bids.entries(), ['f'.repeat(32), null] as const])
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
    const id = this.scene.pick(TORRENTS)
    const spent = this.scene.random(5) === 0 ? 0n : (this.#oracle.torrents.get(id)?.spent ?? 0n)
    return this.#switch(id, this.scene.random(6) > 0, spent + BigInt(this.scene.random(60)) * BTT)
  }

  #most(values: Iterable<bigint>): bigint {
    return [...values].reduce((most, each) => (each > most ? each : most), 0n)
  }

  async #stop(): Promise<void> {
    const stopped = this.scene.random(6) === 0
    await this.#rig.call('speed.stopSpending', { stopped })
    this.#oracle.stopped = stopped
  }

  async #approve(): Promise<void> {
    const now = this.#oracle.allowance
    const next: Allowance = this.scene.random(8) === 0 && now !== null ? now : this.#limits()
    const fields = ['perDay', 'perPeer', 'total', 'priceCeiling'] as const
    const same = now?.whileLocked === next.whileLocked && fields.every((field) => next[field] === now[field])
    const within = now !== null && fields.every((field) => next[field] <= now[field])
    const tighter = within && (now.whileLocked || !next.whileLocked) && !same
    const waiting = await this.#rig.call('speed.allow', next).catch(() => 'locked' as const)
    if (waiting === 'locked') {
      if (tighter || this.#oracle.unlocked) this.scene.say('an allowance was refused')
      return
    }
    if ((waiting === null) !== tighter) this.scene.say('an allowance was taken without a person, or held up')
    if (waiting !== null && this.scene.random(4) === 0) return
    if (waiting !== null) await this.#rig.approve(next)
    if (tighter) this.#oracle.allowance = next
    else this.#oracle.approve(next, this.#local)
    if (!this.#oracle.unlocked && !next.whileLocked) this.#oracle.hot = false
  }

  #limits(): Allowance {
    return {
      perDay: amount(BigInt(10 + this.scene.random(60)) * BTT),
      perPeer: amount(
        this.#most(PAYEES.map((payee) => this.#oracle.toAll(payee))) + BigInt(this.scene.random(60)) * BTT,
      ),
      total: amount(BigInt(20 + this.scene.random(150)) * BTT),
      priceCeiling: amount(BTT),
      whileLocked: this.scene.random(2) === 0,
    }
  }

  async #jump(): Promise<void> {
    this.scene.tally.jumps++
    const ms = this.scene.pick([YEARS_MS, 86_400_000, 3_600_000, 60_000]) * (this.scene.random(100) / 99)
    if (this.scene.random(2) === 0) this.#rig.clock.sleep(ms)
    else this.#rig.clock.setBack(Math.min(ms, this.#rig.clock.wall() - 1))
    await Promise.resolve()
  }

  async #lockOrUnlock(): Promise<void> {
    const lock = this.scene.random(2) === 0
    if (lock) this.#rig.lock()
    else this.#rig.unlock()
    this.#oracle.unlocked = !lock
    this.#oracle.hot = lock ? this.#oracle.hot && this.#oracle.allowance?.whileLocked === true : true
    await Promise.resolve()
  }

  /** The chain moves on, payees cash some of what they were given, and it is read. */
  async #tellDeposit(): Promise<void> {
    await this.#chain.moveOn()
    for (const best of this.#best.values()) if (this.scene.chance(4)) await this.#chain.cash(best)
    const facts = await this.#chain.facts(DEVICES.map((device) => this.#lane(device)))
    await this.#rig.call('speed.deposit', facts)
    this.#oracle.deposit = {
      free: facts.free,
      exits: facts.exitAt !== null,
      registered: facts.signers.includes(VOUCHER_SIGNER),
      locks: new Map(facts.locks.map(({ payee, locked }) => [payee, locked])),
      paid: new Map(facts.paid.map((each) => [recipientOf(each), each.amount])),
    }
  }

  async #claim(): Promise<void> {
    const payee = this.scene.pick(PAYEES)
    const device = this.scene.pick(DEVICES)
    const to = toDevice(payee, device)
    const known = this.#oracle.of(to)
    const claimed = this.scene.random(3) === 0 ? known : known + BigInt(1 + this.scene.random(3)) * BTT
    const lane = this.#lane(device)
    const unsigned = { payer: ACCOUNT, payee, lane, cumulative: amount(claimed) }
    const good = signedBySeed(this.#chain.vault, unsigned, OURS)
    const kind = this.scene.pick(['none', 'none', 'good', 'forged'] as const)
    const bad = signedBySeed(this.#chain.vault, unsigned, 1)
    const proof = kind === 'none' ? null : kind === 'good' ? good : bad
    const asked = { payee, lane, cumulative: amount(claimed), signature: proof?.signature ?? null }
    const answer = await this.#rig.call('speed.resume', { vault: this.#chain.vault, ...asked })
    const wanted = claimed <= known ? 'known' : kind === 'good' ? 'moved-forward' : 'frozen'
    if (answer !== wanted) this.scene.say(`a claim is ${answer}, not ${wanted}`)
    this.#oracle.claimed.set(to, wanted === 'frozen' ? claimed : 0n)
    if (proof !== null && claimed > known)
      this.scene.compare(
        `a proof, ${kind}`,
        answer === 'moved-forward',
        (await this.#chain.verdict({ ...unsigned, signature: proof.signature })).is !== 'refused',
      )
    if (wanted !== 'moved-forward') return
    this.#best.set(to, good)
    this.#oracle.promised.set(to, claimed)
    this.#oracle.count(claimed - known, this.#local)
  }

  async #restart(): Promise<void> {
    this.scene.tally.restarts++
    // Under way when the process ends: it is never answered, and whether it counts shows in the ledger alone.
    this.#rig.restart()
    this.#oracle.unlocked = true
    this.#oracle.hot = true
    await this.#use()
  }
}
