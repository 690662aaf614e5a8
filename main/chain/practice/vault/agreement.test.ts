// What our own code takes for a voucher the contract takes for one, and the reverse: signatures of all sorts, by keys
// that count, counted or never did, to the second.

import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { amount } from '../../../../app/money/amount.ts'
import type { Voucher } from '../../../../app/speed/terms.ts'
import { countsFor, voucherDigest, voucherSigner } from '../../../../app/speed/typed.ts'
import type { Address } from '../../../../app/tron/address.ts'
import { hex } from '../bytes.ts'
import { openStage, type Stage } from '../testing/vault-stage.ts'
import { actor, digestOf, domainOf, signed, type Signable } from '../testing/vault-world.ts'

const [anna, ben] = [actor('anna'), actor('ben')]
const [first, second, stranger] = [actor('key 1'), actor('key 2'), actor('key 3')]
const DELAY = 1_000
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
let stage: Stage

beforeAll(async () => {
  stage = await openStage([anna], DELAY)
  await stage.done(anna, 'deposit', 1_000_000n)
  await stage.done(anna, 'setSigner', first.address)
})

const bytesOf = (number: bigint): Uint8Array => Buffer.from(number.toString(16).padStart(64, '0'), 'hex')

/** The same signature by another s: anybody can make it of a valid one. */
const twin = (signature: Uint8Array): Uint8Array => {
  const s = BigInt(`0x${hex(signature.subarray(32, 64))}`)
  return Uint8Array.of(...signature.subarray(0, 32), ...bytesOf(ORDER - s), 55 - (signature[64] ?? 0))
}

const flipped = (signature: Uint8Array, bit: number): Uint8Array =>
  signature.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))

const change: fc.Arbitrary<(signature: Uint8Array) => Uint8Array> = fc.oneof(
  { weight: 4, arbitrary: fc.constant((signature: Uint8Array) => signature) },
  { weight: 1, arbitrary: fc.constant(twin) },
  { weight: 3, arbitrary: fc.nat(519).map((bit) => (signature: Uint8Array) => flipped(signature, bit)) },
  {
    weight: 1,
    arbitrary: fc.nat(255).map((v) => (signature: Uint8Array) => Uint8Array.of(...signature.subarray(0, 64), v)),
  },
  { weight: 1, arbitrary: fc.uint8Array({ minLength: 65, maxLength: 65 }).map((random) => () => random) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(0n, 1n, ORDER - 1n, ORDER, ORDER + 1n, 2n ** 256n - 1n)
      .map((edge) => (signature: Uint8Array) => Uint8Array.of(...bytesOf(edge), ...signature.subarray(32))),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(0n, 1n, ORDER / 2n, ORDER / 2n + 1n, ORDER - 1n, ORDER)
      .map(
        (edge) => (signature: Uint8Array) =>
          Uint8Array.of(...signature.subarray(0, 32), ...bytesOf(edge), signature[64] ?? 0),
      ),
  },
  { weight: 1, arbitrary: fc.nat(130).map((length) => (signature: Uint8Array) => signature.slice(0, length)) },
)

/** As the chain process reads them: the signer, and the one before while it counts. */
const signersNow = async (): Promise<readonly Address[]> => {
  const [current, former, until] = await stage.read('signers', anna.address)
  return [current as Address, ...(Number(until) > stage.world.now ? [former as Address] : [])]
}

describe('our code and the contract', () => {
  it('take the same for a voucher', async () => {
    let taken = 0
    const property = fc.asyncProperty(
      fc.record({
        by: fc.constantFrom(anna, anna, first, second, stranger),
        change,
        lane: fc.bigInt(0n, 2n ** 64n - 1n),
        cumulative: fc.oneof(fc.bigInt(1n, 10_000n), fc.bigInt(1n, 2n ** 256n - 1n)),
        changedAgo: fc.constantFrom(null, 0, DELAY - 1, DELAY),
      }),
      ({ by, change: made, lane, cumulative, changedAgo }) =>
        stage.world.aside(async () => {
          if (changedAgo !== null) {
            await stage.done(anna, 'setSigner', second.address)
            stage.pass(changedAgo)
          }
          const { world } = stage
          const vault = { chainId: world.chainId, address: world.vault }
          const promised: Signable = { payer: anna.address, payee: ben.address, lane, cumulative }
          const digest = voucherDigest(vault, { ...promised, cumulative: amount(cumulative) })
          expect(hex(digest)).toBe(hex(digestOf(domainOf(world), promised)))
          const signature = made(signed(digest, by.key))
          const voucher: Voucher = { ...promised, cumulative: amount(cumulative), signature }
          const ours = countsFor(voucherSigner(vault, voucher), anna.address, await signersNow())
          const { ok, error } = await stage.cash(promised, by, { signature })
          expect(ok ? 'taken' : error).toBe(ours ? 'taken' : 'InvalidSignature')
          if (ours) taken++
        }),
    )
    await fc.assert(property, { numRuns: 400 })
    expect(taken).toBeGreaterThan(40)
    expect(taken).toBeLessThan(360)
  }, 60_000)
})
