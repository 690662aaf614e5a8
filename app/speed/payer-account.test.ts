import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PayerState } from '../ipc/speed-desk.ts'
import type { Amount } from '../money/amount.ts'
import {
  creditOf,
  distrust,
  endSale,
  forgive,
  isLaden,
  newPayerAccount,
  MOST_DEBTS,
  openSale,
  recordChain,
  recordHeld,
  recordSent,
  recordVoucher,
  roomFor,
  unpaidAmount,
  unpaidBytes,
  type PayerAccount,
} from './payer-account.ts'
import { MIB, owed, type Price, type Voucher } from './terms.ts'
import { testKey } from './testing/keys.ts'

const BLOCK = 16_384
const MIB_BYTES = 1_048_576
const BTT = 10n ** 18n
const lots = 10n ** 40n

const chain = (over: Partial<Record<'free' | 'locked', bigint>> = {}, exitAt = 0): PayerState => ({
  free: (over.free ?? lots) as Amount,
  locked: (over.locked ?? 0n) as Amount,
  exitAt,
  signers: [],
  paid: new Map(),
  readAt: 0,
})
const voucher = (cumulative: bigint, lane = 0n): Voucher => ({
  payer: testKey(1).address,
  payee: testKey(2).address,
  lane,
  cumulative: cumulative as Amount,
  signature: new Uint8Array(65),
})
const met = (state = chain()): PayerAccount => recordChain(recordHeld(newPayerAccount, []), state, 0)
const price = (units: bigint): Price => units as Price
const room = (account: PayerAccount, at: bigint, pieceLength = MIB_BYTES, most = lots): number =>
  roomFor(account, price(at), pieceLength, most as Amount).bytes
const pay = (account: PayerAccount, cumulative: bigint, lane = 0n): PayerAccount =>
  recordVoucher(account, voucher(cumulative, lane), cumulative as Amount)

/** Blocks as long as there is room, at most so many bytes. */
const serve = (
  account: PayerAccount,
  sale: number,
  at: bigint,
  most: number,
): { account: PayerAccount; sent: number } => {
  let [next, sent] = [account, 0]
  while (sent < most && room(next, at) >= BLOCK) {
    next = recordSent(next, sale, BLOCK)
    sent += BLOCK
  }
  return { account: next, sent }
}

