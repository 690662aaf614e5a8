import { describe, expect, it } from 'vitest'
import { isOurPage, ORIGIN, PAGE, type Frame } from './sender.ts'

const main: Frame = { origin: ORIGIN, url: PAGE, parent: null }

describe('a sender', () => {
  it('is the top frame with our page', () => expect(isOurPage(main, main)).toBe(true))
  it('is nobody once its frame is gone', () => expect(isOurPage(null, main)).toBe(false))
  it('is no other frame, even of our origin', () => {
    expect(isOurPage({ origin: ORIGIN, url: PAGE, parent: main }, main)).toBe(false)
    expect(isOurPage({ origin: ORIGIN, url: PAGE, parent: null }, main)).toBe(false)
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
    const frame = { origin, url: PAGE, parent: null }
    expect(isOurPage(frame, frame)).toBe(false)
  })
  it.each(['about:blank', 'about:srcdoc', `${PAGE}?x`, `${ORIGIN}/other.html`, ''])(
    'is not %j of our origin',
    (url) => {
      const frame = { origin: ORIGIN, url, parent: null }
      expect(isOurPage(frame, frame)).toBe(false)
    },
  )
})
