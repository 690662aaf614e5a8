// What a seller can lose to buyers that cheat: its credit, once.

import { laneOf } from './lane.ts'
import { describe, expect, it, vi } from 'vitest'
import type { Amount } from '../money/amount.ts'
import { decodeMessage, encodeMessage } from './message-codec.ts'
import type { SpeedMessage, VoucherMessage } from './message.ts'
import type { Ask } from './session-event.ts'
import { BLOCK, BTT, LANE, MIB_BYTES, Pair, VAULT } from './testing/pair.ts'
import { signWith, testKey } from './testing/keys.ts'
import { answerOf } from './testing/side.ts'
import type { Price, Voucher } from './terms.ts'
import { voucherDigest } from './typed.ts'

/** What the buyer sends goes through `change` first. */
const meddle = (pair: Pair, change: (message: SpeedMessage) => readonly SpeedMessage[]): void => {
  const { out } = pair.buyer
  const push = out.push.bind(out)
  out.push = (...carried) => {
    for (const one of carried) {
      const decoded = one.is === 'message' ? decodeMessage(one.bytes) : null
      if (decoded?.is !== 'message') push(one)
      else for (const message of change(decoded.message)) push({ is: 'message', bytes: encodeMessage(message) })
    }
    return out.length
  }
}

const isVoucher = (message: SpeedMessage): message is VoucherMessage => message.t === 'voucher'
const seller = (pair: Pair) => pair.seller.view('peer')?.seller

describe('a buyer that never pays', () => {
  it('gets the credit and nothing more, is held ten seconds, choked, and is then like everybody', () => {
    const pair = new Pair()
    meddle(pair, (message) => (isVoucher(message) ? [] : [message]))
    pair.bid(BTT)
    expect(pair.serve(8 * MIB_BYTES)).toBe(MIB_BYTES)
    expect(seller(pair)?.state).toBe('HELD')
    pair.wait(9_500)
    expect(seller(pair)?.state).toBe('HELD')
    expect(pair.seller.done).not.toContainEqual({ do: 'choke' })
    pair.wait(1_000)
    expect(seller(pair)).toMatchObject({ state: 'CLOSING', ended: 'unpaid' })
    expect(pair.seller.done).toContainEqual({ do: 'choke' })
    expect(pair.seller.done.at(-1)).not.toEqual({ do: 'grant', grant: 1 })
    expect(pair.seller.sessions.room('peer')).toBe(Infinity)
    expect(pair.buyer.view('peer')?.buyer.ended).toBe('unpaid')
  })

  it('gets no second credit by bidding again, or by coming again', () => {
    const pair = new Pair()
    meddle(pair, (message) => (isVoucher(message) ? [] : [message]))
    pair.bid(BTT)
    pair.serve(2 * MIB_BYTES)
    pair.wait(20_000)
    pair.bid(BTT)
    expect(pair.buyer.view('peer')?.buyer.refused).toBe('unpaid')
    pair.disconnect()
    pair.connect()
    pair.bid(BTT)
    expect(seller(pair)?.state).not.toBe('SERVING')
    expect(pair.buyer.view('peer')?.buyer.refused).toBe('unpaid')
  })
})

describe('a buyer that stops paying', () => {
  it('gets no more than the credit beyond what it paid for', () => {
    const pair = new Pair()
    let vouchers = 0
    meddle(pair, (message) => (isVoucher(message) && ++vouchers > 5 ? [] : [message]))
    pair.bid(2n * BTT)
    const sent = pair.serve(40 * MIB_BYTES, { gap: 10 })
    const paid = Number((pair.seller.desk.earned * BigInt(MIB_BYTES)) / (2n * BTT))
    expect(paid).toBeGreaterThan(0)
    expect(sent - paid).toBeLessThanOrEqual(MIB_BYTES)
    expect(sent - paid).toBeGreaterThan(MIB_BYTES - BLOCK)
  })
})

