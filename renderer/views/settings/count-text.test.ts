import { describe, expect, it } from 'vitest'
import { textToCount } from './count-text.ts'

const port = { min: 1024, max: 65_534, also: 0 }

describe('a count in a field', () => {
  it('takes whole numbers within the bounds, and the one beside them', () => {
    expect(textToCount('51413', port)).toEqual({ ok: true, value: 51_413 })
    expect(textToCount(' 51,413 ', port)).toEqual({ ok: true, value: 51_413 })
    expect(textToCount('0', port)).toEqual({ ok: true, value: 0 })
  })

  it.each(['', 'many', '-1', '1.5', '80', '65535', '1e4'])('refuses %j', (text) => {
    expect(textToCount(text, port).ok).toBe(false)
  })
})
