import { describe, expect, it } from 'vitest'
import { defaultOptions, patchOptions } from '../../../app/torrent/options.ts'
import { changesNothing, goalOfKind, kindOf, mergePatches } from './options-patch.ts'

describe('changes of options', () => {
  it('gather field by field, the last word on each counting', () => {
    const first = mergePatches({ limits: { down: 2048 } }, { limits: { up: 4096 }, goals: { ratio: 1 } })
    const both = mergePatches(first, { limits: { down: null }, order: { sequential: true } })
    expect(both).toEqual({ limits: { down: null, up: 4096 }, order: { sequential: true }, goals: { ratio: 1 } })
  })

  it('leave alone what was not touched', () => {
    const others = patchOptions(defaultOptions, { limits: { weight: 7 }, goals: { minutes: 30 } })
    expect(patchOptions(others, mergePatches({}, { limits: { up: 4096 } }))).toEqual({
      ...others,
      limits: { ...others.limits, up: 4096 },
    })
  })

  it('that were taken back change nothing', () => {
    const patch = mergePatches({ limits: { down: 2048 } }, { limits: { down: undefined } })
    expect([{}, { limits: {} }, patch].map(changesNothing)).toEqual([true, true, true])
    const others = patchOptions(defaultOptions, { limits: { down: 8192 } })
    expect(patchOptions(others, patch)).toEqual(others)
    expect([{ limits: { down: null } }, { order: { sequential: false } }].map(changesNothing)).toEqual([false, false])
  })

  it('know a goal’s kind, and make one of each', () => {
    expect([kindOf('global'), kindOf(null), kindOf(0)]).toEqual(['global', 'none', 'own'])
    expect([goalOfKind('global', 2), goalOfKind('none', 2), goalOfKind('own', 2)]).toEqual(['global', null, 2])
  })
})
