import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ReadCache } from './read-cache.ts'

const SIZE = 64 * 1024

function put(cache: ReadCache, key: number, fill: number): void {
  const memory = cache.take(SIZE)
  memory.fill(fill, 0, SIZE)
  cache.put(key, memory, SIZE)
}

describe('the read cache', () => {
  it('stays within its bytes and keeps what was used last', () => {
    const cache = new ReadCache(3 * SIZE)
    for (const key of [1, 2, 3]) put(cache, key, key)
    cache.lend(1, 0, 1)
    put(cache, 4, 4)
    expect(cache.bytes).toBe(3 * SIZE)
    expect([1, 2, 3, 4].map((key) => cache.lend(key, 0, 1)?.[0] ?? null)).toEqual([1, null, 3, 4])
  })

  it('uses memory again once it is given back', () => {
    const cache = new ReadCache(4 * SIZE)
    put(cache, 1, 1)
    const view = cache.lend(1, 5, 10)
    cache.drop(1)
    if (view !== null) cache.release(view)
    expect(cache.take(SIZE).buffer).toBe(view?.buffer)
  })

  it('forgets one user without touching another', () => {
    const cache = new ReadCache()
    const [a, b] = [cache.space(), cache.space()]
    put(cache, a + 1, 1)
    put(cache, b + 1, 2)
    cache.dropSpace(a)
    expect(cache.lend(a + 1, 0, 1)).toBeNull()
    expect(cache.lend(b + 1, 0, 1)?.[0]).toBe(2)
  })

  it('never changes what someone still looks at', () => {
    const step = fc.record({ act: fc.constantFrom('put', 'lend', 'release', 'drop'), key: fc.nat({ max: 9 }) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => {
        const cache = new ReadCache(8 * SIZE)
        const lent: { view: Uint8Array; fill: number }[] = []
        const fills = new Map<number, number>()
        steps.forEach(({ act, key }, n) => {
          if (act === 'put') {
            fills.set(key, n % 251)
            put(cache, key, n % 251)
          } else if (act === 'drop') cache.drop(key)
          else if (act === 'release') {
            const given = lent.splice(key, 1)[0]
            if (given !== undefined) cache.release(given.view)
          } else {
            const view = cache.lend(key, 100, 200)
            if (view !== null) lent.push({ view, fill: fills.get(key) ?? -1 })
          }
          for (const { view, fill } of lent) expect(view.every((byte) => byte === fill)).toBe(true)
        })
      }),
    )
  })
})
