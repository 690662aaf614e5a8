// What the campaigns on disks promise, as bars, and how numbers of many rounds are put in a few.

import type { Bar } from '../../bench/measure/closing-line.ts'

export const none = (what: string, got: number): Bar => ({ what, want: '0', got: `${got}`, ok: got === 0 })

export const reached = (what: string, want: number, got: number): Bar => ({
  what,
  want: `${want}`,
  got: `${got}`,
  ok: got >= want,
})

export const spread = (values: readonly number[]): { median: number; p95: number; most: number } => {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): number => Math.round((sorted[Math.floor((sorted.length - 1) * share)] ?? 0) * 100) / 100
  return { median: at(0.5), p95: at(0.95), most: at(1) }
}
