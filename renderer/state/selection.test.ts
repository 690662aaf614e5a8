import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleId } from '../testing/samples.ts'
import {
  chooseAll,
  moveTo,
  noSelection,
  only,
  press,
  pressForMenu,
  prune,
  toggle,
  type Selection,
} from './selection.ts'

const ids = Array.from({ length: 6 }, (_, n) => sampleId(n + 1))
const [a, b, c, d, e, f] = ids as [(typeof ids)[0], ...typeof ids] & Record<number, (typeof ids)[0]>
const plain = { range: false, toggle: false }
const shift = { range: true, toggle: false }
const ctrl = { range: false, toggle: true }

const chosen = ({ chosen: set }: Selection): readonly string[] => ids.filter((id) => set.has(id))

describe('pressing rows', () => {
  it('chooses one, and adds or takes away with Ctrl', () => {
    const one = press(noSelection, ids, b as typeof a, plain)
    expect(chosen(one)).toEqual([b])
    const two = press(one, ids, d as typeof a, ctrl)
    expect(chosen(two)).toEqual([b, d])
    expect(chosen(press(two, ids, b as typeof a, ctrl))).toEqual([d])
  })

  it('draws a range from where it began, again and again', () => {
    const start = only(c as typeof a)
    const down = press(start, ids, e as typeof a, shift)
    expect(chosen(down)).toEqual([c, d, e])
    expect(chosen(press(down, ids, a, shift))).toEqual([a, b, c])
  })

  it('keeps several chosen when the menu is opened on one of them, and not otherwise', () => {
    const several = press(only(a), ids, c as typeof a, shift)
    expect(chosen(pressForMenu(several, b as typeof a))).toEqual([a, b, c])
    expect(chosen(pressForMenu(several, f as typeof a))).toEqual([f])
  })
})

describe('moving by keys', () => {
  it('stops at both ends', () => {
    expect(moveTo(only(a), ids, -1, plain).focus).toBe(a)
    expect(moveTo(only(f as typeof a), ids, 99, plain).focus).toBe(f)
  })

  it('moves only the focus with Ctrl', () => {
    const moved = moveTo(only(a), ids, 3, ctrl)
    expect(chosen(moved)).toEqual([a])
    expect(moved.focus).toBe(d)
  })

  it('does nothing in an empty list', () => expect(moveTo(noSelection, [], 0, plain)).toBe(noSelection))
})

describe('choosing all', () => {
  it('keeps the focus where it is', () => {
    const all = chooseAll(only(d as typeof a), ids)
    expect(chosen(all)).toEqual(ids)
    expect(all.focus).toBe(d)
  })
})

describe('rows that go', () => {
  const among =
    (left: readonly string[]) =>
    (id: string): boolean =>
      left.includes(id)

  it('pass the choice on to the row that takes their place', () => {
    const left = ids.filter((id) => id !== c)
    expect(chosen(prune(only(c as typeof a), ids, left, among(left)))).toEqual([d])
    const first = ids.slice(0, 5)
    expect(chosen(prune(only(f as typeof a), ids, first, among(first)))).toEqual([e])
    expect(prune(only(a), [a], [], among([]))).toEqual(noSelection)
  })

  it('take the choice along when they are only filtered out', () => {
    const left = ids.filter((id) => id !== c)
    expect(prune(only(c as typeof a), ids, left, among(ids))).toEqual(noSelection)
  })

  it('leave the others chosen', () => {
    const several = toggle(only(a), b as typeof a)
    const left = ids.slice(1)
    const pruned = prune(several, ids, left, among(left))
    expect(chosen(pruned)).toEqual([b])
    expect(pruned.focus).toBe(b)
  })

  it('never leave a choice, focus or anchor that does not exist', () => {
    const subset = fc.subarray(ids)
    fc.assert(
      fc.property(subset, fc.option(fc.constantFrom(...ids)), subset, (picked, focus, left) => {
        const after = prune({ chosen: new Set(picked), focus, anchor: focus }, ids, left, among(left))
        const named = [...after.chosen, after.focus, after.anchor].filter((id) => id !== null)
        expect(named.filter((id) => !left.includes(id))).toEqual([])
      }),
    )
  })

  it('change nothing when none of them was chosen', () => {
    const selection = only(a)
    expect(prune(selection, ids, ids.slice(0, 3), among(ids))).toBe(selection)
  })
})
