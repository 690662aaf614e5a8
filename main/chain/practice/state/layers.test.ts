import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Layers } from './layers.ts'

type Step =
  | { readonly do: 'set'; readonly key: string; readonly value: number | undefined }
  | { readonly do: 'open' | 'drop' | 'merge' | 'settle' }

const key = fc.constantFrom('a:1', 'a:2', 'b:1')
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('set' as const), key, value: fc.option(fc.integer(), { nil: undefined }) }),
  fc.record({ do: fc.constantFrom('open' as const, 'drop' as const, 'merge' as const, 'settle' as const) }),
)

type Whole = Readonly<Record<string, number>>

const without = (whole: Whole, gone: string): Whole =>
  Object.fromEntries(Object.entries(whole).filter(([one]) => one !== gone))

/** The same by copying everything each time: what each depth looks like, the base first. */
const model = (steps: readonly Step[]): Whole[] => {
  const wholes: Whole[] = [{}]
  for (const one of steps) {
    const top = wholes.at(-1) ?? {}
    if (one.do === 'open') wholes.push(top)
    else if (wholes.length < 2) continue
    else if (one.do === 'set')
      wholes[wholes.length - 1] = one.value === undefined ? without(top, one.key) : { ...top, [one.key]: one.value }
    else if (one.do === 'drop') wholes.pop()
    else if (one.do === 'settle') wholes.shift()
    else if (wholes.length > 2) wholes.splice(-2, 1)
  }
  return wholes
}

const played = (steps: readonly Step[]): Layers => {
  const layers = new Layers()
  for (const one of steps) {
    if (one.do === 'open') layers.open()
    else if (layers.depth === 0) continue
    else if (one.do === 'set') layers.set(one.key, one.value)
    else if (one.do === 'drop') layers.drop()
    else if (one.do === 'settle') layers.settle()
    else if (layers.depth > 1) layers.merge()
  }
  return layers
}

const readAt = (layers: Layers, depth: number): Whole => {
  const keys = layers.keys('', depth)
  return Object.fromEntries(keys.map((one) => [one, layers.get(one, depth) as number]))
}

describe('layers', () => {
  it('read at each depth as if each were a whole copy', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const wholes = model(steps)
        const layers = played(steps)
        expect(layers.depth).toBe(wholes.length - 1)
        for (const [depth, whole] of wholes.entries()) expect(readAt(layers, depth)).toEqual(whole)
      }),
      { numRuns: 500 },
    )
  })

  it('come back as they were after being lifted off, and a copy changes nothing of what it was made from', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.nat(5), (steps, depth) => {
        const layers = played(steps)
        const before = readAt(layers, layers.depth)
        const copy = layers.copy()
        const above = layers.lift(depth)
        layers.open()
        layers.set('a:1', -1)
        layers.drop()
        layers.lay(above)
        copy.open()
        copy.set('a:1', -2)
        expect(readAt(layers, layers.depth)).toEqual(before)
      }),
    )
  })
})
