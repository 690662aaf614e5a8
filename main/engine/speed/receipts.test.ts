import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Amount } from '../../../app/money/amount.ts'
import { testKey } from '../../../app/speed/testing/keys.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { MOST_AT_ONCE, Receipts, type Receipt, type ReceiveAnswer } from './receipts.ts'

const payers = Array.from({ length: 80 }, (_, at) => testKey(at + 1).address)
const payee = testKey(99).address
const voucherOf = (payer: number, cumulative: bigint, lane = 7n): Receipt => ({
  voucher: {
    payer: payers[payer] ?? payee,
    payee,
    lane,
    cumulative: cumulative as Amount,
    signature: new Uint8Array(65),
  },
  torrent: 'ab'.repeat(20) as TorrentId,
  signers: [],
})

/** A wallet that answers when it is told to. */
const deskOf = () => {
  const lots: (readonly Receipt[])[] = []
  let open: ((answers: readonly ReceiveAnswer[] | null) => void) | null = null
  const receipts = new Receipts((lot) => {
    lots.push(lot)
    return new Promise((resolve) => (open = resolve))
  })
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  const answer = async (how?: null): Promise<void> => {
    await turn()
    const lot = lots.at(-1) ?? []
    const taken = lot.map(({ voucher }) => ({ accepted: voucher.cumulative, uncashed: voucher.cumulative }))
    open?.(how === null ? null : taken)
    await turn()
  }
  return { receipts, lots, turn, answer }
}

describe('vouchers on their way to the wallet', () => {
  it('of one lane are checked as the newest alone while one is under way, and the others are told so', async () => {
    const { receipts, lots, turn, answer } = deskOf()
    const first = receipts.add(voucherOf(0, 1n))
    await turn()
    const later = [3n, 2n, 5n, 4n, 5n].map((sum) => receipts.add(voucherOf(0, sum)))
    await answer()
    await answer()
    expect(lots.map((lot) => lot.map(({ voucher }) => voucher.cumulative))).toEqual([[1n], [5n]])
    expect(await first).toMatchObject({ accepted: 1n })
    const answers = await Promise.all(later)
    expect(answers.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => ({ refused: 'backwards' })))
    expect(answers[4]).toMatchObject({ accepted: 5n })
  })

  it('of one payer go one at a time, whatever lanes it has, and of no more lanes than the wallet keeps', async () => {
    const { receipts, lots, answer } = deskOf()
    const asked = Array.from({ length: 70 }, (_, lane) => receipts.add(voucherOf(0, 1n, BigInt(lane))))
    for (let n = 0; n < 64; n++) await answer()
    expect(lots.map((lot) => lot.length)).toEqual(Array.from({ length: 64 }, () => 1))
    const answers = await Promise.all(asked)
    expect(answers.filter((each) => 'accepted' in each)).toHaveLength(64)
    expect(answers.slice(0, 6)).toEqual(Array.from({ length: 6 }, () => ({ refused: 'away' })))
  })

  it('are answered away where the wallet says nothing, and those that came meanwhile go on', async () => {
    const { receipts, answer } = deskOf()
    const first = receipts.add(voucherOf(0, 1n))
    await answer(null)
    const second = receipts.add(voucherOf(0, 1n))
    await answer()
    expect([await first, await second]).toMatchObject([{ refused: 'away' }, { accepted: 1n }])
  })

  it('of an honest payer wait for one lot and their turn among those who wait, however others flood', async () => {
    const flood = fc.record({ payers: fc.integer({ min: 1, max: 79 }), lanes: fc.nat(4), times: fc.nat(3) })
    await fc.assert(
      fc.asyncProperty(fc.array(flood, { minLength: 1, maxLength: 8 }), flood, async (before, after) => {
        const { receipts, lots, turn, answer } = deskOf()
        let sum = 0n
        const pour = ({ payers: most, lanes, times }: typeof after): void => {
          for (let each = 0; each < times * lanes * most; each++)
            void receipts.add(voucherOf(1 + (each % most), (sum += 1n), BigInt(each % (lanes + 1))))
        }
        for (const asks of before) {
          pour(asks)
          await answer()
        }
        void receipts.add(voucherOf(0, 1n))
        await turn()
        const waited = lots.length
        const isThere = (): boolean => lots.some((lot) => lot.some(({ voucher }) => voucher.payer === payers[0]))
        for (let n = 0; n < 5 && !isThere(); n++) {
          pour(after)
          await answer()
        }
        expect(lots.length - waited).toBeLessThanOrEqual(Math.ceil(80 / MOST_AT_ONCE))
        expect(isThere()).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})
