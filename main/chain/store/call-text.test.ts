import fc from 'fast-check'
import { ValiError } from 'valibot'
import { expect, it } from 'vitest'
import { amount } from '../../../app/money/amount.ts'
import type { VaultEvent } from '../../../app/speed/settled.ts'
import type { VaultCall } from '../../../app/speed/vault-call.ts'
import { addressOfKey, keyOf } from '../testing/desk.ts'
import { callOf, eventsOf, written } from './call-text.ts'

const [payer, payee] = [addressOfKey(keyOf(1)), addressOfKey(keyOf(2))]
const units = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map((value) => amount(value))
const lane = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
const calls: fc.Arbitrary<VaultCall> = fc.oneof(
  units.map((value) => ({ call: 'deposit', amount: value }) as const),
  fc.constant({ call: 'requestExit' } as const),
  units.map((value) => ({ call: 'lock', payee, amount: value }) as const),
  fc
    .array(
      fc.record({
        payer: fc.constant(payer),
        lane,
        cumulative: units,
        signature: fc.uint8Array({ minLength: 65, maxLength: 65 }),
      }),
      { minLength: 1, maxLength: 50 },
    )
    .map((vouchers) => ({ call: 'cash', to: 'vault', vouchers }) as const),
)
const events: fc.Arbitrary<VaultEvent> = fc.oneof(
  units.map((value) => ({ is: 'deposited', payer, from: payer, amount: value }) as const),
  fc
    .record({ lane, amount: units, fromLock: units })
    .map((more) => ({ is: 'cashed', payer, payee, to: 'wallet', ...more }) as const),
  fc.record({ lane, missing: units }).map((more) => ({ is: 'bounced', payer, payee, ...more }) as const),
  fc.nat().map((at) => ({ is: 'exit-requested', payer, at }) as const),
)

it('gives back every call and every event as it was, to the base unit', () => {
  fc.assert(
    fc.property(calls, fc.array(events), (call, said) => {
      expect(callOf(written(call))).toEqual(call)
      expect(eventsOf(written(said))).toEqual(said)
    }),
  )
  expect([callOf(null), eventsOf(null)]).toEqual([null, null])
})

it('gives back nothing that is no call', () => {
  expect(() => callOf('{"call":"withdrawAll"}')).toThrow(ValiError)
  expect(() => callOf('{"call":"deposit","amount":"-1"}')).toThrow(ValiError)
})
