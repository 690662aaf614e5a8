import { describe, expect, it } from 'vitest'
import { Lanes } from './lanes.ts'

describe('Lanes', () => {
  it('run so many at a time, in order, whatever becomes of them', async () => {
    const lanes = new Lanes(2)
    const started: number[] = []
    const ends: (() => void)[] = []
    const run = (n: number): Promise<void> =>
      lanes.run(async () => {
        started.push(n)
        await new Promise<void>((resolve) => ends.push(resolve))
        if (n === 0) throw new Error('refused')
      })
    const all = Promise.allSettled([0, 1, 2, 3].map(run))
    await Promise.resolve()
    expect(started).toEqual([0, 1])
    for (const expected of [
      [0, 1, 2],
      [0, 1, 2, 3],
    ]) {
      ends.shift()?.()
      await expect.poll(() => started).toEqual(expected)
    }
    for (const end of ends) end()
    expect((await all).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled'])
  })
})
