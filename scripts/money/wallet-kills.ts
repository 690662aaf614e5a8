// Kills a wallet process amid payments and receipts, again and again on the same folder, and compares what it had
// answered with what is on disk. Leaves chains and engines to others. What is looked for: an answered voucher that is
// not on disk, a payment that counts twice, a cap that was passed, books that do not balance.

import { mkdtempSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { BidRef } from '../../app/ipc/speed-desk.ts'
import { amount, type Amount } from '../../app/money/amount.ts'
import { owed } from '../../app/speed/terms.ts'
import { voucherDigest } from '../../app/speed/typed.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import type { Address } from '../../app/tron/address.ts'
import { addressOfKey, signDigest } from '../../main/wallet/signature.ts'
import { auditLedger } from '../../main/wallet/testing/speed-audit.ts'
import { randomOf } from '../../main/wallet/testing/speed-random.ts'
import { WalletRun } from './wallet-run.ts'
import { ACCOUNT, START } from './wallet-words.ts'

const BTT = 10n ** 18n
const CAPS = 1_000_000n * BTT
const { vault } = START
const PAYER_KEY = new Uint8Array(32).fill(0x33)
const PAYER = addressOfKey(PAYER_KEY)
const PAYEES = [1, 2, 3, 4].map((seed) => addressOfKey(new Uint8Array(32).fill(seed)))
const torrent = 'ab'.repeat(20) as TorrentId
const price = amount(BTT / 8n)
const UNIT = 262_144n
const LONGEST_LIFE_MS = 300

export interface KillTally {
  kills: number
  answered: number
  received: number
  /** What is wrong, in sentences. */
  readonly wrong: string[]
}

interface Bid {
  readonly ref: BidRef
  readonly payee: Address
  /** Asked to be paid for, and known to be. */
  asked: bigint
  answered: bigint
}

class Campaign {
  readonly tally: KillTally = { kills: 0, answered: 0, received: 0, wrong: [] }
  readonly #folder: string
  readonly #random: (below: number) => number
  readonly #bids: Bid[] = []
  #given: Amount = amount(0n)
  #accepted = 0n

  constructor(folder: string, seed: number) {
    this.#folder = folder
    this.#random = randomOf(seed)
  }

  async begin(): Promise<void> {
    const run = await WalletRun.start(this.#folder, CAPS)
    const facts = { exitAt: null, exitDelayMs: 1, signers: [], signer: null, locks: [], paid: [], readAt: 1 }
    await run.ask('speed.deposit', { ...START, ...facts, free: amount(CAPS), approved: amount(0n) })
    await run.ask('speed.setTorrent', { id: torrent, name: null, on: true, budget: amount(CAPS) })
    const lane = await run.lane()
    for (const payee of PAYEES) {
      const opened = await run.ask('speed.open', { torrent, vault, payee, lane, price })
      if (opened === 'closed' || 'refused' in opened) throw new Error('no bid was opened')
      this.#bids.push({ ref: opened.bid, payee, asked: 0n, answered: 0n })
    }
    await run.kill()
  }

  async life(): Promise<void> {
    const run = await WalletRun.start(this.#folder, CAPS)
    await this.#payAgain(run)
    const lifetime = delay(this.#random(LONGEST_LIFE_MS))
    const work = Promise.all([...this.#bids.map((bid) => this.#payOn(run, bid)), this.#earnOn(run)])
    await lifetime
    await run.kill()
    this.tally.kills++
    await work
    this.#look()
  }

  /** What was asked last: it is paid once, whether the answer was lost or the payment. */
  async #payAgain(run: WalletRun): Promise<void> {
    for (const bid of this.#bids) await this.#pay(run, bid, bid.asked)
  }

  async #payOn(run: WalletRun, bid: Bid): Promise<void> {
    for (let on = true; on;) on = await this.#pay(run, bid, bid.asked + UNIT)
  }

  async #pay(run: WalletRun, bid: Bid, bytes: bigint): Promise<boolean> {
    bid.asked = bytes
    const answers = await run.ask('speed.pay', { payments: [{ bid: bid.ref, bytes }] })
    if (answers === 'closed') return false
    const [answer] = answers
    if (answer === undefined || 'refused' in answer) {
      this.#say(`a payment was refused as ${answer === undefined ? 'nothing' : answer.refused}`)
      return false
    }
    bid.answered = bytes
    this.tally.answered++
    if (answer.voucher.cumulative !== owed(bytes, price)) this.#say('a voucher says otherwise than what is owed')
    return true
  }

  async #earnOn(run: WalletRun): Promise<void> {
    for (;;) {
      this.#given = amount(this.#given + BTT / 100n)
      const unsigned = { payer: PAYER, payee: ACCOUNT, lane: 5n, cumulative: this.#given }
      const voucher = { ...unsigned, signature: signDigest(voucherDigest(vault, unsigned), PAYER_KEY, PAYER) }
      const answers = await run.ask('speed.receive', { vault, vouchers: [{ voucher, torrent, signers: [] }] })
      if (answers === 'closed') return
      const [answer] = answers
      if (answer === undefined || 'refused' in answer) return this.#say('a voucher of a payer was refused')
      this.#accepted = answer.accepted
      this.tally.received++
    }
  }

  #say(what: string): void {
    this.tally.wrong.push(`after ${this.tally.kills} kills: ${what}`)
  }

  /** What is on disk, against what was answered and what was asked. */
  #look(): void {
    for (const what of auditLedger(this.#folder)) this.#say(what)
    const db = new DatabaseSync(join(this.#folder, 'speed.db'))
    try {
      for (const { payee, asked, answered } of this.#bids) {
        const row = db.prepare('SELECT cumulative FROM vouchers_out WHERE payee = ?').get(payee)
        const kept = BigInt(String(row?.['cumulative'] ?? 0))
        if (kept < owed(answered, price)) this.#say('an answered voucher is not on disk')
        if (kept > owed(asked, price)) this.#say('more is promised than was ever asked')
      }
      const row = db.prepare('SELECT cumulative FROM vouchers_in WHERE payer = ?').get(PAYER)
      const held = BigInt(String(row?.['cumulative'] ?? 0))
      if (held < this.#accepted) this.#say('an accepted voucher is not on disk')
      if (held > this.#given) this.#say('more is held than was ever given')
    } finally {
      db.close()
    }
  }
}

export const runWalletKills = async (times: number, seed: number, tell: (text: string) => void): Promise<KillTally> => {
  const folder = mkdtempSync(join(tmpdir(), 'swiftseed-money-kill-'))
  try {
    const campaign = new Campaign(folder, seed)
    await campaign.begin()
    while (campaign.tally.kills < times && campaign.tally.wrong.length === 0) {
      await campaign.life()
      const { kills, answered, received } = campaign.tally
      if (kills % 50 === 0) tell(`the wallet was killed ${kills} times, ${answered} vouchers out, ${received} in`)
    }
    return campaign.tally
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