describe('a payer’s account', () => {
  it('is good for a mebibyte, or for a piece if that is longer', () => {
    const { account, sale } = openSale(met(), price(BTT))
    expect(serve(account, sale, BTT, 10 * MIB_BYTES).sent).toBe(MIB_BYTES)
    expect(creditOf(account, 4 * MIB_BYTES)).toBe(4 * MIB_BYTES)
  })

  it('is good for twice as much after every 64 MiB paid, up to 32 MiB', () => {
    let { account, sale } = openSale(met(), price(BTT))
    const credits: number[] = []
    for (let paid = 64; paid <= 64 * 7; paid += 64) {
      account = recordSent(account, sale, 64 * MIB_BYTES)
      account = pay(account, BigInt(paid) * BTT)
      credits.push(creditOf(account, 0) / MIB_BYTES)
      sale = account.sales[0]?.id ?? sale
    }
    expect(credits).toEqual([2, 4, 8, 16, 32, 32, 32])
    expect(creditOf(distrust(account), 0)).toBe(MIB_BYTES)
  })

  it('counts what came before as paid to nobody else, and money once', () => {
    const held = recordHeld(newPayerAccount, [voucher(5n * BTT)])
    expect(pay(held, 5n * BTT).ahead).toBe(0n)
    expect(pay(held, 7n * BTT).ahead).toBe(2n * BTT)
    expect(pay(pay(held, 7n * BTT), 6n * BTT).ahead).toBe(2n * BTT)
  })

  it('lets what a closed bid owes stand against the next one, until twenty minutes have passed', () => {
    const { account, sale } = openSale(met(), price(BTT))
    const owing = endSale(serve(account, sale, BTT, MIB_BYTES).account, sale, 1_000)
    const next = openSale(owing, price(BTT))
    expect(room(next.account, BTT)).toBe(0)
    expect(room(forgive(next.account, 1_200_999), BTT)).toBe(0)
    expect(room(forgive(next.account, 1_201_000), BTT)).toBe(MIB_BYTES)
    expect(room(pay(next.account, BTT), BTT)).toBe(MIB_BYTES)
  })

  it('begins anew when more than the least credit was never paid, and not for less', () => {
    const paid = openSale(met(), price(BTT))
    const trusted = pay(recordSent(paid.account, paid.sale, 64 * MIB_BYTES), 64n * BTT)
    const left = (bytes: number): PayerAccount => {
      const next = openSale(endSale(trusted, paid.sale, 0), price(BTT))
      return forgive(endSale(recordSent(next.account, next.sale, bytes), next.sale, 0), 1_200_000)
    }
    expect(creditOf(left(MIB_BYTES), 0)).toBe(2 * MIB_BYTES)
    expect(creditOf(left(2 * MIB_BYTES), 0)).toBe(MIB_BYTES)
    expect(unpaidBytes(left(2 * MIB_BYTES))).toBe(0)
  })

  it('begins anew when that adds up little by little, unless 64 MiB were paid for in between', () => {
    const paid = openSale(met(), price(BTT))
    let account = endSale(pay(recordSent(paid.account, paid.sale, 128 * MIB_BYTES), 128n * BTT), paid.sale, 0)
    let [now, sum] = [0, 128n * BTT]
    const leave = (bytes: number): void => {
      const next = openSale(account, price(BTT))
      account = endSale(recordSent(next.account, next.sale, bytes), next.sale, now)
      now += 1_200_000
      account = forgive(account, now)
    }
    const payFor = (mib: number): void => {
      const next = openSale(account, price(BTT))
      sum += BigInt(mib) * BTT
      account = endSale(pay(recordSent(next.account, next.sale, mib * MIB_BYTES), sum), next.sale, now)
    }
    leave(MIB_BYTES / 2)
    payFor(63)
    leave(MIB_BYTES / 2)
    expect(creditOf(account, 0)).toBe(4 * MIB_BYTES)
    payFor(1)
    leave(MIB_BYTES)
    expect(creditOf(account, 0)).toBe(8 * MIB_BYTES)
    payFor(63)
    leave(BLOCK)
    expect(creditOf(account, 0)).toBe(MIB_BYTES)
    expect(account).toMatchObject({ clean: 0, forgiven: 0 })
  })

  it('is good for its credit once, though each mebibyte of it is left unpaid by itself', () => {
    const [credit, hours] = [32 * MIB_BYTES, 3]
    let [account, taken] = [{ ...met(), credit }, 0]
    for (let now = 0; now < hours * 3_600_000; now += 250) {
      account = forgive(account, now)
      const at = BTT + BigInt(now)
      if (now % 2_000 !== 0 || room(account, at) < MIB_BYTES) continue
      const opened = openSale(account, price(at))
      account = endSale(recordSent(opened.account, opened.sale, MIB_BYTES), opened.sale, now)
      taken += MIB_BYTES
    }
    expect(account.credit).toBe(MIB_BYTES)
    // And what whoever was never trusted is good for, each twenty minutes.
    expect(taken).toBeLessThanOrEqual(credit + hours * 3 * MIB_BYTES)
  })

  it('never owes more than what is locked for us and a quarter of the rest, and nothing once it leaves', () => {
    const { account, sale } = openSale(met(chain({ free: 2n * BTT, locked: BTT / 4n })), price(BTT))
    const served = serve(account, sale, BTT, 10 * MIB_BYTES)
    expect(served.sent).toBe((3 * MIB_BYTES) / 4)
    const paid = pay(served.account, (3n * BTT) / 4n)
    expect(room(paid, BTT)).toBe(0)
    expect(roomFor(paid, price(BTT), MIB_BYTES, lots as Amount).by).toBe('deposit')
    expect(room(openSale(met(chain({}, 1_800_000_000)), price(BTT)).account, BTT)).toBe(0)
    expect(room(openSale(met(), price(BTT)).account, BTT, MIB_BYTES, BTT / 2n)).toBe(MIB_BYTES / 2)
  })

  it('never has more unpaid than its credit, whatever is sent, paid, bid and closed in whatever order', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('serve' as const), blocks: fc.integer({ min: 1, max: 90 }), which: fc.nat() }),
      fc.record({ do: fc.constant('pay' as const), part: fc.integer({ min: 0, max: 120 }), lane: fc.bigInt(0n, 2n) }),
      fc.record({ do: fc.constant('open' as const), at: fc.bigInt({ min: 1n, max: 3n * BTT }) }),
      fc.record({ do: fc.constant('close' as const), which: fc.nat() }),
    )
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 60, size: 'max' }), (steps) => {
        let account = openSale(met(), price(BTT)).account
        const sums = new Map<bigint, bigint>()
        let [sent, received] = [0n, 0n]
        const sold = new Map<number, { price: bigint; bytes: bigint }>()
        for (const each of steps) {
          const open = account.sales.filter(({ endedAt }) => endedAt === null)
          if (each.do === 'open') account = openSale(account, price(each.at)).account
          if (each.do === 'close' && open.length > 0) {
            const chosen = open[each.which % open.length]
            if (chosen) account = endSale(account, chosen.id, 0)
          }
          if (each.do === 'pay') {
            const lane = sums.get(each.lane) ?? 0n
            const grown = (unpaidAmount(account) * BigInt(each.part)) / 100n
            sums.set(each.lane, lane + grown)
            received += grown
            account = pay(account, lane + grown, each.lane)
          }
          const chosen = each.do === 'serve' ? open[each.which % Math.max(1, open.length)] : undefined
          if (each.do === 'serve' && chosen) {
            const before = { ...(sold.get(chosen.id) ?? { price: chosen.price, bytes: 0n }) }
            const served = serve(account, chosen.id, chosen.price, each.blocks * BLOCK)
            account = served.account
            sold.set(chosen.id, { ...before, bytes: before.bytes + BigInt(served.sent) })
          }
          expect(unpaidBytes(account)).toBeLessThanOrEqual(creditOf(account, MIB_BYTES))
          sent = [...sold.values()].reduce((sum, one) => sum + owed(one.bytes, price(one.price)), 0n)
          expect(unpaidAmount(account)).toBe(sent - received + account.ahead)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('rounds to the payer’s side: bytes worth less than a base unit are owed by nobody', () => {
    const { account, sale } = openSale(met(), price(3n))
    const served = recordSent(account, sale, BLOCK * 21)
    expect(unpaidAmount(served)).toBe(0n)
    expect(unpaidBytes(served)).toBe(0)
    const more = recordSent(served, sale, BLOCK)
    expect(unpaidAmount(more)).toBe((BigInt(BLOCK * 22) * 3n) / MIB)
    expect(unpaidBytes(more)).toBe(BLOCK * 22 - Math.floor((MIB_BYTES - 1) / 3))
  })
})

