import { describe, expect, it } from 'vitest'
import { parseCount } from './count.ts'

describe('a count on the command line', () => {
  it('is a whole number above nothing', () => {
    expect(parseCount('5000', '--torrents')).toBe(5000)
    for (const text of ['0', '', 'abc', '-1', '1.5', '1e3', '99999999']) {
      expect(() => parseCount(text, '--torrents')).toThrow('--torrents is a whole number')
    }
  })
})
