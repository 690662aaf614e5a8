import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { priorityChanges } from './priority-changes.ts'

const priorities = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 3 }), { minLength: length, maxLength: length })
const pair = fc.nat(40).chain((length) => fc.tuple(priorities(length), priorities(length)))

describe('changes of priorities', () => {
  it('lead from one list to the other', () => {
    fc.assert(
      fc.property(pair, ([before, after]) => {
        const laid = [...before]
        for (const { priority, files } of priorityChanges(Uint8Array.from(before), Uint8Array.from(after))) {
          for (const file of files) laid[file] = priority
        }
        expect(laid).toEqual(after)
      }),
    )
  })

  it('are none when nothing changed', () => {
    expect(priorityChanges(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toEqual([])
  })

  it('name only the files that differ', () => {
    expect(priorityChanges(Uint8Array.of(2, 2, 0), Uint8Array.of(0, 2, 2))).toEqual([
      { priority: 0, files: [0] },
      { priority: 2, files: [2] },
    ])
  })
})
