import { expect, it } from 'vitest'
import type { AppError } from '../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import type { Debtor } from '../../app/speed/cash-advice.ts'
import { cashNowOf } from '../../app/speed/cash-now.ts'
import { account, btt, elsewhere, vault, voucherKey } from '../../app/speed/testing/situations.ts'
import type { Address } from '../../app/tron/address.ts'
import { ManualClock, settle } from '../supervisor/testing/manual-clock.ts'
import { DebtorWatch, PACE_MS, ROUND_MS } from './debtor-watch.ts'

const mine = { vault, account }
const heldOf = (payer: Address, units: number) => ({
  voucher: { payer, payee: account, lane: 1n, cumulative: btt(units), signature: new Uint8Array(65) },
  paid: btt(0),
})
const debtor = (payer: Address, some: Partial<Debtor> = {}): Debtor => ({
  payer,
  owes: btt(40),
  free: btt(100),
  locked: btt(0),
  exitAt: 0,
  signerEnds: false,
  ...some,
})

const open = (clock = new ManualClock()) => {
  const asked: Address[] = []
  const books = { held: [heldOf(elsewhere, 40)] }
  const chain: { says: (payer: Address) => Result<Debtor | null, AppError> } = { says: (payer) => ok(debtor(payer)) }
  const heard: number[] = []
  const times: number[] = []
  const watch: DebtorWatch = new DebtorWatch({
    held: async () => ok(books.held),
    read: async ({ payer }) => {
      asked.push(payer)
      times.push(clock.now())
      return chain.says(payer)
    },
    heard: () => heard.push(watch.debtors.length),
    clock,
  })
  return { watch, clock, asked, times, books, chain, heard }
}

it('sees that somebody who owes leaves, long after they were last connected', async () => {
  const { watch, clock, chain } = open()
  watch.watch(mine)
  await settle()
  expect(cashNowOf(watch.debtors)).toBeNull()
  chain.says = (payer) => ok(debtor(payer, { exitAt: 1 }))
  await clock.advance(ROUND_MS)
  expect(cashNowOf(watch.debtors)).toEqual({ because: 'exit-asked', payers: [elsewhere], owes: btt(40) })
})

it('reads at once when the books are opened, as they are after a restart', async () => {
  const { watch, asked } = open()
  expect(asked).toEqual([])
  watch.watch(mine)
  await settle()
  expect(asked).toEqual([elsewhere])
})

it('asks of nobody when nothing is owed, and forgets who was cashed', async () => {
  const { watch, clock, asked, books } = open()
  watch.watch(mine)
  await settle()
  books.held = []
  watch.readSoon()
  await settle()
  expect(watch.debtors).toEqual([])
  await clock.advance(10 * ROUND_MS)
  expect(asked).toHaveLength(1)
})

it('reads one after the other at a pace, who owes the most first', async () => {
  const { watch, clock, asked, books } = open()
  books.held = [heldOf(elsewhere, 1), heldOf(voucherKey, 9)]
  watch.watch(mine)
  await settle()
  expect(asked).toEqual([voucherKey])
  await clock.advance(2_000)
  expect(asked).toEqual([voucherKey, elsewhere])
})

it('keeps what it knew while nothing can be read, and tries again within a minute', async () => {
  const { watch, clock, chain } = open()
  chain.says = (payer) => ok(debtor(payer, { exitAt: 1 }))
  watch.watch(mine)
  await settle()
  chain.says = () => fail({ code: 'chain', fault: 'offline' })
  watch.readSoon()
  await settle()
  expect(cashNowOf(watch.debtors)).not.toBeNull()
  chain.says = () => ok(null)
  await clock.advance(60_000)
  expect(watch.debtors).toEqual([])
})

it('passes on nothing that was read for books left meanwhile', async () => {
  const { watch, chain, heard } = open()
  const late = Promise.withResolvers<Result<Debtor | null, AppError>>()
  chain.says = () => late.promise as never
  watch.watch(mine)
  await settle()
  watch.watch({ ...mine, account: voucherKey })
  chain.says = () => ok(null)
  late.resolve(ok(debtor(elsewhere, { exitAt: 1 })))
  await settle()
  expect(heard).toEqual([])
})

it('knows nothing of other books than those in use', async () => {
  const { watch } = open()
  watch.watch(mine)
  await settle()
  watch.watch(null)
  expect(watch.debtors).toEqual([])
})

/** As addresses in the order of what they owe. */
const many = (count: number): readonly Address[] => Array.from({ length: count }, (_, n) => `payer ${n}` as Address)

it('reads all of several hundred in turn, at its pace and no more than 200 in ten minutes', async () => {
  const { watch, clock, asked, times, books } = open()
  const payers = many(450)
  books.held = payers.map((payer, n) => heldOf(payer, 1_000 - n))
  watch.watch(mine)
  await clock.advance(4 * ROUND_MS)
  expect(payers.filter((payer) => !asked.includes(payer))).toEqual([])
  expect(asked.slice(0, 100)).toEqual(payers.slice(0, 100))
  for (const payer of payers.slice(0, 100)) expect(asked.filter((each) => each === payer).length).toBeGreaterThan(2)
  for (const [n, at] of times.entries()) {
    expect(at - (times[n - 1] ?? -Infinity)).toBeGreaterThanOrEqual(PACE_MS)
    expect(at - (times[n - 200] ?? -Infinity)).toBeGreaterThanOrEqual(ROUND_MS)
  }
})

it('reads who is seen to leave before all who stand before them', async () => {
  const { watch, clock, asked, books } = open()
  const payers = many(450)
  const [last] = payers.slice(-1)
  books.held = payers.map((payer, n) => heldOf(payer, 1_000 - n))
  watch.watch(mine)
  await clock.advance(20 * PACE_MS)
  watch.readFirst(last ?? elsewhere)
  await clock.advance(PACE_MS)
  expect(asked.at(-1)).toBe(last)
})

it('reads one who leaves alone while nobody else is due, and keeps its pace however often they do', async () => {
  const { watch, clock, asked, books } = open()
  books.held = [heldOf(elsewhere, 1), heldOf(voucherKey, 9)]
  watch.watch(mine)
  await clock.advance(ROUND_MS / 2)
  expect(asked).toHaveLength(2)
  for (let n = 0; n < 10; n++) watch.readFirst(elsewhere)
  await clock.advance(0)
  for (let n = 0; n < 10; n++) watch.readFirst(elsewhere)
  await clock.advance(PACE_MS)
  expect(asked.slice(2)).toEqual([elsewhere, elsewhere])
  watch.readFirst('a stranger' as Address)
  await clock.advance(PACE_MS)
  expect(asked).toHaveLength(4)
})

it('tries again only those who could not be read', async () => {
  const { watch, clock, asked, chain, books } = open()
  books.held = [heldOf(elsewhere, 1), heldOf(voucherKey, 9)]
  chain.says = (payer) => (payer === elsewhere ? fail({ code: 'chain', fault: 'offline' }) : ok(null))
  watch.watch(mine)
  await clock.advance(60_000 + 2 * PACE_MS)
  expect(asked).toEqual([voucherKey, elsewhere, elsewhere])
  await clock.advance(ROUND_MS)
  expect(asked.filter((payer) => payer === voucherKey)).toHaveLength(2)
})
