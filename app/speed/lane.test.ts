import fc from 'fast-check'
import { expect, it } from 'vitest'
import { laneOf, payeeDevice, payerDevice } from './lane.ts'

const device = fc.oneof(fc.constantFrom(0, 1, 2 ** 31, 2 ** 32 - 1), fc.nat(2 ** 32 - 1))

it('has the payer’s device in its upper half and the payee’s in its lower one', () => {
  expect(laneOf(0x11223344, 0x55667788)).toBe(0x1122334455667788n)
})

it('says both devices again, and fits 64 bits', () => {
  fc.assert(
    fc.property(device, device, (payer, payee) => {
      const lane = laneOf(payer, payee)
      expect([payerDevice(lane), payeeDevice(lane)]).toEqual([payer, payee])
      expect(BigInt.asUintN(64, lane)).toBe(lane)
    }),
  )
})

it('divides every lane that there can be', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 2n ** 64n - 1n), (lane) => {
      expect(laneOf(payerDevice(lane), payeeDevice(lane))).toBe(lane)
    }),
  )
})
