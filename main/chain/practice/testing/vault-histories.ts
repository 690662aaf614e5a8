// Random histories of a vault: who calls what, when, with vouchers signed by whom. What a call is to the contract and
// what it is to the rules in TypeScript stand side by side.

import fc from 'fast-check'
import type { Claim, VaultCall } from '../../../../app/speed/vault-model.ts'
import type { Address } from '../../../../app/tron/address.ts'
import { PURSE, type Stage } from './vault-stage.ts'
import { actor, type Actor, type Called, type Signable } from './vault-world.ts'

/** Of the vault, seconds. */
export const DELAY = 1_000
export const people = ['anna', 'ben', 'carl'].map(actor)
export const keys = ['key 1', 'key 2', 'key 3'].map(actor)
export const lanes = [0n, 1n, 2n ** 64n - 1n]
const MOST = 2n ** 128n - 1n

/** A voucher, and who signs it. */
interface Signed {
  readonly voucher: Signable
  readonly by: Actor
}

export type Move =
  | { readonly do: 'wait'; readonly seconds: number }
  | { readonly do: 'simple'; readonly sender: Actor; readonly call: Exclude<VaultCall, { do: `cash${string}` }> }
  | { readonly do: 'cash'; readonly sender: Actor; readonly signed: Signed; readonly to: Address }
  | {
      readonly do: 'cashMany'
      readonly sender: Actor
      readonly payee: Address
      readonly signed: readonly Signed[]
      readonly to: Address
    }
  | { readonly do: 'cashToVault'; readonly sender: Actor; readonly signed: readonly Signed[] }

/** What is a call, not a time that passes. */
export type Call = Exclude<Move, { do: 'wait' }>

const person = fc.constantFrom(...people)
const anybody = person.map(({ address }) => address)
const amount = fc.oneof(
  { weight: 8, arbitrary: fc.bigInt(1n, 200n) },
  { weight: 1, arbitrary: fc.constantFrom(0n, PURSE, MOST) },
)
const cumulative = fc.oneof(
  { weight: 8, arbitrary: fc.bigInt(0n, 600n) },
  { weight: 1, arbitrary: fc.constantFrom(MOST, MOST + 1n, 2n ** 256n - 1n) },
)
const seconds = fc.constantFrom(1, 499, 500, 501, DELAY - 1, DELAY, DELAY + 1)

const signedFor = (payee: fc.Arbitrary<Address>): fc.Arbitrary<Signed> =>
  fc
    .record({ payer: person, payee, lane: fc.constantFrom(...lanes), cumulative, key: fc.nat(9) })
    .map(({ payer, key, ...rest }) => ({
      voucher: { payer: payer.address, ...rest },
      by: key < 6 ? payer : (keys[key - 6] ?? payer),
    }))

const simple = fc
  .record({
    sender: person,
    amount,
    other: anybody,
    signer: fc.constantFrom(null, ...keys.map(({ address }) => address)),
  })
  .chain(({ sender, amount: much, other, signer }) =>
    fc
      .constantFrom<Exclude<VaultCall, { do: `cash${string}` }>>(
        { do: 'deposit', amount: much },
        { do: 'depositFor', payer: other, amount: much },
        { do: 'setSigner', signer },
        { do: 'lock', payee: other, amount: much },
        { do: 'requestUnlock', payee: other },
        { do: 'unlock', payee: other },
        { do: 'requestExit' },
        { do: 'cancelExit' },
        { do: 'withdraw', amount: much },
        { do: 'withdraw', amount: much },
      )
      .map((call): Move => ({ do: 'simple', sender, call })),
  )

const cashing = anybody.chain((payee) =>
  fc.oneof(
    fc.record({ do: fc.constant('cash' as const), sender: person, signed: signedFor(fc.constant(payee)), to: anybody }),
    fc.record({
      do: fc.constant('cashMany' as const),
      sender: person,
      payee: fc.constant(payee),
      signed: fc.array(signedFor(fc.constant(payee)), { maxLength: 4 }),
      to: anybody,
    }),
    person.chain((sender) =>
      fc.record({
        do: fc.constant('cashToVault' as const),
        sender: fc.constant(sender),
        signed: fc.array(signedFor(fc.constant(sender.address)), { maxLength: 4 }),
      }),
    ),
  ),
)

const single: fc.Arbitrary<Move> = fc.oneof(
  { weight: 2, arbitrary: seconds.map((some): Move => ({ do: 'wait', seconds: some })) },
  { weight: 5, arbitrary: simple },
  { weight: 5, arbitrary: cashing },
)

