import { describe, expect, it } from 'vitest'
import { DutyRoster } from './duty-roster.ts'

class Fake {
  readonly name: string
  until = 0

  constructor(name: string) {
    this.name = name
  }

  restsUntil(): number {
    return this.until
  }
}

const fixture = () => {
  const roster = new DutyRoster<Fake>()
  const [a, b] = [new Fake('a'), new Fake('b')]
  for (const one of [a, b]) roster.call(one)
  const tick = (now: number): string => {
    const worked: string[] = []
    roster.tick(now, ({ name }) => void worked.push(name))
    return worked.join()
  }
  return { roster, a, b, tick }
}

describe('the duty roster', () => {
  it('lets work every tick who has something to do', () => {
    const { tick } = fixture()
    expect([tick(1), tick(2)]).toEqual(['a,b', 'a,b'])
  })

  it('lets rest who has nothing to do until its time comes', () => {
    const { a, b, tick } = fixture()
    a.until = 5
    b.until = Infinity
    expect([tick(1), tick(2), tick(4.9)]).toEqual(['a,b', '', ''])
    a.until = 0
    expect([tick(5), tick(1e9)]).toEqual(['a', 'a'])
  })

  it('has who is called back at work on the next tick, and nobody who left', () => {
    const { roster, a, b, tick } = fixture()
    a.until = b.until = 100
    tick(1)
    roster.call(b)
    expect(tick(2)).toBe('b')
    roster.leave(a)
    expect([tick(99), tick(100)]).toEqual(['', 'b'])
    a.until = b.until = 0
    expect([tick(200), tick(201)]).toEqual(['b', 'b'])
  })

  it('puts nobody who leaves while at work back on the list', () => {
    const { roster, a, tick } = fixture()
    a.until = 50
    roster.tick(1, (one) => roster.leave(one))
    expect([tick(2), tick(50)]).toEqual(['', ''])
  })
})
