// Switches spending off amid a flood, in a real wallet process, and looks when the last voucher came: again and again,
// now for all and now for the torrent, with restarts in between. The flood is of payments alone, or of as many asks as
// main lets an engine have open, of which most are claims or proofs. Off has to be off within a second.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BidRef } from '../../app/ipc/speed-desk.ts'
import { amount } from '../../app/money/amount.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import type { Address } from '../../app/tron/address.ts'
import { addressOfKey } from '../../main/wallet/signature.ts'
import { WalletRun } from './wallet-run.ts'
import { START } from './wallet-words.ts'

const MOST = 10n ** 30n
const torrent = 'ab'.repeat(20) as TorrentId
const payees = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => addressOfKey(new Uint8Array(32).fill(seed)))
/** Asked at a time, of eight payees each: more than it can sign in a second. */
const FLOOD = 60
/** Or as many as an engine may have open, of which each tenth is a payment. */
const MOST_OPEN = 990
const PAYS_EACH = 10
const kinds = ['pay', 'resume', 'prove'] as const
type Kind = (typeof kinds)[number]

export interface OffTally {
  rounds: number
  /** Vouchers that came after it was answered that spending is off. */
  late: number
  /** Signed after a restart, while it was off. */
  afterRestart: number
  /** From asking to the last voucher, in ms. */
  readonly lastMs: number[]
  /** From asking to being told that it is off. */
  readonly answeredMs: number[]
}

class Flood {
  readonly #bids: BidRef[] = []
  #bytes = 0n

  async open(run: WalletRun): Promise<void> {
    await run.ask('speed.endBids', undefined)
    this.#bids.length = 0
    this.#bytes = 0n
    const [lane, price] = [await run.lane(), amount(1_048_576n)]
    for (const payee of payees) {
      const opened = await run.ask('speed.open', { torrent, vault: START.vault, payee, lane, price })
      if (opened === 'closed' || 'refused' in opened) throw new Error(`no bid: ${JSON.stringify(opened)}`)
      this.#bids.push(opened.bid)
    }
  }

  /** How many vouchers came of it. */
  async pay(run: WalletRun): Promise<number> {
    this.#bytes += 262_144n
    const answers = await run.ask('speed.pay', { payments: this.#bids.map((bid) => ({ bid, bytes: this.#bytes })) })
    return answers === 'closed' ? 0 : answers.filter((answer) => 'voucher' in answer).length
  }
}

const payeeOf = (number: number): Address => addressOfKey(new Uint8Array(32).fill(16 + (number % 200)))

/** Costs the wallet about what a voucher does, and signs no money away. */
const distract = async (run: WalletRun, kind: Exclude<Kind, 'pay'>, number: number): Promise<void> => {
  if (kind === 'prove') {
    const [wire, nonce] = [new Uint8Array(20), new Uint8Array(32).fill(number % 256)]
    await run.ask('speed.prove', { vault: START.vault, infohash: wire, mine: wire, theirs: wire, nonce })
    return
  }
  const signature = new Uint8Array(65).fill(27)
  const claim = { payee: payeeOf(number), lane: BigInt(number), cumulative: amount(BigInt(number + 1)), signature }
  await run.ask('speed.resume', { vault: START.vault, ...claim })
}

/** All of it is asked before any is answered. */
const begin = (run: WalletRun, flood: Flood, kind: Kind, came: (vouchers: number) => void): Promise<void>[] => {
  const pay = async (): Promise<void> => came(await flood.pay(run))
  if (kind === 'pay') return Array.from({ length: FLOOD }, pay)
  return Array.from({ length: MOST_OPEN }, (_, at) =>
    at % PAYS_EACH === PAYS_EACH - 1 ? pay() : distract(run, kind, at),
  )
}

const turn = async (run: WalletRun, round: number, off: boolean): Promise<void> => {
  if (round % 2 === 0) await run.ask('speed.stopSpending', { stopped: off })
  else await run.ask('speed.setTorrent', { id: torrent, name: null, on: !off, budget: amount(MOST) })
}

const playRound = async (run: WalletRun, flood: Flood, tally: OffTally): Promise<void> => {
  let last = 0
  let late = 0
  let isOff = false
  const kind = kinds[tally.rounds % kinds.length] ?? 'pay'
  const load = begin(run, flood, kind, (vouchers) => {
    if (vouchers === 0) return
    last = performance.now()
    if (isOff) late += vouchers
  })
  // Amid it: some are answered, most are not.
  await Promise.all(load.slice(0, 1 + (tally.rounds % 7)))
  const asked = performance.now()
  await turn(run, tally.rounds, true)
  isOff = true
  tally.answeredMs.push(performance.now() - asked)
  await Promise.all(load)
  tally.lastMs.push(Math.max(0, last - asked))
  tally.late += late
}

export const runOffs = async (times: number): Promise<OffTally> => {
  const folder = mkdtempSync(join(tmpdir(), 'swiftseed-money-off-'))
  const tally: OffTally = { rounds: 0, late: 0, afterRestart: 0, lastMs: [], answeredMs: [] }
  const flood = new Flood()
  let run = await WalletRun.start(folder, MOST)
  try {
    const facts = { exitAt: null, exitDelayMs: 1, signers: [], signer: null, locks: [], paid: [], readAt: 1 }
    await run.ask('speed.deposit', { ...START, ...facts, free: amount(MOST), approved: amount(0n) })
    await run.ask('speed.setTorrent', { id: torrent, name: null, on: true, budget: amount(MOST) })
    await flood.open(run)
    while (tally.rounds < times) {
      await playRound(run, flood, tally)
      if (tally.rounds % 10 === 0) {
        await run.kill()
        run = await WalletRun.start(folder, MOST)
        tally.afterRestart += await flood.pay(run)
      }
      await turn(run, tally.rounds, false)
      await flood.open(run)
      tally.rounds++
    }
    return tally
  } finally {
    await run.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}
