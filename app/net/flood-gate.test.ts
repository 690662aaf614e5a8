import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FloodGate } from './flood-gate.ts'

const each = { rate: 10, burst: 20 }
const all = { rate: 100, burst: 200 }

describe('the gate against floods', () => {
  it('never lets in more than the burst and the rate allow, of one sender and of all', () => {
    const arrival = fc.record({ sender: fc.constantFrom('a', 'b', 'c'), wait: fc.integer({ min: 0, max: 300 }) })
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 300 }), (arrivals) => {
        const gate = new FloodGate({ each, all: { rate: 15, burst: 25 } })
        const counts = new Map<string, number>()
        let now = 0
        for (const { sender, wait } of arrivals) {
          now += wait
          if (gate.admits(sender, now)) counts.set(sender, (counts.get(sender) ?? 0) + 1)
        }
        const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
        for (const count of counts.values()) expect(count).toBeLessThanOrEqual(20 + (now / 1_000) * 10)
        expect(total).toBeLessThanOrEqual(25 + (now / 1_000) * 15)
      }),
    )
  })

  it('keeps a loud sender from crowding out a quiet one', () => {
    const gate = new FloodGate({ each, all })
    let loud = 0
    for (let now = 0; now < 10_000; now++) {
      if (gate.admits('loud', now)) loud++
      if (now % 1_000 === 0) expect(gate.admits('quiet', now)).toBe(true)
    }
    expect(loud).toBeLessThanOrEqual(20 + 100)
  })

  it('remembers a bounded number of senders, and no more than the total of them all', () => {
    const gate = new FloodGate({ each, all })
    let admitted = 0
    for (let n = 0; n < 50_000; n++) if (gate.admits(`sender ${n}`, 0)) admitted++
    expect(gate.senders).toBeLessThanOrEqual(4_096)
    expect(admitted).toBe(200)
  })
})
