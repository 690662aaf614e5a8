import { describe, expect, it } from 'vitest'
import { defaultOptions, patchOptions, type OptionsPatch } from '../../../app/torrent/options.ts'
import { sharedOptions } from './shared-options.ts'

const all = (...patches: readonly OptionsPatch[]) =>
  sharedOptions(patches.map((patch) => patchOptions(defaultOptions, patch)))

describe('the options of several torrents', () => {
  it('of one are its own, of none are none', () => {
    expect(all({ limits: { down: 2048 } })).toEqual(patchOptions(defaultOptions, { limits: { down: 2048 } }))
    expect(all()).toBeNull()
  })

  it('are told where they are alike, and are mixed where one differs, whichever it is', () => {
    const one: OptionsPatch = { limits: { down: 2048, up: 4096 }, order: { sequential: true }, goals: { ratio: null } }
    const other: OptionsPatch = { limits: { down: 2048 }, goals: { ratio: 1 } }
    const expected = {
      limits: { down: 2048, up: 'mixed', weight: 1, connections: null },
      order: { sequential: 'mixed', firstLast: false },
      goals: { ratio: 'mixed', minutes: 'global', action: 'global' },
    }
    for (const order of [
      [one, other, other],
      [other, one, other],
      [other, other, one],
    ])
      expect(all(...order)).toEqual(expected)
  })

  it('tell no goal, a goal of 0 and that of the settings apart', () => {
    for (const ratio of [null, 0]) {
      expect(all({ goals: { ratio } }, {})?.goals.ratio).toBe('mixed')
    }
    expect(all({ goals: { ratio: null } }, { goals: { ratio: 0 } })?.goals.ratio).toBe('mixed')
  })

  it('stay mixed under a change of something else, and not under their own', () => {
    const mixed = all({ limits: { up: 4096 } }, {})
    if (mixed === null) throw new Error('nothing to share')
    expect(patchOptions(mixed, { limits: { down: 2048 } }).limits).toMatchObject({ up: 'mixed', down: 2048 })
    expect(patchOptions(mixed, { limits: { up: null } }).limits.up).toBeNull()
  })
})
