// Random histories of the vault's bytecode against its rules in plain TypeScript: the same answer to every call, the same
// books after it, and what holds whatever anybody does.

import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  applyVaultCall,
  freeOf,
  keyCounts,
  lockOf,
  paidOf,
  signersOf,
  tokensOf,
  vaultModel,
  type Claim,
  type VaultCall,
  type VaultModel,
  type VaultResult,
} from '../../../../app/speed/vault-model.ts'
import type { Address } from '../../../../app/tron/address.ts'
import { openStage, PURSE, type Stage } from '../testing/vault-stage.ts'
import { actor, NOBODY, twenty, type Actor, type Called, type Event, type Signable } from '../testing/vault-world.ts'

const DELAY = 1_000
const people = ['anna', 'ben', 'carl'].map(actor)
const keys = ['key 1', 'key 2', 'key 3'].map(actor)
const lanes = [0n, 1n, 2n ** 64n - 1n]
const MOST = 2n ** 128n - 1n
const pairs = people.flatMap((payer) => people.map((payee) => [payer.address, payee.address] as const))
let stage: Stage

beforeAll(async () => {
  stage = await openStage(people, DELAY)
})

/** A claim with who signed it; the key in it is that one's, or none where the signature is of something else. */
interface Signed {
  readonly voucher: Signable
  readonly by: Actor
}

type Move =
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

const history = fc
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

const callOf = (one: Exclude<Move, { do: 'wait' }>): VaultCall => {
  if (one.do === 'simple') return one.call
  if (one.do === 'cash') return { do: 'cash', claim: claimIn(one.signed), payee: one.signed.voucher.payee, to: one.to }
  const claims = one.signed.map(claimIn)
  return one.do === 'cashMany'
    ? { do: 'cashMany', claims, payee: one.payee, to: one.to }
    : { do: 'cashToVault', claims }
}

