import { describe, expect, it } from 'vitest'
import { defaultOptions, patchOptions } from '../../../app/torrent/options.ts'
import { sampleRow } from '../../testing/samples.ts'
import { ownOptionsText, placeText } from './own-options.ts'

const none = { ratio: null, minutes: null, action: 'stop' } as const

describe('what a torrent has of its own', () => {
  it('is nothing, or all of it in one line', () => {
    expect(ownOptionsText(defaultOptions, none, 'binary')).toBeNull()
    const own = patchOptions(defaultOptions, {
      limits: { down: 1024 ** 2, weight: 9, connections: 12 },
      order: { sequential: true },
    })
    expect(ownOptionsText(own, { ratio: 1.5, minutes: 90, action: 'remove' }, 'binary')).toBe(
      'Download 1.0 MiB/s, share 9, 12 connections, in order, leaves the list at ratio 1.50 or 90 min',
    )
  })

  it('says what a reached goal does', () => {
    expect(ownOptionsText(defaultOptions, { ...none, ratio: 2 }, 'binary')).toBe('Stops at ratio 2.00')
  })
})

describe('the place in the queue', () => {
  it('says when it does not count', () => {
    const row = sampleRow(3, { name: 'a', status: 'downloading' })
    expect(placeText(row)).toBe('3')
    expect(placeText({ ...row, forced: true })).toBe('3, runs besides the queue')
  })
})
