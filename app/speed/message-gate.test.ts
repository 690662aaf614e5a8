import { describe, expect, it } from 'vitest'
import { admit, isShut, openGate, shut, strike, type MessageGate } from './message-gate.ts'

const flood = (gate: MessageGate, from: number, ms: number, every: number): { gate: MessageGate; read: number } => {
  let [now, read] = [gate, 0]
  for (let at = from; at < from + ms; at += every) {
    const { gate: next, reads } = admit(now, at)
    now = next
    if (reads) read++
  }
  return { gate: now, read }
}

describe('the gate for a peer’s messages', () => {
  it('lets twenty a second in, for as long as it is kept to', () => {
    expect(flood(openGate(0), 0, 60_000, 50).read).toBe(1_200)
  })

  it('lets no more than twenty a second and what was saved up in, however many come', () => {
    expect(flood(openGate(0), 0, 10_000, 1).read).toBeLessThanOrEqual(241)
  })

  it('is open again for who stops flooding', () => {
    const { gate } = flood(openGate(0), 0, 5_000, 1)
    expect(flood(gate, 5_050, 5_000, 100).read).toBe(50)
  })

  it('shuts with the third malformed message, and with one bad signature, for good', () => {
    const twice = strike(strike(openGate(0)))
    expect(isShut(twice)).toBe(false)
    expect(admit(twice, 0).reads).toBe(true)
    expect(isShut(strike(twice))).toBe(true)
    expect(admit(strike(twice), 1e9).reads).toBe(false)
    expect(admit(shut(openGate(0)), 1e9).reads).toBe(false)
  })

  it('earns nothing from a clock that goes back', () => {
    const { gate } = flood(openGate(0), 10_000, 3_000, 1)
    expect(flood(gate, 0, 1_000, 1).read).toBe(0)
  })
})