const onChain = (one: Exclude<Move, { do: 'wait' }>): Promise<Called> => {
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

/** What the token says, or a sum that does not fit, is all the same a deposit that was not made. */
const said = ({ ok, error, value }: Called): VaultResult => {
  if (ok) return { paid: typeof value === 'bigint' ? value : 0n }
  return {
    refused: (error === 'REVERT' || error === 'Panic' ? 'Token' : error) as Extract<
      VaultResult,
      { refused: unknown }
    >['refused'],
  }
}

const wealth = (model: VaultModel, who: Address): bigint =>
  people.reduce(
    (sum, { address }) => sum + lockOf(model, who, address).amount,
    freeOf(model, who).free + tokensOf(model, who),
  )

const claimsOf = (one: Exclude<Move, { do: 'wait' }>): readonly Claim[] => {
  const call = callOf(one)
  if (call.do === 'cash') return [call.claim]
  return 'claims' in call ? call.claims : []
}

const payeeOf = (one: Exclude<Move, { do: 'wait' }>): Address => {
  const call = callOf(one)
  return 'payee' in call ? call.payee : one.sender.address
}

/** Nobody but the sender gets poorer, save by what a key of theirs signed and was not paid yet. */
const checkNobodyRobbed = (
  before: VaultModel,
  after: VaultModel,
  one: Exclude<Move, { do: 'wait' }>,
  now: number,
): void => {
  for (const { address } of people) {
    if (address === one.sender.address) continue
    const lost = wealth(before, address) - wealth(after, address)
    const own = claimsOf(one).filter(({ payer, key }) => payer === address && keyCounts(before, payer, key, now))
    const promised = lanes.reduce((sum, lane) => {
      const most = own
        .filter((claim) => claim.lane === lane)
        .reduce((top, claim) => (claim.cumulative > top ? claim.cumulative : top), 0n)
      const open = most - paidOf(before, address, payeeOf(one), lane)
      return open > 0n ? sum + open : sum
    }, 0n)
    expect(lost <= promised).toBe(true)
  }
}

const total = (model: VaultModel): bigint => {
  const free = [...model.accounts.values()].reduce((sum, book) => sum + book.free, 0n)
  return [...model.locks.values()].reduce((sum, book) => sum + book.amount, free)
}

/** All that views say, against the model. */
const checkViews = async (model: VaultModel): Promise<void> => {
  for (const [payer, payee] of pairs) {
    const { free, exitAt } = freeOf(model, payer)
    const locked = lockOf(model, payer, payee)
    const { current, former, formerUntil } = signersOf(model, payer)
    const [standing] = await stage.read('standing', payer, payee, lanes)
    const shown = (standing as readonly unknown[]).map((value) => (typeof value === 'bigint' ? Number(value) : value))
    expect(shown).toEqual([
      ...[Number(free), exitAt, Number(locked.amount), locked.unlockAt],
      ...[current ?? nobody, former ?? nobody, formerUntil],
      lanes.map((lane) => paidOf(model, payer, payee, lane)),
    ])
  }
  for (const { address } of people) expect(await stage.tokens(address)).toBe(tokensOf(model, address))
}

const nobody = 'T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb'

/** The books again, from what the vault said alone. */
class Bookkeeper {
  readonly model: VaultModel

  constructor(model: VaultModel) {
    this.model = model
  }

  hear(events: readonly Event[]): void {
    for (const { name, args } of events) this.#note(name, args)
  }

  #note(name: string, args: readonly unknown[]): void {
    const { accounts, locks, signers } = this.model
    const [first, second, third, fourth] = args
    const payer = first as Address
    const book = freeOf(this.model, payer)
    const key = `${payer} ${second as Address}`
    const lock = locks.get(key) ?? { amount: 0n, unlockAt: 0 }
    if (name === 'Deposited') accounts.set(payer, { ...book, free: book.free + (third as bigint) })
    if (name === 'Withdrawn') accounts.set(payer, { free: book.free - (second as bigint), exitAt: 0 })
    if (name === 'ExitRequested') accounts.set(payer, { ...book, exitAt: Number(second) })
    if (name === 'ExitCancelled') accounts.set(payer, { ...book, exitAt: 0 })
    if (name === 'UnlockRequested') locks.set(key, { ...lock, unlockAt: Number(third) })
    if (name === 'UnlockCancelled') locks.set(key, { ...lock, unlockAt: 0 })
    if (name === 'Locked') this.#lock(payer, key, third as bigint)
    if (name === 'Unlocked') {
      accounts.set(payer, { ...book, free: book.free + (third as bigint) })
      locks.delete(key)
    }
    if (name === 'SignerSet') {
      const [current, former] = [second, third].map((one) => (one === nobody ? null : (one as Address)))
      signers.set(payer, { current: current ?? null, former: former ?? null, formerUntil: Number(fourth) })
    }
    if (name === 'Cashed') this.#cash(args)
  }

  #lock(payer: Address, key: string, much: bigint): void {
    const { accounts, locks } = this.model
    const book = freeOf(this.model, payer)
    accounts.set(payer, { ...book, free: book.free - much })
    locks.set(key, { unlockAt: 0, ...locks.get(key), amount: (locks.get(key)?.amount ?? 0n) + much })
  }

  #cash(args: readonly unknown[]): void {
    const { accounts, locks, paid, address } = this.model
    const [payer, payee, lane, much, fromLock, to] = args as readonly [
      Address,
      Address,
      bigint,
      bigint,
      bigint,
      Address,
    ]
    const book = freeOf(this.model, payer)
    accounts.set(payer, { ...book, free: book.free - much + fromLock })
    const key = `${payer} ${payee}`
    const lock = lockOf(this.model, payer, payee)
    if (lock.amount === fromLock) locks.delete(key)
    else locks.set(key, { ...lock, amount: lock.amount - fromLock })
    paid.set(`${key} ${lane}`, paidOf(this.model, payer, payee, lane) + much)
    if (to !== address) return
    const credited = freeOf(this.model, payee)
    accounts.set(payee, { ...credited, free: credited.free + much })
  }
}

const books = (model: VaultModel): unknown => ({
  people: people.map(({ address }) => [freeOf(model, address), signersOf(model, address)]),
  pairs: pairs.map(([payer, payee]) => [
    lockOf(model, payer, payee),
    lanes.map((lane) => paidOf(model, payer, payee, lane)),
  ]),
})

const fresh = (): VaultModel =>
  vaultModel(
    stage.world.vault,
    DELAY,
    people.map(({ address }) => [address, PURSE] as const),
  )

