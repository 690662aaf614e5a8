import * as v from 'valibot'
import { expect, it } from 'vitest'
import type { AppError } from '../../app/ipc/errors.ts'
import type { PromisedTo } from '../../app/ipc/chain-contract.ts'
import { testKey } from '../../app/speed/testing/keys.ts'
import type { Address } from '../../app/tron/address.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import { MOST_LANES } from '../../app/speed/lane.ts'
import { MOST_PAYEES_READ, VaultAccountSchema, type VaultAccount } from '../../app/speed/settled.ts'
import { account, btt, deposit, elsewhere, vault } from '../../app/speed/testing/situations.ts'
import { ManualClock, settle } from '../supervisor/testing/manual-clock.ts'
import { VaultWatch } from './vault-watch.ts'

const mine = { vault, account }

const open = () => {
  const clock = new ManualClock()
  const heard: VaultAccount[] = []
  const asked: { readonly account: Address; readonly payees: readonly PromisedTo[] }[] = []
  const chain = {
    says: ok(deposit()) as Result<VaultAccount, AppError>,
    payees: [{ payee: elsewhere, lanes: [1n] }] as readonly PromisedTo[],
    /** The wallet has taken up the books. */
    booked: true,
  }
  const watch = new VaultWatch({
    read: async (asking) => {
      asked.push(asking)
      return chain.says
    },
    payees: async () => (chain.booked ? ok(chain.payees) : fail({ code: 'not-found' })),
    heard: (each) => heard.push(each),
    clock,
  })
  return { watch, clock, heard, asked, chain }
}

it('reads the account at once, with those it promised something, and every five minutes', async () => {
  const { watch, clock, heard, asked } = open()
  watch.watch(mine)
  watch.watch({ ...mine })
  await settle()
  expect(asked).toEqual([{ account, payees: [{ payee: elsewhere, lanes: [1n] }] }])
  expect(watch.account).toEqual(deposit())
  await clock.advance(600_000)
  expect(heard).toHaveLength(3)
})

it('knows the deposit however many were promised something, asks about all by turns, and of locks each time', async () => {
  const { watch, clock, asked, chain } = open()
  const payees = Array.from({ length: 250 }, (_, at) => ({ payee: testKey(at + 1).address, lanes: [1n] }))
  chain.payees = payees
  const last = payees[249]?.payee ?? account
  chain.says = ok(deposit({ locks: [{ payee: last, locked: btt(1), unlockAt: null }] }))
  watch.watch(mine)
  await settle()
  expect(watch.account).not.toBeNull()
  await clock.advance(600_000)
  expect(asked).toHaveLength(3)
  for (const { payees: some } of asked) expect(some.length).toBe(MOST_PAYEES_READ)
  expect(new Set(asked.flatMap(({ payees: some }) => some.map(({ payee }) => payee))).size).toBe(250)
  for (const { payees: some } of asked.slice(1)) expect(some.map(({ payee }) => payee)).toContain(last)
})

it('asks about no more lanes at a time than the books take, and about all of them by turns', async () => {
  const { watch, clock, asked, chain } = open()
  const lanes = Array.from({ length: 3 * MOST_LANES - 1 }, (_, at) => BigInt(at))
  chain.payees = Array.from({ length: MOST_PAYEES_READ }, (_, at) => ({ payee: testKey(at + 1).address, lanes }))
  watch.watch(mine)
  await clock.advance(600_000)
  expect(asked).toHaveLength(3)
  for (const { payees } of asked) {
    const paid = payees.flatMap((each) => each.lanes.map((lane) => ({ payee: each.payee, lane, amount: btt(1) })))
    expect(paid).toHaveLength(MOST_PAYEES_READ * MOST_LANES)
    const locks = payees.map(({ payee }) => ({ payee, locked: btt(1), unlockAt: null }))
    expect(v.is(VaultAccountSchema, deposit({ paid, locks }))).toBe(true)
  }
  for (const { payee } of chain.payees) {
    const of = asked.flatMap(({ payees }) => payees.find((each) => each.payee === payee)?.lanes ?? [])
    expect(new Set(of).size).toBe(lanes.length)
  }
})

it('keeps what it knew when it cannot read, and tries again soon', async () => {
  const { watch, clock, heard, chain } = open()
  watch.watch(mine)
  await settle()
  chain.says = fail({ code: 'chain', fault: 'offline' })
  watch.readSoon()
  await settle()
  expect(watch.account).toEqual(deposit())
  chain.says = ok(deposit({ free: btt(5) }))
  await clock.advance(15_000)
  expect(heard.at(-1)?.free).toBe(btt(5))
})

it('asks the wallet again in a second where its books are not taken up yet, and no node before', async () => {
  const { watch, clock, asked, chain } = open()
  chain.booked = false
  watch.watch(mine)
  await clock.advance(3_000)
  expect(asked).toEqual([])
  chain.booked = true
  await clock.advance(1_000)
  expect(asked).toHaveLength(1)
  expect(watch.account).toEqual(deposit())
})

it.each([
  ['another account', deposit({ account: elsewhere })],
  ['another vault', deposit({ vault: { ...vault, chainId: 1 } })],
])('believes nothing that is of %s', async (_what, said) => {
  const { watch, heard, chain } = open()
  chain.says = ok(said)
  watch.watch(mine)
  await settle()
  expect({ heard, account: watch.account }).toEqual({ heard: [], account: null })
})

it('forgets at once what it knew of another account, and reads nothing without one', async () => {
  const { watch, clock, asked } = open()
  watch.watch(mine)
  await settle()
  watch.watch(null)
  expect(watch.account).toBeNull()
  await clock.advance(3_600_000)
  expect(asked).toHaveLength(1)
})

it('reads once more when something changed while it was reading', async () => {
  const { watch, asked } = open()
  watch.watch(mine)
  watch.readSoon()
  watch.readSoon()
  await settle()
  expect(asked).toHaveLength(2)
})
