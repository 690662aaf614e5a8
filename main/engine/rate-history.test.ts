import { describe, expect, it } from 'vitest'
import { RateHistory } from './rate-history.ts'

const fixture = () => {
  const clock = { second: 1_000 }
  const history = new RateHistory(() => clock.second)
  const pass = (seconds: number): void => void (clock.second += seconds)
  return { history, pass }
}

describe('the rates of the last five minutes', () => {
  it('are in order, the newest last', () => {
    const { history, pass } = fixture()
    for (const rate of [1, 2, 3]) {
      history.add(rate, rate * 10)
      pass(1)
    }
    const { down, up } = history.read()
    expect([...down.slice(-4)]).toEqual([1, 2, 3, 0])
    expect([...up.slice(-4)]).toEqual([10, 20, 30, 0])
  })

  it('are nothing for seconds nobody asked about, however many', () => {
    const { history, pass } = fixture()
    history.add(5, 0)
    expect(history.last().down).toBe(5)
    pass(3)
    expect(history.last().down).toBe(0)
    history.add(7, 0)
    expect([...history.read().down.slice(-4)]).toEqual([5, 0, 0, 7])
    pass(299)
    expect(history.read().down[0]).toBe(7)
    pass(1)
    expect([...history.read().down].every((rate) => rate === 0)).toBe(true)
    pass(100_000)
    history.add(9, 0)
    expect([...history.read().down].filter((rate) => rate > 0)).toEqual([9])
  })
})
