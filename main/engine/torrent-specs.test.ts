import { describe, expect, it } from 'vitest'
import { mergeTiers } from './torrent-specs.ts'

const urls = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => `http://t/${from + n}`)

describe('trackers that are merged', () => {
  it('come after those that are there, each a tier of its own and once', () => {
    expect(mergeTiers([['a', 'b'], ['c']], ['c', 'd', 'd'])).toEqual({
      tiers: [['a', 'b'], ['c'], ['d']],
      added: 1,
      leftOut: 0,
    })
  })

  it('never make more tiers than a user may save, and those without room are counted', () => {
    const merged = mergeTiers(
      urls(0, 150).map((url) => [url]),
      urls(100, 400),
    )
    expect(merged).toMatchObject({ added: 50, leftOut: 200 })
    expect(merged.tiers).toHaveLength(200)
  })
})
