import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { AT_ONCE, DHT_EVERY, DhtRhythm } from './dht-rhythm.ts'

const id = (name: string) => name as TorrentId

describe('the rhythm of the DHT', () => {
  it('runs a few at a time and each once in a quarter of an hour, unless it joined anew', () => {
    const act = fc.record({
      do: fc.constantFrom('join', 'leave', 'next', 'ended'),
      id: fc.integer({ min: 0, max: 20 }),
      wait: fc.integer({ min: 0, max: 120_000 }),
    })
    fc.assert(
      fc.property(fc.array(act, { maxLength: 300 }), (acts) => {
        const rhythm = new DhtRhythm()
        const last = new Map<string, number>()
        let [now, running] = [1, 0]
        for (const { do: what, id: number, wait } of acts) {
          now += wait
          const name = id(String(number))
          if (what === 'join') {
            rhythm.join(name)
            last.delete(name)
          }
          if (what === 'leave') rhythm.leave(name)
          if (what === 'ended' && running > 0) {
            rhythm.ended()
            running--
          }
          const next = what === 'next' ? rhythm.next(now, true) : null
          if (next === null) continue
          expect(++running).toBeLessThanOrEqual(AT_ONCE)
          expect(now - (last.get(next) ?? -Infinity)).toBeGreaterThanOrEqual(DHT_EVERY)
          last.set(next, now)
        }
      }),
    )
  })

  it('takes new torrents before those that had their turn', () => {
    const rhythm = new DhtRhythm()
    rhythm.join(id('old'))
    expect(rhythm.next(1, true)).toBe('old')
    rhythm.join(id('new'))
    expect(rhythm.next(DHT_EVERY + 1, true)).toBe('new')
    expect(rhythm.next(DHT_EVERY + 1, true)).toBe('old')
    expect(rhythm.next(DHT_EVERY + 1, true)).toBeNull()
  })

  it('waits for the first node, looking often', () => {
    const rhythm = new DhtRhythm()
    rhythm.join(id('a'))
    expect(rhythm.next(0, false)).toBeNull()
    expect(rhythm.next(10, true)).toBeNull()
    expect(rhythm.next(5_000, true)).toBe('a')
  })
})
