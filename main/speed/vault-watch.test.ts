import { expect, it } from 'vitest'
import type { AppError } from '../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import type { VaultAccount } from '../../app/speed/settled.ts'
import { account, btt, deposit, elsewhere, vault } from '../../app/speed/testing/situations.ts'
import { ManualClock, settle } from '../supervisor/testing/manual-clock.ts'
import { VaultWatch } from './vault-watch.ts'

const mine = { vault, account }

const open = () => {
  const clock = new ManualClock()
  const heard: VaultAccount[] = []
  const asked: unknown[] = []
  const chain = { says: ok(deposit()) as Result<VaultAccount, AppError>, free: 0 }
  const watch = new VaultWatch({
    read: async (asking) => {
      asked.push(asking)
      return chain.says
    },
    payees: async () => ok([{ payee: elsewhere, lanes: [1n] }]),
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
