// Of one's own deposit: what is asked how often, and what a failure costs. Of what is believed of an answer,
// reading.test.ts.

import { describe, expect, it } from 'vitest'
import { fail, ok, type Result } from '../../../app/result.ts'
import { testKey } from '../../../app/speed/testing/keys.ts'
import type { Address } from '../../../app/tron/address.ts'
import type { ChainFault } from '../../../app/wallet/chain-fault.ts'
import type { Pool, Said } from '../nodes/pool.ts'
import { readAccountOf } from './reading.ts'

const account = testKey(1_000).address
const vault = { address: testKey(1_001).address, token: testKey(1_002).address, delayMs: 1_000 }
const payeesOf = (count: number): { payee: Address; lanes: bigint[] }[] =>
  Array.from({ length: count }, (_, at) => ({ payee: testKey(at + 1).address, lanes: [7n] }))

const standing = { free: 10n, exitAt: 0n, locked: 1n, unlockAt: 0n, signer: null, former: null, paid: [3n] }

/** `fails`: by the number of the question. The allowance is what is asked after all payees. */
const poolOf = (fails: (asked: number, isLast: boolean) => boolean) => {
  const seen = { asked: 0, open: 0, most: 0, ended: false }
  const most = async (): Promise<Result<readonly Said<unknown>[], ChainFault>> => {
    const asked = ++seen.asked
    seen.most = Math.max(seen.most, ++seen.open)
    const alone = seen.open === 1
    await new Promise((resolve) => setImmediate(resolve))
    seen.open--
    return fails(asked, alone) ? fail('offline') : ok([{ node: null as never, value: standing }])
  }
  return { seen, pool: { settledAt: 1_000_000, most } as unknown as Pool }
}

const read = (pool: Pool, count: number): ReturnType<typeof readAccountOf> =>
  readAccountOf(pool, vault, { account, payees: payeesOf(count) }, { chainId: 1, now: 5 })

describe('a deposit of which many were promised something', () => {
  it('is read a few payees at a time', async () => {
    const { pool, seen } = poolOf(() => false)
    const deposit = await read(pool, 50)
    expect(deposit.ok && deposit.value.paid).toHaveLength(50)
    expect(seen).toMatchObject({ asked: 52, most: 4 })
  })

  it('asks again about the one alone of whom it failed, and is known all the same', async () => {
    const { pool, seen } = poolOf((asked) => asked === 20)
    const deposit = await read(pool, 50)
    expect(deposit.ok && deposit.value.paid.map(({ amount }) => amount)).toEqual(Array.from({ length: 50 }, () => 3n))
    expect(seen.asked).toBe(53)
  })

  it('is known without those who cannot be read, of whom nothing is said to be paid or locked', async () => {
    const { pool, seen } = poolOf((asked) => asked > 40 && asked <= 56)
    const deposit = await read(pool, 200)
    const known = deposit.ok ? deposit.value.paid.length : 0
    expect(known).toBeGreaterThanOrEqual(40)
    expect(known).toBeLessThan(44)
    expect(deposit.ok && deposit.value.locks.length).toBe(known)
    expect(deposit.ok && deposit.value.free).toBe(10n)
    expect(seen.asked).toBeLessThan(70)
  })

  it('is not known where it cannot be read itself', async () => {
    const { pool } = poolOf((asked) => asked > 20)
    expect(await read(pool, 20)).toEqual(fail('offline'))
  })
})
