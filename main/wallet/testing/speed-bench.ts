// What stories about Speed's ledger have in common: a wallet with books in use, a deposit, an allowance a person
// approved, a torrent with a budget, and peers that pay with vouchers of their own.

import { laneOf } from '../../../app/speed/lane.ts'
import type { BidRef } from '../../../app/ipc/speed-desk.ts'
import type { WalletInput } from '../../../app/ipc/wallet-contract.ts'
import { amount, type Amount } from '../../../app/money/amount.ts'
import type { Allowance } from '../../../app/speed/allowance.ts'
import type { Device, Lane, Voucher } from '../../../app/speed/terms.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { Address } from '../../../app/tron/address.ts'
import { signerOf } from '../../../app/tron/signature.ts'
import { voucherDigest } from '../../../app/speed/typed.ts'
import { benchWallet, PASSWORD, utf8, value, type BenchWallet, type KeyWindow } from './bench-wallet.ts'
import type { VaultDisk } from '../vault-disk.ts'
import { MemoryDisk } from './memory-disk.ts'
import { ABANDON, OWN, PAYEE } from './sends.ts'
import { paidTo, vault } from './speed-peers.ts'

export const owner = { vault, account: OWN }
export const torrent = 'ab'.repeat(20) as TorrentId
export const btt = (units: number): Amount => amount(BigInt(Math.round(units * 1_000)) * 10n ** 15n)
export const MIB = 1_048_576n
export const seller = PAYEE

export const allowance = (over: Partial<Allowance> = {}): Allowance => ({
  perDay: btt(100),
  perPeer: btt(100),
  total: btt(100),
  priceCeiling: btt(1),
  whileLocked: false,
  ...over,
})

export const deposit = (over: Partial<WalletInput<'speed.deposit'>> = {}): WalletInput<'speed.deposit'> => ({
  ...owner,
  free: btt(1_000),
  exitAt: null,
  exitDelayMs: 259_200_000,
  signers: [],
  signer: null,
  locks: [],
  paid: [],
  approved: btt(0),
  readAt: 1,
  ...over,
})

/** By a payer of this key, to the account of the bench. */
export const paidBy = (seed: number, cumulative: Amount, lane = 7n, signer = seed): Voucher =>
  paidTo(OWN, seed, cumulative, lane, signer)

/** Null: nobody whose signature it is. */
export const signatory = (voucher: Voucher): Address | null =>
  signerOf(voucherDigest(vault, voucher), voucher.signature)

export interface SpeedBench extends BenchWallet {
  readonly key: KeyWindow
  allow(next: Allowance): Promise<void>
  /** Of the books in use, with that device of whoever is paid. */
  lane(device?: Device): Promise<Lane>
  open(price?: Amount, payee?: Address, of?: TorrentId, device?: Device): Promise<BidRef>
  /** What came of paying for so many MiB of it in all. */
  pay(bid: BidRef, mib: number): Promise<Voucher | string>
}

interface Options {
  readonly disk?: VaultDisk
  readonly folder?: string | null
  /** The vault there is opened; else a new one is made of words everybody knows. */
  readonly again?: boolean
}

const enter = async (key: KeyWindow, again: boolean): Promise<void> => {
  if (again) {
    value(await key.call('key.unlock', { password: utf8(PASSWORD) }))
    return
  }
  const { ref } = value(await key.call('key.previewImport', { from: 'words', words: utf8(ABANDON), passphrase: null }))
  value(await key.call('key.commitImport', { ref, password: utf8(PASSWORD) }))
}

/** Unlocked, its books in use, nothing allowed. */
export const speedBench = async ({ disk = new MemoryDisk(), folder = null, again = false }: Options = {}) => {
  const bench = await benchWallet(disk, { speedFolder: folder })
  const key = bench.window()
  await enter(key, again)
  value(await bench.call('speed.use', owner))
  const allow = async (next: Allowance): Promise<void> => {
    const waiting = value(await bench.call('speed.allow', next))
    if (waiting !== null) value(await key.call('key.answerAllowance', { token: waiting.token, approve: true }))
  }
  const lane = async (device = 1): Promise<Lane> =>
    laneOf(value(await bench.call('speed.figures', undefined))?.device ?? 0, device)
  const open = async (price = btt(0.5), payee = seller, of = torrent, device = 1): Promise<BidRef> => {
    const opened = value(await bench.call('speed.open', { torrent: of, vault, payee, lane: await lane(device), price }))
    if ('refused' in opened) throw new Error(opened.refused)
    return opened.bid
  }
  const pay = async (bid: BidRef, mib: number): Promise<Voucher | string> => {
    const bytes = BigInt(Math.round(mib * Number(MIB)))
    const [paid] = value(await bench.call('speed.pay', { payments: [{ bid, bytes }] }))
    if (paid === undefined) throw new Error('no answer')
    return 'voucher' in paid ? paid.voucher : paid.refused
  }
  return { ...bench, key, allow, lane, open, pay }
}

/** With all that is needed to buy. */
export const buyingBench = async (options: Options = {}): Promise<SpeedBench> => {
  const bench = await speedBench(options)
  value(await bench.call('speed.deposit', deposit()))
  await bench.allow(allowance())
  value(await bench.call('speed.setTorrent', { id: torrent, name: 'A film', on: true, budget: btt(50) }))
  return bench
}

export const voucherOf = (paid: Voucher | string): Voucher => {
  if (typeof paid === 'string') throw new Error(paid)
  return paid
}

export const figures = async (bench: SpeedBench) => {
  const found = value(await bench.call('speed.figures', undefined))
  if (found === null) throw new Error('no books')
  return found
}
