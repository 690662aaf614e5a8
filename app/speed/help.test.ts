import fc from 'fast-check'
import { expect, it } from 'vitest'
import { firstWindow, helpOf, observe, turnTo } from './help.ts'
import type { Help } from './speed-state.ts'

/** B/s of the sellers and of all, without pay and with it. */
const after = (unpaid: readonly [number, number], paid: readonly [number, number], pairs: number): Help => {
  let now = 0
  let windows = firstWindow(now)
  const run = ([sellers, all]: readonly [number, number]): void => {
    for (let second = 0; second < 20; second++) windows = observe(windows, sellers, all, 1_000, (now += 1_000))
  }
  for (let pair = 0; pair < pairs; pair++) {
    run(unpaid)
    windows = turnTo(windows, 'paid', now)
    run(paid)
    windows = turnTo(windows, 'unpaid', now)
  }
  return helpOf(windows)
}

const rates = fc
  .tuple(fc.nat(9_999_999), fc.nat(9_999_999))
  .map(([sellers, others]) => [sellers, sellers + others] as const)

it('says yes or no by the very rates that it names', () => {
  fc.assert(
    fc.property(rates, rates, (unpaid, paid) => {
      const help = after(unpaid, paid, 2)
      expect(help.verdict).toBe(help.paid > help.unpaid * 1.15 ? 'helped' : 'not-helped')
      const both = paid[0] > unpaid[0] * 1.15 && paid[1] > unpaid[1] * 1.15
      expect(help.verdict).toBe(both ? 'helped' : 'not-helped')
    }),
  )
})

it('names the rate of all peers where sellers gave more and all together did not', () => {
  const help = after([63_000, 1_000_000], [384_000, 1_000_000], 2)
  expect(help).toMatchObject({ of: 'all', verdict: 'not-helped', paid: 1_000_000, unpaid: 1_000_000 })
})
