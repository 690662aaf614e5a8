// How payers are asked about for a cash order: a few at a time, and told in the order they were asked for, without what
// calls underway take of them.

import { expect, it } from 'vitest'
import { fail, ok } from '../../../app/result.ts'
import { amount } from '../../../app/money/amount.ts'
import type { VaultOrder } from '../../../app/speed/vault-order.ts'
import { testKey } from '../../../app/speed/testing/keys.ts'
import { orderFacts } from './order-facts.ts'
import type { Vaults } from './vaults.ts'

const own = testKey(1).address
const payers = Array.from({ length: 9 }, (_, at) => testKey(10 + at).address)
const vault = { chainId: 1, address: testKey(2).address }
const zero = amount(0n)
const nothing = { free: amount(5n), locked: zero, exitAt: 0n, unlockAt: 0n, signer: null, formerSigner: null }

/** The vaults of a chain that answers when it is told to. */
const asking = (fails: ReadonlySet<string> = new Set()) => {
  const open: (() => void)[] = []
  let most = 0
  let asked = 0
  const vaults = {
    chainTime: 1_000,
    account: () => Promise.resolve(ok({ vault, account: own })),
    approvedNow: () => Promise.resolve(ok(zero)),
    standing: async ({ payer }: { readonly payer: string }) => {
      asked++
      const { promise, resolve } = Promise.withResolvers<undefined>()
      open.push(() => resolve(undefined))
      most = Math.max(most, open.length)
      await promise
      return fails.has(payer) ? fail('offline') : ok({ ...nothing, formerUntil: 0n, paid: [zero] })
    },
  } as unknown as Vaults
  const held = payers.map((payer) => ({
    ...{ payer, payee: own, lane: 1n, cumulative: amount(3n) },
    signature: new Uint8Array(65),
  }))
  const order = { do: 'cash', from: own, payers, to: 'wallet' } as const
  const facts = orderFacts(vaults, { order, vouchers: held, signer: null, backedUp: true }, [])
  /** The newest question first. */
  const answerAll = async () => {
    for (let turn = 0; turn < 40; turn++) {
      await Promise.resolve()
      open.pop()?.()
    }
    return facts
  }
  return { answerAll, counted: () => ({ most, asked }) }
}

it('asks about four at a time, and keeps their order whoever answers first', async () => {
  const { answerAll, counted } = asking()
  const facts = await answerAll()
  expect(facts.ok && facts.value.payers.map(({ payer }) => payer)).toEqual(payers)
  expect(counted()).toEqual({ most: 4, asked: 9 })
})

it('says why one could not be read, and asks about nobody else then', async () => {
  const { answerAll, counted } = asking(new Set(payers))
  expect(await answerAll()).toEqual(fail('offline'))
  expect(counted().asked).toBe(4)
})

it.each([
  { paid: [0n, 3n], locked: 4n, left: { free: 17n, locked: 0n } },
  { paid: [0n, 3n], locked: 9n, left: { free: 20n, locked: 2n } },
  { paid: [0n, 10n], locked: 4n, left: { free: 20n, locked: 4n } },
  { paid: [0n, 0n], locked: 4n, free: 1n, left: { free: 0n, locked: 0n } },
])(
  'leaves a payer what a call underway does not take, the lock first: %o',
  async ({ paid, locked, free = 20n, left }) => {
    const [payer = own] = payers
    const asked: (readonly bigint[])[] = []
    const vaults = {
      chainTime: 1_000,
      account: () => Promise.resolve(ok({ vault, account: own })),
      approvedNow: () => Promise.resolve(ok(zero)),
      standing: ({ lanes }: { readonly lanes: readonly bigint[] }) => {
        asked.push(lanes)
        return Promise.resolve(ok({ ...nothing, former: null, free, locked, paid }))
      },
    } as unknown as Vaults
    const voucher = (lane: bigint) => ({ payer, lane, cumulative: amount(10n), signature: new Uint8Array(65) })
    const order: VaultOrder = { do: 'cash', from: own, payers: [payer], to: 'wallet' }
    const vouchers = [1n, 2n].map((lane) => ({ ...voucher(lane), payee: own }))
    const facts = await orderFacts(vaults, { order, vouchers, signer: null, backedUp: true }, [
      { call: 'cash', to: 'wallet', vouchers: [voucher(2n)] },
      { call: 'cash', to: 'wallet', vouchers: [{ ...voucher(1n), payer: testKey(3).address }] },
    ])
    expect(asked).toEqual([[1n, 2n]])
    expect(facts.ok && facts.value.payers).toMatchObject([{ payer, ...left, vouchers: [{ voucher: { lane: 1n } }] }])
  },
)
