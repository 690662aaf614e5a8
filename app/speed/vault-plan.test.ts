import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amount } from '../money/amount.ts'
import { addressOf, type Address } from '../tron/address.ts'
import type { VaultAccount } from './settled.ts'
import { MOST_VOUCHERS } from './vault-call.ts'
import { dueOf, planOf, type CashPayer, type PlanFacts } from './vault-plan.ts'

const addressAt = (number: number): Address => {
  const found = addressOf(Uint8Array.from({ length: 20 }, (_, at) => (at === 19 ? number : 1)))
  if (found === null) throw new Error('no address')
  return found
}

const from = addressAt(0)
const account: VaultAccount = {
  vault: { chainId: 1, address: addressAt(200) },
  account: from,
  free: amount(10n),
  exitAt: null,
  exitDelayMs: 1_000,
  signers: [],
  signer: null,
  locks: [],
  paid: [],
  approved: amount(0n),
  readAt: 0,
}
const facts = (more: Partial<PlanFacts> = {}): PlanFacts => ({
  account,
  approved: amount(0n),
  signer: null,
  payers: [],
  underway: [],
  now: 1_000_000,
  ...more,
})

const units = fc.bigInt({ min: 0n, max: 10n ** 30n }).map((value) => amount(value))
const payerAt = (number: number): fc.Arbitrary<CashPayer> =>
  fc.record({
    payer: fc.constant(addressAt(number)),
    free: units,
    locked: units,
    leaves: fc.boolean(),
    signerEnds: fc.boolean(),
    vouchers: fc.array(
      fc.record({
        voucher: fc.record({
          payer: fc.constant(addressAt(number)),
          lane: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
          cumulative: units,
          signature: fc.constant(new Uint8Array(65)),
        }),
        paid: units,
      }),
      { maxLength: 30 },
    ),
  })
const payers = fc.tuple(...[1, 2, 3, 4].map(payerAt)).map((some) => [...some])

describe('a deposit', () => {
  it('approves exactly what it deposits, and only when exactly that is not approved already', () => {
    fc.assert(
      fc.property(units, units, (wanted, approved) => {
        const { calls } = planOf({ do: 'deposit', from, amount: wanted }, facts({ approved }))
        const approvals = calls.filter(({ call }) => call === 'approve')
        expect(calls.at(-1)).toEqual({ call: 'deposit', amount: wanted })
        expect(approvals).toEqual(wanted === approved ? [] : [{ call: 'approve', amount: wanted }])
      }),
    )
  })
})

describe('a cash order', () => {
  it('never expects more than is owed, or than the payers have, and pays nothing twice', () => {
    fc.assert(
      fc.property(payers, (some) => {
        const plan = planOf(
          { do: 'cash', from, payers: some.map(({ payer }) => payer), to: 'wallet' },
          facts({ payers: some }),
        )
        const most = some.reduce((sum, payer) => sum + dueOf(payer).covered, 0n)
        expect(plan.value ?? 0n).toBeLessThanOrEqual(most)
        const [call] = plan.calls
        if (call?.call !== 'cash') {
          expect(most).toBe(0n)
          return
        }
        expect(call.vouchers.length).toBeLessThanOrEqual(MOST_VOUCHERS)
        const due = new Map(
          some.flatMap(({ vouchers }) => vouchers.map(({ voucher, paid }) => [voucher, paid] as const)),
        )
        for (const voucher of call.vouchers) {
          expect(voucher.cumulative).toBeGreaterThan(due.get(voucher) ?? voucher.cumulative)
          expect(
            dueOf(some.find(({ payer }) => payer === voucher.payer) ?? ({ ...some[0], free: 0n } as CashPayer)).covered,
          ).toBeGreaterThan(0n)
        }
        expect(new Set(call.vouchers).size).toBe(call.vouchers.length)
        // All that is owed is expected where all of it fits and is covered.
        if (some.flatMap(({ vouchers }) => vouchers).length <= MOST_VOUCHERS) expect(plan.value).toBe(most)
      }),
    )
  })
})

it('takes no more vouchers of all payers together than fit into one call, and expects what those bring', () => {
  const one = amount(1n)
  const some = [1, 2].map((number): CashPayer => {
    const payer = addressAt(number)
    const voucher = (lane: number) => ({ payer, lane: BigInt(lane), cumulative: one, signature: new Uint8Array(65) })
    const vouchers = Array.from({ length: 30 }, (_, lane) => ({ voucher: voucher(lane), paid: amount(0n) }))
    return { payer, free: amount(100n), locked: amount(0n), leaves: false, signerEnds: false, vouchers }
  })
  const order = { do: 'cash', from, payers: some.map(({ payer }) => payer), to: 'wallet' } as const
  const plan = planOf(order, facts({ payers: some }))
  expect(plan.calls.flatMap((call) => (call.call === 'cash' ? call.vouchers : []))).toHaveLength(MOST_VOUCHERS)
  expect(plan.value).toBe(BigInt(MOST_VOUCHERS))
})

describe('what stands in the way', () => {
  it('is a time that has not come, and nothing once it has', () => {
    const waiting = (now: number) => facts({ now, account: { ...account, exitAt: 5_000 } })
    const withdraw = { do: 'withdraw', from, amount: amount(10n) } as const
    expect(planOf(withdraw, waiting(4_999)).problem).toBe('exit-not-due')
    expect(planOf(withdraw, waiting(5_000)).problem).toBeNull()
    expect(planOf({ ...withdraw, amount: amount(11n) }, waiting(5_000)).problem).toBe('not-enough-free')
    const payee = addressAt(9)
    const locked = (unlockAt: number | null, now: number) =>
      facts({ now, account: { ...account, locks: [{ payee, locked: amount(1n), unlockAt }] } })
    expect(planOf({ do: 'unlock', from, payee }, locked(null, 9)).problem).toBe('unlock-not-due')
    expect(planOf({ do: 'unlock', from, payee }, locked(5_000, 4_999)).problem).toBe('unlock-not-due')
    expect(planOf({ do: 'unlock', from, payee }, locked(5_000, 5_000)).problem).toBeNull()
  })
})
