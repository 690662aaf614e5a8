import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeWindow, SMALLEST, type Rectangle } from './bounds.ts'

const screen: Rectangle = { x: 0, y: 0, width: 1920, height: 1040 }
const second: Rectangle = { x: 1920, y: 0, width: 2560, height: 1400 }
const stored = (bounds: Rectangle) => ({ bounds, maximised: false, zoom: 0 })
const hasHandle = (window: Rectangle, area: Rectangle): boolean =>
  Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x) >= 120 &&
  window.y >= area.y &&
  window.y + 40 <= area.y + area.height

describe('the window', () => {
  it('opens in the middle of the primary screen the first time', () => {
    expect(placeWindow(undefined, [screen])).toEqual({
      bounds: { x: 340, y: 130, width: 1240, height: 780 },
      maximised: false,
      zoom: 0,
    })
  })

  it('opens where it was, also on a second screen', () => {
    const bounds = { x: 2000, y: 100, width: 1500, height: 900 }
    expect(placeWindow({ bounds, maximised: true, zoom: 1 }, [screen, second])).toEqual({
      bounds,
      maximised: true,
      zoom: 1,
    })
  })

  it('comes back when the screen it was on is gone', () => {
    const bounds = { x: 2000, y: 100, width: 1500, height: 900 }
    expect(placeWindow(stored(bounds), [screen]).bounds).toMatchObject({ x: 340, y: 130 })
  })

  it('comes back when its title bar is above the screen', () => {
    expect(placeWindow(stored({ x: 100, y: -30, width: 1000, height: 700 }), [screen]).bounds.y).toBe(130)
  })

  it('is never smaller than it works at', () => {
    expect(placeWindow(stored({ x: 0, y: 0, width: 200, height: 100 }), [screen]).bounds).toMatchObject(SMALLEST)
  })

  it.each([null, 7, 'x', {}, { bounds: null }, { ...stored(screen), more: 1 }, stored({ ...screen, x: Number.NaN })])(
    'does not mind %j in its file',
    (value) => expect(placeWindow(value, [screen]).bounds.width).toBe(1240),
  )

  it('can always be taken hold of', () => {
    const coordinate = fc.integer({ min: -5_000, max: 5_000 })
    const length = fc.integer({ min: 1, max: 5_000 })
    const rectangle = fc.record({ x: coordinate, y: coordinate, width: length, height: length })
    fc.assert(
      fc.property(rectangle, (bounds) => {
        const placed = placeWindow(stored(bounds), [screen, second]).bounds
        expect([screen, second].some((area) => hasHandle(placed, area))).toBe(true)
      }),
      { numRuns: 5_000 },
    )
  })

  it('keeps hold of a window that is cut to its screen while most of it lies to the left', () => {
    const placed = placeWindow(stored({ x: -1920, y: 0, width: 2040, height: 600 }), [screen]).bounds
    expect(placed).toEqual({ x: -1800, y: 0, width: 1920, height: 600 })
  })
})
