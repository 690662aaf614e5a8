// `npm run bench -- voucher [--vouchers 200]`: what a voucher costs the two wallets in processor time, and which part of it
// is for what. One wallet pays and one receives, each as main asks it, once with its ledger on disk, fully synced, and
// once in memory; then signing and checking by themselves. Everything has run often before: what a process takes that has
// just begun to pay is in `bench -- speed --only paying`. Closes with one line of JSON.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { amount } from '../app/money/amount.ts'
import { voucherDigest } from '../app/speed/typed.ts'
import { signerAmong } from '../app/tron/known-signer.ts'
import { signDigest } from '../main/wallet/signature.ts'
import { value } from '../main/wallet/testing/bench-wallet.ts'
import { btt, buyingBench, paidBy, speedBench, torrent, voucherOf } from '../main/wallet/testing/speed-bench.ts'
import { keyOf, peer, vault } from '../main/wallet/testing/speed-peers.ts'
import { atMost, closeWith } from './measure/closing-line.ts'
import { threadTime } from './measure/thread-time.ts'

const { values } = parseArgs({ options: { vouchers: { type: 'string', default: '200' } } })
const count = Number(values.vouchers)
/** Until the runtime has compiled what it will. */
const WARM = 500
/** Between two: long enough to be done. */
const PAUSE_MS = 15
const REST_MS = 500
const PAYER = 7
const MIB_EACH = 24
/** On a machine that does much else; what is none of signing, checking and keeping should be less than any of them. */
const MOST_MS = 5
const MOST_REST_MS = 1.5

type Step = (at: number) => Promise<unknown> | void

const paced = async (step: Step, from: number): Promise<number> => {
  await sleep(REST_MS)
  const spent = threadTime(process.pid)
  for (let at = 0; at < count; at++) {
    await step(from + at)
    await sleep(PAUSE_MS)
  }
  await sleep(REST_MS)
  return spent() / count
}

/** ms of processor time for each, less what the pauses take. */
const costOf = async (step: Step): Promise<number> => {
  for (let at = 0; at < WARM; at++) await step(at)
  const cost = await paced(step, WARM)
  return cost - (await paced(() => undefined, 0))
}

const paying = async (folder: string | null): Promise<number> => {
  const bench = await buyingBench({ folder })
  const bid = await bench.open(btt(0.001))
  return costOf(async (at) => voucherOf(await bench.pay(bid, (at + 1) * MIB_EACH)))
}

const receiving = async (folder: string | null): Promise<number> => {
  const { call } = await speedBench({ folder })
  const signers = [peer(PAYER)]
  const vouchers = Array.from({ length: WARM + count }, (_, at) => paidBy(PAYER, btt(0.024 * (at + 1))))
  return costOf(async (at) => {
    const asked = vouchers
      .slice(at, at + 1)
      .map((voucher) => ({ voucher, torrent, signers, paid: btt(0), covers: btt(1_000) }))
    const [receipt] = value(await call('speed.receive', { vault, vouchers: asked }))
    if (receipt === undefined || 'refused' in receipt) throw new Error('a voucher was refused')
  })
}

const digestOf = (at: number): Uint8Array =>
  voucherDigest(vault, { payer: peer(PAYER), payee: peer(1), lane: 7n, cumulative: amount(BigInt(at) + 1n) })

const signing = (): Promise<number> =>
  costOf((at) => {
    signDigest(digestOf(at), keyOf(PAYER), peer(PAYER))
  })

const checking = (): Promise<number> => {
  const signatures = Array.from({ length: WARM + count }, (_, at) =>
    signDigest(digestOf(at), keyOf(PAYER), peer(PAYER)),
  )
  return costOf((at) => {
    const signer = signerAmong([peer(PAYER)], digestOf(at), signatures[at] ?? new Uint8Array())
    if (signer !== peer(PAYER)) throw new Error('a signature was not known')
  })
}

const folder = await mkdtemp(join(tmpdir(), 'swiftseed-voucher-'))
const kept = { paying: await paying(folder), receiving: 0 }
await rm(folder, { recursive: true })
const seller = await mkdtemp(join(tmpdir(), 'swiftseed-voucher-'))
kept.receiving = await receiving(seller)
await rm(seller, { recursive: true })
const inMemory = (await paying(null)) + (await receiving(null))
const [sign, check] = [await signing(), await checking()]
const both = kept.paying + kept.receiving
const bars = [
  atMost('a voucher, of both wallets, ms', MOST_MS, both),
  atMost('of it neither signing, checking nor the disk, ms', MOST_REST_MS, inMemory - sign - check),
]
closeWith('voucher', bars, {
  ...kept,
  disk: both - inMemory,
  signing: sign,
  checking: check,
  rest: inMemory - sign - check,
})