describe('a voucher', () => {
  it('that was sent before, or is lower, pays nothing again', () => {
    const pair = new Pair()
    let first: VoucherMessage | null = null
    meddle(pair, (message) => {
      if (!isVoucher(message)) return [message]
      first ??= message
      return [first, first, { ...first, cumulative: (first.cumulative / 2n) as Amount }]
    })
    pair.bid(BTT)
    const sent = pair.serve(20 * MIB_BYTES, { gap: 10 })
    const paid = Number((pair.seller.desk.earned * BigInt(MIB_BYTES)) / BTT)
    expect(pair.seller.desk.earned).toBe((first as VoucherMessage | null)?.cumulative)
    expect(sent - paid).toBeLessThanOrEqual(MIB_BYTES)
    expect(seller(pair)?.state).not.toBe('BLOCKED')
  })

  it.each<[string, (message: VoucherMessage, pair: Pair) => VoucherMessage]>([
    ['forged', (message) => ({ ...message, signature: signWith(testKey(66), voucherDigest(VAULT, nobody(message))) })],
    ['of more than was signed', (message) => ({ ...message, cumulative: (message.cumulative + 1n) as Amount })],
    ['of another lane than was signed', (message) => ({ ...message, lane: message.lane + (1n << 32n) })],
    [
      'to somebody else',
      (message, pair) => {
        const other = { ...nobody(message), payer: pair.buyer.desk.account, payee: testKey(9).address }
        return { ...message, signature: signWith(testKey(1), voucherDigest(VAULT, other)) }
      },
    ],
    [
      'for another vault',
      (message, pair) => {
        const same = { ...nobody(message), payer: pair.buyer.desk.account, payee: pair.seller.desk.account }
        const elsewhere = { ...VAULT, address: testKey(9).address }
        return { ...message, signature: signWith(testKey(1), voucherDigest(elsewhere, same)) }
      },
    ],
  ])('that is %s ends all dealing with who sent it, and costs no more than the credit', (_, change) => {
    const pair = new Pair()
    // So long ago that the signer might have been named since: the chain is read again first.
    pair.wait(40_000)
    meddle(pair, (message) => (isVoucher(message) ? [change(message, pair)] : [message]))
    pair.bid(BTT)
    expect(pair.serve(20 * MIB_BYTES, { gap: 10 })).toBeGreaterThan(0)
    expect(pair.seller.desk.earned).toBe(0n)
    expect(seller(pair)?.state).toBe('BLOCKED')
    expect(pair.seller.sessions.room('peer')).toBe(Infinity)
    expect(seller(pair)?.sent).toBeGreaterThan(0n)
    expect(seller(pair)?.sent).toBeLessThanOrEqual(BigInt(MIB_BYTES))
  })

  it('by a signer that the vault knows by now is taken, once the chain was read again', () => {
    const pair = new Pair()
    const hotKey = testKey(55)
    pair.wait(40_000)
    pair.chain.setSigner(pair.buyer.desk.account, hotKey.address)
    meddle(pair, (message) => {
      if (!isVoucher(message)) return [message]
      const same = { ...nobody(message), payer: pair.buyer.desk.account, payee: pair.seller.desk.account }
      return [{ ...message, signature: signWith(hotKey, voucherDigest(VAULT, same)) }]
    })
    pair.bid(BTT)
    expect(pair.serve(4 * MIB_BYTES, { gap: 10 })).toBe(4 * MIB_BYTES)
    pair.wait(3_000)
    expect(pair.seller.desk.earned).toBe(4n * BTT)
  })
})

describe('a seller whose books are of a backup', () => {
  const lostBooks = (cashed: boolean) => {
    const pair = new Pair()
    pair.bid(BTT)
    pair.serve(40 * MIB_BYTES, { gap: 100 })
    pair.wait(5_000)
    const [held] = pair.seller.desk.vouchersHeld
    if (held === undefined) throw new Error('nothing was paid')
    if (cashed) pair.chain.cash(held)
    pair.disconnect()
    pair.startSellerAnew(pair.seller.desk.device)
    pair.connect()
    pair.wait(1_000)
    return { pair, held }
  }
  const replay = (pair: Pair, { lane, cumulative, signature }: Voucher): void =>
    pair.seller.tell('peer', {
      is: 'message',
      bytes: encodeMessage({ t: 'voucher', lane, cumulative, signature, bid: 1, bytes: 0 }),
    })

  it('takes for no money what it cashed before: the same voucher again buys the credit and nothing more', () => {
    const { pair, held } = lostBooks(true)
    expect(held.cumulative).toBe(40n * BTT)
    replay(pair, held)
    pair.bid(BTT)
    replay(pair, held)
    meddle(pair, () => [])
    expect(pair.serve(100 * MIB_BYTES, { gap: 100 })).toBe(MIB_BYTES)
    expect(seller(pair)).toMatchObject({ state: 'HELD', amount: 0n })
  })

  it('is paid by a newer voucher all that it never cashed', () => {
    const { pair } = lostBooks(false)
    pair.bid(BTT)
    pair.serve(2 * MIB_BYTES, { gap: 100 })
    pair.wait(5_000)
    expect(pair.seller.desk.vouchersHeld).toMatchObject([{ cumulative: 42n * BTT }])
  })
})

