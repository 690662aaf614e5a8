import { describe, expect, it } from 'vitest'
import { ManualClock } from './testing/manual-clock.ts'
import { ErrnoError } from './testing/errno.ts'
import { Trouble } from './trouble.ts'

function troubled(attempt: () => Promise<void>): { trouble: Trouble; clock: ManualClock; said: string[] } {
  const clock = new ManualClock()
  const said: string[] = []
  const onFault = (fault: string): void => void said.push(fault)
  const trouble = new Trouble({ clock, attempt, onFault, onCured: () => void said.push('cured') })
  return { trouble, clock, said }
}

describe('while the disk refuses', () => {
  it('an attempt is made after a second, and then never more than ten seconds after the last', async () => {
    const attempts: number[] = []
    const { clock, trouble, said } = troubled(async () => {
      attempts.push(clock.now())
      throw new ErrnoError('ENOSPC')
    })
    trouble.raise(new ErrnoError('ENOSPC'))
    await clock.advance(300_000)
    expect(attempts[0]).toBe(1000)
    expect(attempts.at(-1)).toBeGreaterThan(290_000)
    for (const [i, at] of attempts.entries()) expect(at - (attempts[i - 1] ?? 0)).toBeLessThanOrEqual(10_000)
    expect(said).toEqual(['full'])
  })

  it('a new trouble after a cure is told anew, and starts with short waits', async () => {
    let refusing = true
    let attempts = 0
    const { clock, trouble, said } = troubled(async () => {
      attempts++
      if (refusing) throw new ErrnoError('EIO')
    })
    trouble.raise(new ErrnoError('EIO'))
    await clock.advance(20_000)
    refusing = false
    await clock.advance(5000)
    expect(trouble.fault).toBeNull()
    trouble.raise(new ErrnoError('EROFS'))
    attempts = 0
    await clock.advance(1000)
    expect(attempts).toBe(1)
    expect(said).toEqual(['io', 'cured', 'read-only', 'cured'])
  })

  it('nothing is attempted once closed', async () => {
    let attempts = 0
    const { clock, trouble } = troubled(async () => void attempts++)
    trouble.raise(new ErrnoError('EIO'))
    await trouble.close()
    await clock.advance(60_000)
    expect(attempts).toBe(0)
  })

  it('our own mistakes are not taken for trouble', () => {
    const { trouble, said } = troubled(() => Promise.resolve())
    expect(() => trouble.raise(new TypeError('oops'))).toThrow('oops')
    expect(said).toEqual([])
  })
})
