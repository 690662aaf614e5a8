import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { moveInOrder, rerank, type QueueMove } from './order.ts'

const moves: readonly QueueMove[] = ['up', 'down', 'top', 'bottom']
const anyQueue = fc
  .uniqueArray(fc.integer({ min: -50, max: 50 }), { maxLength: 20 })
  .map((ranks) => ranks.toSorted((a, b) => a - b).map((rank, index) => ({ key: `t${index}`, rank })))
const anyCase = anyQueue.chain((queue) =>
  fc.tuple(
    fc.constant(queue),
    fc.subarray(queue.map(({ key }) => key)).map((keys) => new Set(keys)),
    fc.constantFrom(...moves),
  ),
)

const letters = (text: string): string[] => text.split('')

describe('moveInOrder', () => {
  it.each([
    ['up', 'adbce'],
    ['down', 'bacde'],
    ['top', 'adbce'],
    ['bottom', 'bcead'],
  ] as const)('moves a and d %s', (move, becomes) => {
    expect(moveInOrder(letters('abdce'), new Set(['a', 'd']), move).join('')).toBe(becomes)
  })

  it('leaves a block that is at the top already where it is', () => {
    expect(moveInOrder(letters('abc'), new Set(['a', 'b']), 'up').join('')).toBe('abc')
  })

  it('moves neighbours together', () => {
    expect(moveInOrder(letters('abcd'), new Set(['b', 'c']), 'up').join('')).toBe('bcad')
    expect(moveInOrder(letters('abcd'), new Set(['b', 'c']), 'down').join('')).toBe('adbc')
  })
})

describe('rerank', () => {
  it('gives the order that the move gives, with ranks that all differ', () => {
    fc.assert(
      fc.property(anyCase, ([queue, chosen, move]) => {
        const changed = rerank(queue, chosen, move)
        const after = queue.map(({ key, rank }) => ({ key, rank: changed.get(key) ?? rank }))
        expect(new Set(after.map(({ rank }) => rank)).size).toBe(queue.length)
        const order = after.toSorted((a, b) => a.rank - b.rank).map(({ key }) => key)
        const keys = queue.map(({ key }) => key)
        expect(order).toEqual(moveInOrder(keys, chosen, move))
      }),
    )
  })

  it('keeps the order of those that were not chosen, and of those that were', () => {
    fc.assert(
      fc.property(anyCase, ([queue, chosen, move]) => {
        const keys = queue.map(({ key }) => key)
        const after = moveInOrder(keys, chosen, move)
        for (const isChosen of [true, false]) {
          const part = (list: readonly string[]): string[] => list.filter((key) => chosen.has(key) === isChosen)
          expect(part(after)).toEqual(part(keys))
        }
      }),
    )
  })

  it('touches only the chosen ones when they go to an end', () => {
    fc.assert(
      fc.property(anyCase, ([queue, chosen, move]) => {
        if (move === 'up' || move === 'down') return
        for (const key of rerank(queue, chosen, move).keys()) expect(chosen.has(key)).toBe(true)
      }),
    )
  })
})
