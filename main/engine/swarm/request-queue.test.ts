import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RequestQueue, type Request } from './request-queue.ts'

const at = (piece: number, offset = 0): Request => ({ piece, offset, length: 16_384 })

describe('a queue of requests', () => {
  it('behaves as a plain list, whatever is asked, taken back and served', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('ask' as const), piece: fc.nat(2 ** 21), offset: fc.nat(3) }),
      fc.record({ do: fc.constant('back' as const), which: fc.nat() }),
      fc.constant({ do: 'serve' as const }),
    )
    const law = fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
      const queue = new RequestQueue()
      const model: Request[] = []
      for (const one of steps) {
        if (one.do === 'ask') {
          const request = at(one.piece % 5 === 0 ? 0 : one.piece, one.offset)
          if (queue.at(request.piece, request.offset)) continue
          queue.add(request)
          model.push(request)
        } else {
          const [gone] = model.splice(one.do === 'back' ? one.which % Math.max(1, model.length) : 0, 1)
          if (gone) queue.remove(gone)
        }
        expect(queue.first).toBe(model[0] ?? null)
        expect(queue.size).toBe(model.length)
      }
      for (const request of model) expect(queue.at(request.piece, request.offset)).toBe(request)
      expect(queue.clear()).toEqual(model)
      expect(queue.first).toBeNull()
    })
    fc.assert(law)
  })

  it('asks again for what was taken back behind the others', () => {
    const queue = new RequestQueue()
    const [one, two, again] = [at(1), at(2), at(1)]
    queue.add(one)
    queue.add(two)
    queue.remove(one)
    queue.add(again)
    expect(queue.first).toBe(two)
    queue.remove(two)
    expect(queue.first).toBe(again)
  })

  it('keeps places of the largest torrents apart', () => {
    const queue = new RequestQueue()
    queue.add(at(2 ** 21, 2 ** 29))
    expect(queue.at(2 ** 21, 2 ** 29 - 1)).toBeNull()
    expect(queue.at(2 ** 21 - 1, 2 ** 29)).toBeNull()
    expect(queue.at(2 ** 21, 2 ** 29)).not.toBeNull()
  })
})
