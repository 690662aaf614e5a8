import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EVERY, LocalRhythm, SPACING } from './local-rhythm.ts'

describe('the rhythm of local announcements', () => {
  it('never says a torrent twice in five minutes nor two messages in a second, whatever joins and leaves', () => {
    const act = fc.record({
      do: fc.constantFrom('join', 'leave', 'take'),
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      wait: fc.integer({ min: 0, max: 90_000 }),
    })
    fc.assert(
      fc.property(fc.array(act, { maxLength: 200 }), fc.integer({ min: 1, max: 3 }), (acts, most) => {
        const rhythm = new LocalRhythm()
        const said = new Map<string, number>()
        let [now, lastMessage] = [0, -Infinity]
        for (const { do: what, id, wait } of acts) {
          now += wait
          if (what === 'join') rhythm.join(id, now)
          if (what === 'leave') rhythm.leave(id, now)
          const taken = what === 'take' ? rhythm.take(now, most) : []
          if (taken.length === 0) continue
          expect(taken.length).toBeLessThanOrEqual(most)
          expect(now - lastMessage).toBeGreaterThanOrEqual(SPACING)
          lastMessage = now
          for (const one of taken) {
            expect(now - (said.get(one) ?? -Infinity)).toBeGreaterThanOrEqual(EVERY)
            said.set(one, now)
          }
        }
      }),
    )
  })

  it('says a thousand torrents within a minute, and each again five minutes later', () => {
    const rhythm = new LocalRhythm()
    for (let n = 0; n < 1_000; n++) rhythm.join(String(n), 0)
    const said: string[] = []
    for (let now = 0; now < 60_000; now += SPACING) said.push(...rhythm.take(now, 24))
    expect(new Set(said).size).toBe(1_000)
    expect(rhythm.take(60_000, 24)).toEqual([])
    expect(rhythm.take(EVERY, 24)).toHaveLength(24)
  })

  it('says nothing of what left', () => {
    const rhythm = new LocalRhythm()
    rhythm.join('a', 0)
    rhythm.leave('a', 0)
    expect(rhythm.take(0, 24)).toEqual([])
  })
})
