import { expect, it } from 'vitest'
import type { AppError } from '../../app/ipc/errors.ts'
import { ok, type Result } from '../../app/result.ts'
import { settle } from '../supervisor/testing/manual-clock.ts'
import { MOST_INSIDE, WalletDoor } from './wallet-door.ts'

const always = (): boolean => true

it('a few asks are inside at a time, the others follow in their order', async () => {
  const door = new WalletDoor()
  const inside: number[] = []
  const ends: (() => void)[] = []
  const all = Array.from({ length: MOST_INSIDE + 3 }, (_, at) =>
    door.pass(always, () => {
      inside.push(at)
      return new Promise<Result<number, AppError>>((resolve) => ends.push(() => resolve(ok(at))))
    }),
  )
  await settle()
  expect(inside).toEqual(Array.from({ length: MOST_INSIDE }, (_, at) => at))
  ends[0]?.()
  await settle()
  expect(inside.at(-1)).toBe(MOST_INSIDE)
  for (let at = 1; at < all.length; at++) {
    ends[at]?.()
    await settle()
  }
  expect(await Promise.all(all)).toEqual(all.map((_, at) => ok(at)))
})

it('an ask that may not go in any more when it is its turn does not, and one that throws makes room', async () => {
  const door = new WalletDoor()
  const broken = Array.from({ length: MOST_INSIDE }, () =>
    door.pass(always, () => Promise.reject<Result<number, AppError>>(new Error('a bug'))),
  )
  let may = true
  let asked = 0
  const late = door.pass(
    () => may,
    () => {
      asked++
      return Promise.resolve(ok(1))
    },
  )
  may = false
  expect((await Promise.allSettled(broken)).every(({ status }) => status === 'rejected')).toBe(true)
  expect(await late).toEqual({ ok: false, error: { code: 'wallet-unavailable' } })
  expect(asked).toBe(0)
})
