// Where the window opens: where it was, as far as the screens of today allow.

import * as v from 'valibot'

export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export const SMALLEST = { width: 900, height: 560 } as const
const USUAL = { width: 1240, height: 780 } as const
/** Enough of the title bar to take hold of. */
const HANDLE = { width: 120, height: 40 } as const

const Coordinate = v.pipe(v.number(), v.integer(), v.minValue(-100_000), v.maxValue(100_000))
const Length = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000))

export const PlacementSchema = v.strictObject({
  bounds: v.strictObject({ x: Coordinate, y: Coordinate, width: Length, height: Length }),
  maximised: v.boolean(),
  /** Chromium's zoom level: each step is a factor of 1.2. */
  zoom: v.pipe(v.number(), v.minValue(-3), v.maxValue(5)),
})
export type Placement = v.InferOutput<typeof PlacementSchema>

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(value, Math.max(low, high)))

const overlap = (a: number, aLength: number, b: number, bLength: number): number =>
  Math.min(a + aLength, b + bLength) - Math.max(a, b)

const canBeGrasped = (window: Rectangle, area: Rectangle): boolean =>
  overlap(window.x, window.width, area.x, area.width) >= HANDLE.width &&
  window.y >= area.y &&
  overlap(window.y, window.height, area.y, area.height) >= HANDLE.height

const centred = (area: Rectangle): Rectangle => {
  const width = clamp(USUAL.width, SMALLEST.width, area.width)
  const height = clamp(USUAL.height, SMALLEST.height, area.height)
  return {
    x: Math.round(area.x + Math.max(0, (area.width - width) / 2)),
    y: Math.round(area.y + Math.max(0, (area.height - height) / 2)),
    width,
    height,
  }
}

/** `areas` are the screens' work areas, the primary one first. `stored` may be anything. */
export const placeWindow = (stored: unknown, areas: readonly [Rectangle, ...Rectangle[]]): Placement => {
  const parsed = v.safeParse(PlacementSchema, stored)
  if (!parsed.success) return { bounds: centred(areas[0]), maximised: false, zoom: 0 }
  const { bounds, maximised, zoom } = parsed.output
  const area = areas.find((each) => canBeGrasped(bounds, each))
  if (!area) return { bounds: centred(areas[0]), maximised, zoom }
  const width = clamp(bounds.width, SMALLEST.width, area.width)
  const height = clamp(bounds.height, SMALLEST.height, area.height)
  const x = Math.max(bounds.x, area.x + HANDLE.width - width)
  return { bounds: { x, y: bounds.y, width, height }, maximised, zoom }
}
