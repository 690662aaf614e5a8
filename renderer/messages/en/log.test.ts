import { describe, expect, it } from 'vitest'
import { log } from './log.ts'

describe('what a check found', () => {
  it.each([
    [80, 80, 0, 'Checked 80 pieces; all of them are good.'],
    [1, 1, 0, 'Checked 1 piece; it is good.'],
    [80, 22, 0, 'Checked 80 pieces; 22 of them are here and good.'],
    [80, 0, 0, 'Checked 80 pieces; none is here.'],
    [80, 79, 1, 'Checked 80 pieces; 79 of them are here and good. 1 that was here before is missing or damaged.'],
    [80, 0, 22, 'Checked 80 pieces; none is here. 22 that were here before are missing or damaged.'],
  ])('of %i pieces, %i good and %i lost, is said as it is', (pieces, good, bad, sentence) =>
    expect(log.sentence({ code: 'checked', pieces, good, bad })).toBe(sentence),
  )
})