type Simple = Extract<Move, { do: 'simple' }>['call']

/** Calls that belong together, with anything or nothing between them: left to chance they would hardly ever meet. */
const chapter = (calls: fc.Arbitrary<readonly (Simple | number)[]>): fc.Arbitrary<readonly Move[]> =>
  fc
    .record({
      sender: person,
      calls,
      between: fc.array(fc.option(single, { freq: 2 }), { minLength: 6, maxLength: 6 }),
    })
    .map(({ sender, calls: own, between }) =>
      own.flatMap((call, at): Move[] => {
        const other = between[at] ?? null
        const next: Move = typeof call === 'number' ? { do: 'wait', seconds: call } : { do: 'simple', sender, call }
        return other === null ? [next] : [next, other]
      }),
    )

const leaving = chapter(
  fc
    .tuple(fc.constantFrom(0, DELAY - 1, DELAY, DELAY), fc.bigInt(1n, 100n), fc.boolean())
    .map(([wait, much, stay]) => [
      { do: 'requestExit' },
      ...(stay ? [{ do: 'cancelExit' } as const] : []),
      wait,
      { do: 'requestExit' },
      { do: 'withdraw', amount: much },
    ]),
)

const locking = chapter(
  fc
    .tuple(anybody, fc.bigInt(1n, 60n), fc.constantFrom(0, DELAY - 1, DELAY, DELAY))
    .map(([payee, much, wait]) => [
      { do: 'lock', payee, amount: much },
      { do: 'requestUnlock', payee },
      wait,
      { do: 'requestUnlock', payee },
      { do: 'unlock', payee },
    ]),
)

const signing = chapter(
  fc
    .tuple(fc.shuffledSubarray(keys, { minLength: 3 }), fc.constantFrom(0, DELAY - 1, DELAY))
    .map(([[one, two, three], wait]) => [
      { do: 'setSigner', signer: one?.address ?? null },
      { do: 'setSigner', signer: two?.address ?? null },
      wait,
      { do: 'setSigner', signer: three?.address ?? null },
    ]),
)

const again = cashing.map((one): readonly Move[] => [one, one])

/** Of any length that is worth it, from chapters and what comes between. */
export const history = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: single.map((one) => [one]) },
      { weight: 1, arbitrary: leaving },
      { weight: 1, arbitrary: locking },
      { weight: 1, arbitrary: signing },
      { weight: 1, arbitrary: again },
    ),
    { minLength: 4, maxLength: 24, size: 'max' },
  )
  .map((chapters): readonly Move[] => chapters.flat())

const claimIn = ({ voucher: { payer, lane, cumulative: sum }, by }: Signed): Claim => ({
  payer,
  lane,
  cumulative: sum,
  key: by.address,
})

export const callOf = (one: Call): VaultCall => {
  if (one.do === 'simple') return one.call
  if (one.do === 'cash') return { do: 'cash', claim: claimIn(one.signed), payee: one.signed.voucher.payee, to: one.to }
  const claims = one.signed.map(claimIn)
  return one.do === 'cashMany'
    ? { do: 'cashMany', claims, payee: one.payee, to: one.to }
    : { do: 'cashToVault', claims }
}

export const onChain = (stage: Stage, one: Call): Promise<Called> => {
  const { sender } = one
  if (one.do === 'simple') {
    const { do: name, ...args } = one.call
    return stage.call(sender, name, ...Object.values(args))
  }
  if (one.do === 'cash') return stage.cash(one.signed.voucher, one.signed.by, { sender, to: one.to })
  const claims = one.signed.map(({ voucher, by }) => stage.claim(voucher, by))
  return one.do === 'cashMany'
    ? stage.call(sender, 'cashMany', one.payee, claims, one.to)
    : stage.call(sender, 'cashToVault', claims)
}

export const claimsOf = (one: Call): readonly Claim[] => {
  const call = callOf(one)
  if (call.do === 'cash') return [call.claim]
  return 'claims' in call ? call.claims : []
}

export const payeeOf = (one: Call): Address => {
  const call = callOf(one)
  return 'payee' in call ? call.payee : one.sender.address
}

/** How each begins: with deposits and signers. */
export const start: readonly Move[] = people.flatMap((sender, at): Move[] => [
  { do: 'simple', sender, call: { do: 'deposit', amount: 400n } },
  { do: 'simple', sender, call: { do: 'setSigner', signer: keys[at]?.address ?? null } },
])
