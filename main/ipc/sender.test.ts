import { describe, expect, it } from 'vitest'
import { isOurPage, ORIGIN, type Frame } from './sender.ts'

const main: Frame = { origin: ORIGIN, parent: null }

describe('a sender', () => {
  it('is the top frame with our page', () => expect(isOurPage(main, main)).toBe(true))
  it('is nobody once its frame is gone', () => expect(isOurPage(null, main)).toBe(false))
  it('is no other frame, even of our origin', () => {
    expect(isOurPage({ origin: ORIGIN, parent: main }, main)).toBe(false)
    expect(isOurPage({ origin: ORIGIN, parent: null }, main)).toBe(false)
  })
  it.each([
    'null',
    '',
    'app://swiftseed.evil',
    'app://evil',
    'app://swiftseed/',
    'APP://swiftseed',
    'file://',
    'https://swiftseed',
  ])('is not a page of %j', (origin) => {
    const frame = { origin, parent: null }
    expect(isOurPage(frame, frame)).toBe(false)
  })
})
