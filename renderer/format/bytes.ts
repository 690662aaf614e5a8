// Sizes and rates as text, in binary (KiB) or decimal (kB) units as set, never mixed. Compact text is cut, never
// rounded up; the exact forms are for tooltips and reviews. `scale` is a power of the unit's base.

import { messages, type Messages } from '../messages/messages.ts'
import { formatCount, formatCut } from './numbers.ts'

const words = (): Messages['units'] => messages().units

export type Units = 'binary' | 'decimal'

const BASE = { binary: 1024, decimal: 1000 } as const
/** PiB: the last unit there is a symbol for. */
const TOP = 5
/** How far a value must fall under one unit before a live figure goes back to the smaller one. */
const FALL_BACK = 0.8

/** The largest scale in which the value is at least 1. */
export const scaleOf = (bytes: number, system: Units): number => {
  let value = Math.abs(bytes)
  let scale = 0
  while (value >= BASE[system] && scale < TOP) {
    value /= BASE[system]
    scale += 1
  }
  return scale
}

/**
 * The scale for a figure that changes all the time: the one it had, unless the value has clearly left it. Keeps a rate
 * near a boundary from jumping between 1,020 KiB/s and 1.0 MiB/s.
 */
export const steadyScale = (bytes: number, system: Units, previous: number | null): number => {
  const fresh = scaleOf(bytes, system)
  if (previous === null || fresh >= previous || bytes === 0) return fresh
  return bytes / BASE[system] ** previous >= FALL_BACK ? previous : fresh
}

const symbol = (scale: number, system: Units): string => words()[system][scale] ?? ''

const atScale = (bytes: number, system: Units, scale: number): string => {
  const value = bytes / BASE[system] ** scale
  const number = scale === 0 || value >= 100 ? formatCut(value, 0) : formatCut(value, 1)
  return words().withUnit(number, symbol(scale, system))
}

/** 14.2 GiB. */
export const formatSize = (bytes: number, system: Units): string => atScale(bytes, system, scaleOf(bytes, system))

/** 12.4 MiB/s; `scale` from steadyScale where the figure is live. Never below KiB: single bytes a second are noise. */
export const formatRate = (rate: number, system: Units, scale = scaleOf(rate, system)): string =>
  words().perSecond(rate > 0 ? atScale(rate, system, Math.max(scale, 1)) : words().withUnit('0', symbol(0, system)))

/** 16 MiB/s: of a rate that is round in its unit, as on an axis. */
export const formatRoundRate = (rate: number, system: Units): string => {
  const scale = scaleOf(rate, system)
  const number = formatCut(rate / BASE[system] ** scale, 0)
  return words().perSecond(words().withUnit(number, symbol(scale, system)))
}

/** 15,246,819,328 bytes. */
export const formatExactSize = (bytes: number): string => words().exactBytes(formatCount(bytes), bytes === 1)

/** 13,002,342 bytes per second. */
export const formatExactRate = (rate: number): string => words().exactBytesPerSecond(formatCount(rate), rate === 1)

/** 3.1 of 14.2 GiB as its two numbers in one unit: the unit of the larger. */
export const formatSizePair = (part: number, total: number, system: Units): { part: string; total: string } => {
  const scale = scaleOf(total, system)
  return { part: atScale(part, system, scale), total: atScale(total, system, scale) }
}
