// Random histories of the vault's bytecode against its rules in plain TypeScript: the same answer to every call, the
// same books after it, and what holds whatever anybody does.

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
  type VaultModel,
  type VaultResult,
} from '../../../../app/speed/vault-model.ts'
import type { Address } from '../../../../app/tron/address.ts'
import { Bookkeeper, nobody } from '../testing/vault-bookkeeper.ts'
import {
  callOf,
  claimsOf,
  DELAY,
  history,
  keys,
  lanes,
  onChain,
  payeeOf,
  people,
  start,
  type Call,
  type Move,
} from '../testing/vault-histories.ts'
import { openStage, PURSE, type Stage } from '../testing/vault-stage.ts'
import { NOBODY, twenty, type Called } from '../testing/vault-world.ts'

const pairs = people.flatMap((payer) => people.map((payee) => [payer.address, payee.address] as const))
let stage: Stage

beforeAll(async () => {
  stage = await openStage(people, DELAY)
})

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

/** Nobody but the sender gets poorer, save by what a key of theirs signed and was not paid yet. */
const checkNobodyRobbed = (before: VaultModel, after: VaultModel, one: Call, now: number): void => {
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
    expect(standing).toEqual([
      ...[free, BigInt(exitAt), locked.amount, BigInt(locked.unlockAt)],
      ...[current ?? nobody, former ?? nobody, BigInt(formerUntil)],
      lanes.map((lane) => paidOf(model, payer, payee, lane)),
    ])
  }
  for (const { address } of people) expect(await stage.tokens(address)).toBe(tokensOf(model, address))
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

/** The highest sum that anybody whose key counted had signed, of each lane. */
type Promises = Map<string, bigint>

const notePromises = (promises: Promises, model: VaultModel, one: Call, now: number): void => {
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
    const called = await onChain(stage, one)
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
