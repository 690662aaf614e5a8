import { expect, it } from 'vitest'
import { english } from './english.ts'

it('says of which rates a verdict is', () => {
  const help = { paid: 0, unpaid: 0, windows: 2, verdict: 'not-helped' } as const
  expect(english.speed.help({ ...help, of: 'all' }, '1 MB/s', '2 MB/s', null)).toBe(
    'No: in all 1 MB/s while paying, 2 MB/s while not. Paying stopped for that.',
  )
  expect(english.speed.help({ ...help, of: 'sellers' }, '1 MB/s', '2 MB/s', null)).toMatch(/^No: 1 MB\/s/)
})

it('tells who pays from who has Speed on', () => {
  expect(english.earnings.earning(1, 2)).toBe('1 peer pays you now. 2 more would.')
  expect(english.earnings.earning(2, 0)).toBe('2 peers pay you now.')
  expect(english.earnings.earning(0, 1)).toBe('Nobody pays you right now. 1 peer would.')
})
