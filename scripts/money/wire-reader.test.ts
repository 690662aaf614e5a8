import fc from 'fast-check'
import { expect, it } from 'vitest'
import { amount } from '../../app/money/amount.ts'
import { encodeMessage } from '../../app/speed/message-codec.ts'
import type { SpeedMessage } from '../../app/speed/message.ts'
import { WireReader } from './wire-reader.ts'

const voucher: SpeedMessage = {
  t: 'voucher',
  lane: 5n,
  cumulative: amount(3n),
  signature: new Uint8Array(65).fill(1),
  bid: 2,
  bytes: 9,
}
const ack: SpeedMessage = { t: 'ack', cumulative: amount(3n), bytes: 4 }

const framed = (id: number, payload: Uint8Array): Buffer => {
  const head = Buffer.alloc(5)
  head.writeUInt32BE(1 + payload.length)
  head[4] = id
  return Buffer.concat([head, payload])
}
const extended = (id: number, payload: Uint8Array): Buffer => framed(20, Buffer.concat([Buffer.of(id), payload]))

const stream = Buffer.concat([
  Buffer.alloc(68, 19),
  extended(0, Buffer.from('d1:md8:bt_speedi3eee')),
  Buffer.alloc(4),
  framed(5, Buffer.alloc(40, 255)),
  framed(7, Buffer.alloc(8 + 16_384, 20)),
  extended(3, encodeMessage(voucher)),
  extended(2, Buffer.from('d1:pi6881ee')),
  framed(7, Buffer.alloc(8 + 100, 7)),
  extended(3, encodeMessage(ack)),
])

it('what two peers say of Speed is read however it is cut up, and the data counted', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 4_000 }), { minLength: 1 }), (sizes) => {
      const said: SpeedMessage[] = []
      let data = 0
      const reader = new WireReader({ data: (bytes) => (data += bytes), said: (message) => said.push(message) })
      for (let at = 0, turn = 0; at < stream.length; turn++) {
        const size = sizes[turn % sizes.length] ?? 1
        reader.take(stream.subarray(at, at + size))
        at += size
      }
      expect(said).toEqual([voucher, ack])
      expect(data).toBe(16_384 + 100)
    }),
    { numRuns: 200 },
  )
})
