// What each call of the vault costs in energy, on the Practice network's machine with the prices of TRON's: the figures
// of the contract's test and of `npm run contracts:energy`. The token is play BTT, approved without limit unless a row
// says otherwise, which is how the design's own figures were estimated.

import { BTT, openStage, type Stage } from './vault-stage.ts'
import { actor, twenty, type Actor, type Called, type Signable } from './vault-world.ts'

/** What the design says of a call, from and to; null: nothing. */
type Design = readonly [least: number, most: number] | null

export interface EnergyRow {
  readonly call: string
  readonly energy: number
  readonly design: Design
}

type Note = (call: string, design: Design, called: Called, each?: number) => void

const payers = Array.from({ length: 10 }, (_, at) => actor(`payer ${at}`))
const [anna, ben] = [actor('anna'), actor('ben')]
/** The one holds BTT already, the other never did. */
const [seller, newcomer] = [actor('seller'), actor('newcomer')]
const DELAY = 1_000

const exactly = (energy: number): Design => [energy, energy]

const voucher = (payer: Actor, payee: Actor, amount: bigint, lane = 0n): Signable => ({
  payer: payer.address,
  payee: payee.address,
  lane,
  cumulative: amount * BTT,
})

const payIn = async ({ done, world }: Stage, note: Note): Promise<void> => {
  for (const payer of [ben, ...payers]) await done(payer, 'deposit', 1_000n * BTT)
  note('deposit, the first', exactly(36_000), await done(anna, 'deposit', 1_000n * BTT))
  note('deposit, a top-up', exactly(21_000), await done(anna, 'deposit', 1_000n * BTT))
  const approved = await world.call(ben, world.token, 'approve', [twenty(world.vault), BTT])
  note('approve exactly that, once more', null, approved)
  note('deposit, a top-up by an exact approval', null, await done(ben, 'deposit', BTT))
}

const sign = async ({ done, pass }: Stage, note: Note): Promise<void> => {
  note('setSigner, the first', null, await done(anna, 'setSigner', ben.address))
  note('setSigner, a change', null, await done(anna, 'setSigner', seller.address))
  pass(DELAY)
  note('setSigner, a later change', null, await done(anna, 'setSigner', newcomer.address))
}

const cashOne = async ({ cash }: Stage, note: Note): Promise<void> => {
  const least = await cash(voucher(ben, seller, 10n), ben)
  note('cash, a new lane', [47_000, 63_000], least)
  const most = await cash(voucher(ben, newcomer, 10n), ben)
  note('cash, a new lane, to who never held BTT', [47_000, 63_000], most)
  note('cash, again', exactly(32_000), await cash(voucher(ben, seller, 20n), ben))
  note('cash, a new lane, signed by the signer', null, await cash(voucher(anna, newcomer, 10n), newcomer))
  note('cash, again, signed by the signer', null, await cash(voucher(anna, newcomer, 20n), newcomer))
}

const lockAndCash = async ({ done, cash, pass }: Stage, note: Note): Promise<void> => {
  note('lock, the first', null, await done(ben, 'lock', seller.address, 100n * BTT))
  note('lock, more', null, await done(ben, 'lock', seller.address, 100n * BTT))
  note('cash, again, from the lock', null, await cash(voucher(ben, seller, 30n), ben))
  note('requestUnlock', null, await done(ben, 'requestUnlock', seller.address))
  pass(DELAY)
  note('unlock', null, await done(ben, 'unlock', seller.address))
}

const cashMany = async ({ done, claim }: Stage, note: Note): Promise<void> => {
  const claims = (amount: bigint): unknown[] => payers.map((payer) => claim(voucher(payer, seller, amount), payer))
  const together = (amount: bigint): Promise<Called> =>
    done(seller, 'cashMany', seller.address, claims(amount), seller.address)
  note('cashMany, each of ten new lanes', null, await together(10n), payers.length)
  const one = await done(seller, 'cashMany', seller.address, claims(20n).slice(0, 1), seller.address)
  const nine = await done(seller, 'cashMany', seller.address, claims(30n).slice(1), seller.address)
  note('cashMany, each of nine', null, nine, 9)
  note('cashMany, each more', exactly(19_000), { ...nine, energy: nine.energy - one.energy }, 8)
  await done(seller, 'deposit', BTT)
  note('cashToVault, one', exactly(25_000), await done(seller, 'cashToVault', claims(40n).slice(0, 1)))
  note('cashToVault, each of ten', null, await done(seller, 'cashToVault', claims(50n)), payers.length)
}

const bounce = async ({ done, cash, claim }: Stage, note: Note): Promise<void> => {
  note('cash, of which a part bounces', null, await cash(voucher(ben, seller, 5_000n), ben))
  note('cash, of which all bounces', null, await cash(voucher(ben, seller, 5_000n), ben))
  const forged = claim(voucher(anna, seller, 10n), ben)
  note(
    'cashMany of one that is skipped',
    null,
    await done(seller, 'cashMany', seller.address, [forged], seller.address),
  )
}

const leave = async ({ done, pass }: Stage, note: Note): Promise<void> => {
  note('requestExit', exactly(7_000), await done(anna, 'requestExit'))
  note('cancelExit', null, await done(anna, 'cancelExit'))
  await done(anna, 'requestExit')
  pass(DELAY)
  note('withdraw', exactly(20_000), await done(anna, 'withdraw', 10n * BTT))
}

export const vaultEnergy = async (): Promise<readonly EnergyRow[]> => {
  const rows: EnergyRow[] = []
  const note: Note = (call, design, { ok, error, energy }, each = 1) => {
    if (!ok) throw new Error(`${call}: ${error}`)
    rows.push({ call, energy: Math.round(Number(energy) / each), design })
  }
  const stage = await openStage([anna, ben, seller, ...payers], DELAY)
  for (const part of [payIn, sign, cashOne, lockAndCash, cashMany, bounce, leave]) await part(stage, note)
  return rows
}

/** What may be missed, or passed. */
export const TOLERANCE = 0.1

export const isWithin = ({ energy, design }: EnergyRow): boolean =>
  design === null || (energy >= design[0] * (1 - TOLERANCE) && energy <= design[1] * (1 + TOLERANCE))