describe('a promise of more than the deposit', () => {
  it('is none: it pays for nothing, ends no lane, and is nobody’s fault who just paid in', () => {
    const pair = new Pair({ deposit: 100n * BTT })
    pair.bid(BTT)
    pair.serve(2 * MIB_BYTES, { gap: 100 })
    pair.wait(5_000)
    const { account } = pair.buyer.desk
    const most = 2n ** 128n - 1n
    const unsigned = { payer: account, payee: pair.seller.desk.account, lane: LANE, cumulative: most as Amount }
    const signature = signWith(testKey(1), voucherDigest(VAULT, unsigned))
    const sent = { t: 'voucher', ...unsigned, signature, bid: 1, bytes: 0 } as const
    pair.seller.tell('peer', { is: 'message', bytes: encodeMessage(sent) })
    expect(pair.seller.desk.vouchersHeld).toMatchObject([{ cumulative: 2n * BTT }])
    pair.serve(2 * MIB_BYTES, { gap: 100 })
    pair.wait(5_000)
    expect(pair.seller.desk.vouchersHeld).toMatchObject([{ cumulative: 4n * BTT }])
    expect(seller(pair)).toMatchObject({ state: 'SERVING', amount: 4n * BTT })
  })
})

describe('an account', () => {
  it('is proven by its registered signer too, and by nobody the vault does not know', () => {
    const hotKey = testKey(55)
    expect(seller(new Pair({ buyerHotKey: hotKey }))?.state).toBe('OFFERED')
    expect(seller(new Pair({ buyerHotKey: hotKey, register: false }))?.state).toBe('BLOCKED')
  })
})

const nobody = ({ lane, cumulative }: VoucherMessage) => ({
  payer: testKey(66).address,
  payee: testKey(66).address,
  lane,
  cumulative,
})

describe('a deposit', () => {
  it('is trusted for a quarter: then the payer is cashed and served no more', () => {
    const pair = new Pair({ deposit: 8n * BTT })
    pair.bid(BTT)
    const sent = pair.serve(20 * MIB_BYTES, { gap: 10 })
    pair.wait(12_000)
    expect(sent).toBeLessThanOrEqual(2 * MIB_BYTES)
    expect(pair.seller.desk.earned).toBeLessThanOrEqual(2n * BTT)
    expect(seller(pair)?.ended).toBe('budget')
    expect(pair.seller.done).toContainEqual({ do: 'cash-now', payer: pair.buyer.desk.account })
  })

  it('of nothing gets no bid accepted', () => {
    const pair = new Pair({ deposit: 0n })
    pair.bid(BTT)
    expect(pair.buyer.view('peer')?.buyer.refused).toBe('no-deposit')
    expect(seller(pair)?.state).toBe('OFFERED')
  })

  it('made after they met counts for the first bid', () => {
    const pair = new Pair({ deposit: 0n })
    pair.wait(6_000)
    pair.chain.deposit(pair.buyer.desk.account, 100n * BTT)
    pair.bid(BTT)
    expect(seller(pair)?.state).toBe('SERVING')
  })

  it('is not read again for every bid: a refused one is answered from what is known', () => {
    const pair = new Pair({ deposit: 0n })
    const payer = vi.spyOn(pair.seller.desk, 'payer')
    for (let at = 0; at < 10; at++) {
      pair.bid(BTT)
      pair.wait(1_000)
    }
    expect(payer.mock.calls.length).toBeLessThanOrEqual(3)
  })

  it('is not read again for every lane that it names: the first voucher is judged before another one is heard', () => {
    const pair = new Pair({ ask: BTT })
    pair.bid(BTT)
    pair.serve(2 * MIB_BYTES, { gap: 10 })
    pair.wait(3_000)
    pair.seller.answers = false
    const due: { readonly at: number; readonly ask: Ask }[] = []
    let readings = 0
    const collect = (): void => {
      for (const ask of pair.seller.unanswered.splice(0)) {
        if (ask.name === 'payer') readings++
        due.push({ at: pair.now + 200, ask })
      }
    }
    const forged = { t: 'voucher', cumulative: 1n as Amount, signature: new Uint8Array(65).fill(27), bid: 1 } as const
    for (let device = 1_000; device < 2_200; device++) {
      const lane = laneOf(device, pair.seller.desk.device)
      pair.pass(50)
      pair.seller.tell('peer', { is: 'message', bytes: encodeMessage({ ...forged, lane, bytes: 0 }) })
      collect()
      for (const { ask } of due.splice(0, due.filter(({ at }) => at <= pair.now).length)) {
        const answer = answerOf(pair.seller.desk, ask)
        if (answer !== null) pair.seller.tell('peer', { is: 'answer', answer })
        collect()
      }
    }
    expect(readings).toBeGreaterThan(0)
    expect(readings).toBeLessThan(5)
    expect(seller(pair)?.state).toBe('BLOCKED')
  })

  it('on its way out is served no more as soon as the chain is read, and cashed', () => {
    const pair = new Pair()
    pair.bid(BTT)
    pair.serve(2 * MIB_BYTES, { gap: 10 })
    pair.chain.requestExit(pair.buyer.desk.account, 0)
    pair.wait(601_000)
    expect(seller(pair)?.state).toMatch(/CLOSING|BLOCKED/)
    expect(seller(pair)?.ended).toBe('exit-seen')
    expect(pair.seller.done).toContainEqual({ do: 'cash-now', payer: pair.buyer.desk.account })
    pair.wait(11_000)
    expect(seller(pair)?.state).toBe('BLOCKED')
    pair.bid(BTT)
    expect(pair.buyer.view('peer')?.buyer.refused).toBe('exit-seen')
  })

  it('is read again when what it owes has doubled', () => {
    const pair = new Pair()
    pair.bid(BTT)
    pair.serve(2 * MIB_BYTES, { gap: 10 })
    pair.chain.requestExit(pair.buyer.desk.account, 0)
    pair.serve(20 * MIB_BYTES, { gap: 10 })
    expect(seller(pair)?.ended).toBe('exit-seen')
  })
})

