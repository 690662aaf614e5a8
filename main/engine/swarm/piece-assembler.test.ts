import { createHash, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BLOCK } from '../../../app/swarm/picker.ts'
import { PieceBuffers } from './piece-buffers.ts'
import { PieceAssembler } from './piece-assembler.ts'

const LENGTH = 3 * BLOCK + 100
const data = randomBytes(LENGTH)
const hash = createHash('sha1').update(data).digest()
const blockOf = (from: Uint8Array, block: number): Uint8Array => from.subarray(block * BLOCK, (block + 1) * BLOCK)
const make = () => new PieceAssembler<string>(hash, () => LENGTH, new PieceBuffers())

describe('a piece put together', () => {
  it('is the data it was hashed from, in whatever order and however often blocks come', () => {
    const step = fc.record({ block: fc.nat(3), garbage: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const assembler = make()
        const first = new Map<number, boolean>()
        const put = (block: number, garbage: boolean): void => {
          if (!first.has(block)) first.set(block, garbage)
          assembler.put(0, block, garbage ? randomBytes(blockOf(data, block).length) : blockOf(data, block), 'a')
        }
        for (const { block, garbage } of steps) put(block, garbage)
        for (const block of [0, 1, 2, 3]) put(block, false)
        const finished = assembler.finish(0)
        expect(finished?.valid).toBe([...first.values()].every((garbage) => !garbage))
        expect(finished?.valid === true && Buffer.compare(finished.data, data) !== 0).toBe(false)
      }),
      { numRuns: 200 },
    )
  })

  it('starts again from nothing once it was not wanted', () => {
    const assembler = make()
    assembler.put(0, 0, randomBytes(BLOCK), 'a')
    assembler.keep(() => false)
    for (const block of [0, 1, 2, 3]) assembler.put(0, block, blockOf(data, block), 'b')
    expect(assembler.finish(0)).toMatchObject({ valid: true, senders: ['b', 'b', 'b', 'b'] })
  })

  it('blames nobody alone for what an earlier session brought', () => {
    const assembler = make()
    assembler.restore({ piece: 0, have: Uint8Array.of(1, 0, 0, 0), data: new Uint8Array(LENGTH) })
    for (const block of [1, 2, 3]) assembler.put(0, block, blockOf(data, block), 'honest')
    const finished = assembler.finish(0)
    expect(finished?.valid).toBe(false)
    expect(finished?.senders).toEqual([null, 'honest', 'honest', 'honest'])
  })
})
