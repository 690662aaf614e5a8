// The vault's rules (contracts/SpeedVault.sol) once more, in plain TypeScript: what the contract is held against in its
// tests, and what anything that must agree with it can be held against without a chain. Leaves signatures to whoever
// asks: a claim comes with the key its signature recovers to. Invariant: a refused call changes nothing, and the
// vault's tokens are all that is free and locked.

import type { Address } from '../tron/address.ts'
import type { Lane } from './terms.ts'

export interface Claim {
  readonly payer: Address
  readonly lane: Lane
  readonly cumulative: bigint
  /** Who signed exactly this voucher, made out to the payee of the call; null: nobody. */
  readonly key: Address | null
}

export type VaultCall =
  | { readonly do: 'deposit'; readonly amount: bigint }
  | { readonly do: 'depositFor'; readonly payer: Address; readonly amount: bigint }
  | { readonly do: 'setSigner'; readonly signer: Address | null }
  | { readonly do: 'lock'; readonly payee: Address; readonly amount: bigint }
  | { readonly do: 'requestUnlock' | 'unlock'; readonly payee: Address }
  | { readonly do: 'requestExit' | 'cancelExit' }
  | { readonly do: 'withdraw'; readonly amount: bigint }
  | { readonly do: 'cash'; readonly claim: Claim; readonly payee: Address; readonly to: Address }
  | { readonly do: 'cashMany'; readonly claims: readonly Claim[]; readonly payee: Address; readonly to: Address }
  | { readonly do: 'cashToVault'; readonly claims: readonly Claim[] }

/** As the contract names its errors; `Token`: the token refused. */
export type VaultRefusal =
  | 'InvalidAmount'
  | 'InvalidPayer'
  | 'InvalidPayee'
  | 'InvalidRecipient'
  | 'InvalidSignature'
  | 'NotEnoughFree'
  | 'NothingDue'
  | 'NothingLocked'
  | 'AlreadyRequested'
  | 'NotRequested'
  | 'NotDue'
  | 'SameSigner'
  | 'FormerSignerStillValid'
  | 'NotPayee'
  | 'Token'

interface AccountBook {
  free: bigint
  /** Seconds; 0: none was asked for. */
  exitAt: number
}

interface LockBook {
  amount: bigint
  unlockAt: number
}

interface SignerBook {
  current: Address | null
  former: Address | null
  /** Exclusive. */
  formerUntil: number
}

/** All the vault knows, and who holds how many of its tokens. Times are seconds by the chain. */
export interface VaultModel {
  readonly address: Address
  readonly delay: number
  readonly accounts: Map<Address, AccountBook>
  readonly locks: Map<string, LockBook>
  readonly paid: Map<string, bigint>
  readonly signers: Map<Address, SignerBook>
  readonly tokens: Map<Address, bigint>
}

export type VaultResult = { readonly paid: bigint } | { readonly refused: VaultRefusal }

const MOST = 2n ** 128n - 1n
const lockKey = (payer: Address, payee: Address): string => `${payer} ${payee}`
const laneKey = (payer: Address, payee: Address, lane: Lane): string => `${payer} ${payee} ${lane}`
const refused = (why: VaultRefusal): VaultResult => ({ refused: why })
const DONE: VaultResult = { paid: 0n }

export const vaultModel = (
  address: Address,
  delay: number,
  tokens: Iterable<readonly [Address, bigint]>,
): VaultModel => ({
  address,
  delay,
  accounts: new Map(),
  locks: new Map(),
  paid: new Map(),
  signers: new Map(),
  tokens: new Map(tokens),
})

/** The book of its own, made when it is not there. */
const accountOf = ({ accounts }: VaultModel, who: Address): AccountBook => {
  const book = accounts.get(who) ?? { free: 0n, exitAt: 0 }
  accounts.set(who, book)
  return book
}

export const freeOf = (model: VaultModel, who: Address): AccountBook =>
  model.accounts.get(who) ?? { free: 0n, exitAt: 0 }

export const lockOf = (model: VaultModel, payer: Address, payee: Address): LockBook =>
  model.locks.get(lockKey(payer, payee)) ?? { amount: 0n, unlockAt: 0 }