const start: readonly Move[] = people.flatMap((sender, at): Move[] => [
  { do: 'simple', sender, call: { do: 'deposit', amount: 400n } },
  { do: 'simple', sender, call: { do: 'setSigner', signer: keys[at]?.address ?? null } },
])

/** The highest sum that anybody whose key counted had signed, of each lane. */
type Promises = Map<string, bigint>

const notePromises = (promises: Promises, model: VaultModel, one: Exclude<Move, { do: 'wait' }>, now: number): void => {
  for (const { payer, lane, cumulative: sum, key } of claimsOf(one)) {
    const name = `${payer} ${payeeOf(one)} ${lane}`
    if (keyCounts(model, payer, key, now) && sum > (promises.get(name) ?? 0n)) promises.set(name, sum)
  }
}

/** Histories in which these never come are no histories. */
const mustHappen = [
  ...['deposit', 'depositFor', 'setSigner', 'lock', 'requestUnlock', 'unlock', 'requestExit', 'cancelExit', 'withdraw'],
  ...['cash', 'cashMany', 'cashToVault'],
]
  .map((name) => `${name} done`)
  .concat(
    'withdraw NotDue',
    'unlock NotDue',
    'setSigner FormerSignerStillValid',
    'cash InvalidSignature',
    'cash NothingDue',
  )

/** What came of which call, over all histories. */
const seen = new Set<string>()

const play = async (moves: readonly Move[]): Promise<void> => {
  const model = fresh()
  const keeper = new Bookkeeper(fresh())
  const promises: Promises = new Map()
  for (const one of [...start, ...moves]) {
    if (one.do === 'wait') {
      stage.pass(one.seconds)
      continue
    }
    const { now } = stage.world
    const before = structuredClone(model)
    notePromises(promises, model, one, now)
    const want = applyVaultCall(model, one.sender.address, callOf(one), now)
    const called = await onChain(one)
    expect(said(called)).toEqual(want)
    seen.add(`${callOf(one).do} ${'refused' in want ? want.refused : 'done'}`)
    if ('refused' in want) expect(model).toEqual(before)
    keeper.hear(called.events)
    checkNobodyRobbed(before, model, one, now)
    expect(await stage.tokens(stage.world.vault)).toBe(total(model))
  }
  for (const [lane, paid] of model.paid) expect(paid <= (promises.get(lane) ?? 0n)).toBe(true)
  await checkViews(model)
  expect(books(keeper.model)).toEqual(books(model))
}

describe('whatever anybody does', () => {
  it('the vault answers as its rules say, holds what it owes, pays no more than was promised, and robs nobody', async () => {
    await fc.assert(
      fc.asyncProperty(history, (moves) => stage.world.aside(() => play(moves))),
      { numRuns: Number(process.env['VAULT_HISTORIES'] ?? 60) },
    )
    for (const outcome of mustHappen) expect([...seen]).toContain(outcome)
  }, 600_000)

  it('a key that was the signer within the last delay counts still, and none does that never was', async () => {
    const wait = fc.constantFrom(0, 1, 333, 500, DELAY - 1, DELAY)
    const change = fc.record({ wait, key: fc.constantFrom(null, ...keys) })
    const [anna] = people
    if (!anna) throw new Error('nobody there')
    const counts = async (key: Address): Promise<boolean> =>
      (await stage.read('isSigner', anna.address, key))[0] === true
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 12 }), (changes) =>
        stage.world.aside(async () => {
          /** When each key was the signer last. */
          const last = new Map<Address, number>()
          for (const { wait: some, key } of changes) {
            stage.pass(some)
            const [before] = await stage.read('signers', anna.address)
            last.set(before as Address, stage.world.now)
            await stage.call(anna, 'setSigner', key?.address ?? NOBODY)
            const [after] = await stage.read('signers', anna.address)
            last.set(after as Address, stage.world.now)
            for (const { address } of keys) {
              const at = last.get(address)
              expect(await counts(address)).toBe(at !== undefined && stage.world.now - at < DELAY)
            }
          }
        }),
      ),
      { numRuns: 60 },
    )
  }, 60_000)
})

it('addresses of the test are what the contract means', () => {
  expect(twenty(nobody as Address)).toBe(NOBODY)
})