describe('what ended bids leave unpaid', () => {
  const bid = fc.record({
    at: fc.constantFrom(3n, 7n, BTT),
    bytes: fc.integer({ min: 1, max: 99_999 }),
    ms: fc.nat(900_000),
  })

  it('is one debt for each price and time, of the same bytes and money as of each by itself', () => {
    fc.assert(
      fc.property(fc.array(bid, { maxLength: 40, size: 'max' }), fc.nat(1_000_000), (bids, paid) => {
        let account = met()
        let [now, money, bytes] = [0, 0n, 0]
        for (const { at, bytes: sent, ms } of bids) {
          now += ms
          const opened = openSale(account, price(at))
          account = endSale(recordSent(opened.account, opened.sale, sent), opened.sale, now)
          if (owed(BigInt(sent), price(at)) === 0n) continue
          money += owed(BigInt(sent), price(at))
          bytes += sent
        }
        expect(unpaidAmount(account)).toBe(money)
        expect(unpaidBytes(account)).toBe(bytes)
        expect(account.sales.length).toBeLessThanOrEqual(3 * Math.ceil((now + 1) / 600_000))
        const part = pay(account, (money * BigInt(paid)) / 1_000_000n)
        expect(unpaidAmount(part)).toBe(money - (money * BigInt(paid)) / 1_000_000n)
        expect(pay(account, money).sales).toEqual([])
      }),
    )
  })

  it('is forgiven within twenty minutes after it ended, and no earlier than a buyer forgets it', () => {
    let account = met()
    for (const now of [0, 300_000, 590_000, 700_000]) {
      const opened = openSale(account, price(BTT))
      account = endSale(recordSent(opened.account, opened.sale, BLOCK), opened.sale, now)
    }
    expect(unpaidBytes(forgive(account, 1_199_000))).toBe(4 * BLOCK)
    expect(unpaidBytes(forgive(account, 1_200_000))).toBe(BLOCK)
    expect(unpaidBytes(forgive(account, 1_900_000))).toBe(0)
  })
})

it('bids of another price each leave no more debts than are looked through in no time', () => {
  let [account, refused] = [met(), 0]
  for (let at = 1; at <= 1_000; at++) {
    if (isLaden(account)) refused++
    else {
      const opened = openSale(account, price(BTT + BigInt(at)))
      account = endSale(recordSent(opened.account, opened.sale, 1), opened.sale, at)
    }
  }
  expect(account.sales.length).toBe(MOST_DEBTS)
  expect(refused).toBe(1_000 - MOST_DEBTS)
  expect(isLaden(pay(account, BTT))).toBe(false)
})
