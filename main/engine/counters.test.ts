import { describe, expect, it } from 'vitest'
import { Counters } from './counters.ts'

describe('Counters', () => {
  it('add what a run moves to what earlier ones did', () => {
    const counters = new Counters({ downloaded: 10, uploaded: 5, activeSeconds: 0, seedingSeconds: 0 }, () => 0)
    counters.end({ downloaded: 1, uploaded: 2 })
    expect(counters.totals({ downloaded: 100, uploaded: 200 })).toEqual({ downloaded: 111, uploaded: 207 })
  })

  it('count time seeding apart from time active, over several runs, without losing fractions', () => {
    let now = 1_000
    const counters = new Counters({ downloaded: 0, uploaded: 0, activeSeconds: 7, seedingSeconds: 3 }, () => now)
    for (let run = 0; run < 2; run++) {
      counters.begin()
      now += 2_000
      counters.seeds(true)
      counters.seeds(true)
      now += 1_500
      counters.end(null)
      now += 60_000
    }
    expect(counters.read(null)).toMatchObject({ activeSeconds: 14, seedingSeconds: 6 })
  })

  it('stop counting when the torrent is not complete any more', () => {
    let now = 0
    const counters = new Counters({ downloaded: 0, uploaded: 0, activeSeconds: 0, seedingSeconds: 0 }, () => now)
    counters.begin()
    counters.seeds(true)
    now = 4_000
    counters.seeds(false)
    now = 9_000
    expect(counters.read(null)).toMatchObject({ activeSeconds: 9, seedingSeconds: 4 })
  })
})