describe('a buyer while the nodes do not answer', () => {
  it('is served on what was read for half an hour, then takes no bid, and what it pays still counts', () => {
    const pair = new Pair()
    const { desk } = pair.seller
    const read = desk.payer.bind(desk)
    let away = false
    desk.payer = (input) => (away ? null : read(input))
    pair.bid(BTT)
    away = true
    pair.wait(1_200_000)
    pair.bid(BTT)
    expect(seller(pair)?.state).toBe('SERVING')
    pair.serve(MIB_BYTES, { gap: 10 })
    pair.wait(900_000)
    pair.bid(BTT)
    expect(pair.buyer.view('peer')?.buyer.refused).toBe('chain-away')
    expect(seller(pair)?.state).not.toBe('SERVING')
    expect(desk.earned).toBe(BTT)
    away = false
    pair.wait(60_000)
    pair.bid(BTT)
    expect(seller(pair)?.state).toBe('SERVING')
  })
})

describe('a buyer that bids without end', () => {
  const bidAt = (pair: Pair, at: number): void => {
    const price = (BTT + BigInt(at)) as Price
    const message = { t: 'bid', bid: at, index: 1, price, wanted: MIB_BYTES, lane: LANE } as const
    pair.seller.tell('peer', { is: 'message', bytes: encodeMessage(message) })
    pair.seller.tell('peer', { is: 'sent', bytes: 1 })
  }

  it('has a bid taken every two seconds, the newest, however many it makes', () => {
    const pair = new Pair()
    const taken = new Set<bigint>()
    for (let at = 1; at <= 400; at++) {
      bidAt(pair, at)
      pair.wait(50)
      taken.add(seller(pair)?.price ?? 0n)
    }
    expect(taken.size).toBeGreaterThanOrEqual(9)
    expect(taken.size).toBeLessThanOrEqual(11)
    const bids = [...taken]
    for (const [at, price] of bids.entries()) if (at > 0) expect(price).toBeGreaterThan((bids[at - 1] ?? 0n) + 35n)
  })

  it('is refused the next one when sixty-four of another price each left something unpaid', () => {
    const pair = new Pair()
    const taken = new Set<bigint>()
    for (let at = 1; at <= 80; at++) {
      bidAt(pair, at)
      taken.add(seller(pair)?.price ?? 0n)
      pair.wait(2_000)
    }
    expect(taken.size).toBe(65)
    expect(pair.seller.sessions.room('peer')).toBeGreaterThan(MIB_BYTES - 100)
  })
})
