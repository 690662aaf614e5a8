import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8')

const tokens = new Map(
  [...css.matchAll(/--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
)

const channel = (hex: string): number => {
  const value = Number.parseInt(hex, 16) / 255
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

/** Relative luminance, WCAG 2.2. */
const luminance = (color: string): number =>
  0.2126 * channel(color.slice(1, 3)) + 0.7152 * channel(color.slice(3, 5)) + 0.0722 * channel(color.slice(5, 7))

const contrast = (a: string, b: string): number => {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

const grounds = ['surface', 'chrome', 'raised', 'hover', 'selected', 'selected-quiet']
const words = ['text', 'text-2', 'text-3']
const meanings = ['download', 'upload', 'speed', 'danger', 'accent-text']

/** Text at 4.5 : 1, shapes that say something at 3 : 1. */
const pairs: readonly (readonly [front: string, back: string, least: number])[] = [
  ...words.flatMap((front) => [...grounds, 'chrome-hover', 'sunken'].map((back) => [front, back, 4.5] as const)),
  ...meanings.flatMap((front) => grounds.map((back) => [front, back, 4.5] as const)),
  ['text', 'pressed', 4.5],
  ['text-2', 'pressed', 4.5],
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-hover', 4.5],
  ['on-danger', 'danger-fill', 4.5],
  ['text', 'danger-bed', 4.5],
  ['text-2', 'danger-bed', 4.5],
  ['danger', 'danger-bed', 4.5],
  ['edge', 'surface', 3],
  ['edge', 'raised', 3],
  ['edge', 'chrome', 3],
  ['focus', 'surface', 3],
  ['focus', 'chrome', 3],
  ['focus', 'raised', 3],
  ['focus', 'selected', 3],
  ['download-fill', 'surface', 3],
  ['upload-fill', 'surface', 3],
  ['speed-fill', 'surface', 3],
  ['danger-fill', 'surface', 3],
  ['idle-fill', 'surface', 3],
]

describe('the colours', () => {
  it.each(['light', 'dark'] as const)('can be read in the %s theme', (theme) => {
    const poor = pairs.flatMap(([front, back, least]) => {
      const a = tokens.get(front)?.[theme]
      const b = tokens.get(back)?.[theme]
      if (a === undefined || b === undefined) return [`${front} on ${back}: no such token`]
      const ratio = contrast(a, b)
      return ratio < least ? [`${front} on ${back}: ${ratio.toFixed(2)} < ${least}`] : []
    })
    expect(poor).toEqual([])
  })
})