export const paidOf = (model: VaultModel, payer: Address, payee: Address, lane: Lane): bigint =>
  model.paid.get(laneKey(payer, payee, lane)) ?? 0n

export const signersOf = (model: VaultModel, payer: Address): SignerBook =>
  model.signers.get(payer) ?? { current: null, former: null, formerUntil: 0 }

export const tokensOf = (model: VaultModel, who: Address): bigint => model.tokens.get(who) ?? 0n

/** Whether a payer's voucher counts that was signed with a key. */
export const keyCounts = (model: VaultModel, payer: Address, key: Address | null, now: number): boolean => {
  if (key === null) return false
  const { current, former, formerUntil } = signersOf(model, payer)
  return key === payer || key === current || (key === former && now < formerUntil)
}

const move = ({ tokens }: VaultModel, from: Address, to: Address, amount: bigint): void => {
  tokens.set(from, (tokens.get(from) ?? 0n) - amount)
  tokens.set(to, (tokens.get(to) ?? 0n) + amount)
}

const deposit = (model: VaultModel, from: Address, payer: Address, amount: bigint): VaultResult => {
  if (payer === model.address) return refused('InvalidPayer')
  if (amount === 0n) return refused('InvalidAmount')
  if (tokensOf(model, from) < amount) return refused('Token')
  const book = accountOf(model, payer)
  book.free += amount
  if (payer === from) book.exitAt = 0
  move(model, from, model.address, amount)
  return DONE
}

const setSigner = (model: VaultModel, payer: Address, signer: Address | null, now: number): VaultResult => {
  const { current, former, formerUntil } = signersOf(model, payer)
  if (signer === current) return refused('SameSigner')
  if (current === null) {
    model.signers.set(payer, { current: signer, former, formerUntil })
    return DONE
  }
  if (now < formerUntil) return refused('FormerSignerStillValid')
  model.signers.set(payer, { current: signer, former: current, formerUntil: now + model.delay })
  return DONE
}

const lock = (model: VaultModel, payer: Address, payee: Address, amount: bigint): VaultResult => {
  if (amount === 0n) return refused('InvalidAmount')
  if (payee === model.address || payee === payer) return refused('InvalidPayee')
  if (freeOf(model, payer).free < amount) return refused('NotEnoughFree')
  accountOf(model, payer).free -= amount
  model.locks.set(lockKey(payer, payee), { amount: lockOf(model, payer, payee).amount + amount, unlockAt: 0 })
  return DONE
}

const requestUnlock = (model: VaultModel, payer: Address, payee: Address, now: number): VaultResult => {
  const { amount, unlockAt } = lockOf(model, payer, payee)
  if (amount === 0n) return refused('NothingLocked')
  if (unlockAt !== 0) return refused('AlreadyRequested')
  model.locks.set(lockKey(payer, payee), { amount, unlockAt: now + model.delay })
  return DONE
}

const unlock = (model: VaultModel, payer: Address, payee: Address, now: number): VaultResult => {
  const { amount, unlockAt } = lockOf(model, payer, payee)
  if (unlockAt === 0) return refused('NotRequested')
  if (now < unlockAt) return refused('NotDue')
  model.locks.delete(lockKey(payer, payee))
  accountOf(model, payer).free += amount
  return DONE
}

const requestExit = (model: VaultModel, payer: Address, now: number): VaultResult => {
  if (freeOf(model, payer).exitAt !== 0) return refused('AlreadyRequested')
  accountOf(model, payer).exitAt = now + model.delay
  return DONE
}

const cancelExit = (model: VaultModel, payer: Address): VaultResult => {
  if (freeOf(model, payer).exitAt === 0) return refused('NotRequested')
  accountOf(model, payer).exitAt = 0
  return DONE
}

const withdraw = (model: VaultModel, payer: Address, amount: bigint, now: number): VaultResult => {
  const { free, exitAt } = freeOf(model, payer)
  if (amount === 0n) return refused('InvalidAmount')
  if (exitAt === 0) return refused('NotRequested')
  if (now < exitAt) return refused('NotDue')
  if (free < amount) return refused('NotEnoughFree')
  model.accounts.set(payer, { free: free - amount, exitAt: 0 })
  move(model, model.address, payer, amount)
  return DONE
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)

