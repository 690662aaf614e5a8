// The rates from paid and from free peers of the last minutes, of torrents with Speed: kept by this window while it
// hears of them, since nobody else keeps them. Invariant: what was not heard is drawn as it last was, never made up.

import type { TorrentId } from '../../app/torrent/row.ts'

/** Seconds. */
export const SPAN = 300

interface Sample {
  /** ms of the page's clock. */
  readonly at: number
  readonly paid: number
  readonly free: number
}

export interface RateHistory {
  /** B/s, one value a second, the newest last. */
  readonly paid: Float32Array
  readonly free: Float32Array
}

/** B/s of one torrent now. */
export interface RatesNow {
  readonly id: TorrentId
  readonly paid: number
  readonly free: number
}

const histories = new Map<TorrentId, readonly Sample[]>()

/** What is older than the span, but for the last before it: that is what held when the span began. */
const within = (samples: readonly Sample[], now: number): readonly Sample[] => {
  const begins = now - SPAN * 1000
  const first = samples.findIndex(({ at }) => at > begins)
  return first < 0 ? samples.slice(-1) : samples.slice(Math.max(0, first - 1))
}

/** Of one of them. */
export const noteRate = ({ id, paid, free }: RatesNow, now: number): void =>
  void histories.set(id, [...within(histories.get(id) ?? [], now), { at: now, paid, free }])

/** Of all that there are: those of others are forgotten. */
export const noteRates = (torrents: readonly RatesNow[], now: number): void => {
  const here = new Set(torrents.map(({ id }) => id))
  for (const id of histories.keys()) if (!here.has(id)) histories.delete(id)
  for (const torrent of torrents) noteRate(torrent, now)
}

export const forgetHistory = (): void => histories.clear()

/** From the first sample on, at most the span, up to now. */
export const ratesOver = (samples: readonly Sample[], now: number): RateHistory => {
  const [first] = samples
  if (first === undefined) return { paid: new Float32Array(1), free: new Float32Array(1) }
  const seconds = Math.max(1, Math.min(SPAN, Math.floor((now - first.at) / 1000) + 1))
  const history = { paid: new Float32Array(seconds), free: new Float32Array(seconds) }
  let next = 0
  let last = first
  for (let bin = 0; bin < seconds; bin++) {
    const ends = now - (seconds - 1 - bin) * 1000
    for (let sample = samples[next]; sample !== undefined && sample.at <= ends; sample = samples[++next]) last = sample
    history.paid[bin] = last.paid
    history.free[bin] = last.free
  }
  return history
}

export const historyOf = (id: TorrentId, now: number): RateHistory => ratesOver(histories.get(id) ?? [], now)
