import { describe, expect, it } from 'vitest'
import type { TorrentId } from '../../app/torrent/row.ts'
import { forgetHistory, historyOf, noteRates, ratesOver, SPAN } from './speed-history.ts'

const id = 'a' as TorrentId

describe('the rates of the last minutes', () => {
  it('are one value a second, each the last one heard before its end', () => {
    const samples = [
      { at: 0, paid: 0, free: 10 },
      { at: 2000, paid: 5, free: 4 },
    ]
    expect([...ratesOver(samples, 3000).paid]).toEqual([0, 0, 5, 5])
    expect([...ratesOver(samples, 3000).free]).toEqual([10, 10, 4, 4])
  })

  it('are nothing before anything was heard', () => {
    expect([...ratesOver([], 1000).paid]).toEqual([0])
  })

  it('keep no more than their span, and what held when it began', () => {
    forgetHistory()
    noteRates([{ id, paid: 7, free: 1 }], 0)
    noteRates([{ id, paid: 9, free: 1 }], (SPAN + 100) * 1000)
    const { paid } = historyOf(id, (SPAN + 100) * 1000)
    expect(paid).toHaveLength(SPAN)
    expect(paid[0]).toBe(7)
    expect(paid.at(-1)).toBe(9)
  })

  it('are forgotten with the torrent', () => {
    noteRates([{ id, paid: 7, free: 1 }], 0)
    noteRates([], 1000)
    expect([...historyOf(id, 2000).paid]).toEqual([0])
  })
})