/** Of a claim that counts: takes what there is, the payee's lock first. */
const settle = (model: VaultModel, { payer, lane, cumulative }: Claim, payee: Address): bigint => {
  const before = paidOf(model, payer, payee, lane)
  const due = least(cumulative, MOST) - before
  const locked = lockOf(model, payer, payee)
  const fromLock = least(due, locked.amount)
  const fromFree = least(due - fromLock, freeOf(model, payer).free)
  if (fromLock === locked.amount) model.locks.delete(lockKey(payer, payee))
  else model.locks.set(lockKey(payer, payee), { ...locked, amount: locked.amount - fromLock })
  if (fromFree > 0n) accountOf(model, payer).free -= fromFree
  model.paid.set(laneKey(payer, payee, lane), before + fromLock + fromFree)
  return fromLock + fromFree
}

/** In their order: one that is worth nothing is passed over. */
const settleAll = (model: VaultModel, claims: readonly Claim[], payee: Address, now: number): bigint => {
  let sum = 0n
  for (const claim of claims) {
    const { payer, lane, cumulative, key } = claim
    const counts =
      payer !== payee && cumulative > paidOf(model, payer, payee, lane) && keyCounts(model, payer, key, now)
    if (counts) sum += settle(model, claim, payee)
  }
  return sum
}

const mayGo = (model: VaultModel, sender: Address, payee: Address, to: Address): VaultRefusal | null => {
  if (to === model.address) return 'InvalidRecipient'
  return to !== payee && sender !== payee ? 'NotPayee' : null
}

const payOut = (model: VaultModel, to: Address, paid: bigint): VaultResult => {
  move(model, model.address, to, paid)
  return { paid }
}

const cash = (
  model: VaultModel,
  sender: Address,
  { claim, payee, to }: Extract<VaultCall, { do: 'cash' }>,
  now: number,
): VaultResult => {
  const why = mayGo(model, sender, payee, to)
  if (why !== null) return refused(why)
  if (claim.payer === payee) return refused('InvalidPayee')
  if (!keyCounts(model, claim.payer, claim.key, now)) return refused('InvalidSignature')
  if (claim.cumulative <= paidOf(model, claim.payer, payee, claim.lane)) return refused('NothingDue')
  return payOut(model, to, settle(model, claim, payee))
}

const cashMany = (
  model: VaultModel,
  sender: Address,
  { claims, payee, to }: Extract<VaultCall, { do: 'cashMany' }>,
  now: number,
): VaultResult => {
  const why = mayGo(model, sender, payee, to)
  return why === null ? payOut(model, to, settleAll(model, claims, payee, now)) : refused(why)
}

const cashToVault = (model: VaultModel, payee: Address, claims: readonly Claim[], now: number): VaultResult => {
  const paid = settleAll(model, claims, payee, now)
  if (paid > 0n) accountOf(model, payee).free += paid
  return { paid }
}

/** What the call does to the vault, done; `now`: seconds, of its block. */
export const applyVaultCall = (model: VaultModel, sender: Address, call: VaultCall, now: number): VaultResult => {
  switch (call.do) {
    case 'deposit':
      return deposit(model, sender, sender, call.amount)
    case 'depositFor':
      return deposit(model, sender, call.payer, call.amount)
    case 'setSigner':
      return setSigner(model, sender, call.signer, now)
    case 'lock':
      return lock(model, sender, call.payee, call.amount)
    case 'requestUnlock':
      return requestUnlock(model, sender, call.payee, now)
    case 'unlock':
      return unlock(model, sender, call.payee, now)
    case 'requestExit':
      return requestExit(model, sender, now)
    case 'cancelExit':
      return cancelExit(model, sender)
    case 'withdraw':
      return withdraw(model, sender, call.amount, now)
    case 'cash':
      return cash(model, sender, call, now)
    case 'cashMany':
      return cashMany(model, sender, call, now)
    case 'cashToVault':
      return cashToVault(model, sender, call.claims, now)
  }
}
