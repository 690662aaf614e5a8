// Kills a process that makes a deposit at one of its steps, starts over on the same folder, and looks at what the chain
// says happened; then has the deposit made as a person would who finds it unfinished.

import { fileURLToPath } from 'node:url'
import { startPractice, type PracticeNode } from '../practice/practice.ts'
import { LIFETIME_MS } from '../sending/transaction.ts'
import { addressOfKey, keyOf, openDesk, temporaryFolder, type Desk } from './desk.ts'
import { killSteps, type KillStep } from './kill-sends.ts'
import { runUntilKilled } from './killed-process.ts'
import { vaultOwner } from './vault-owner.ts'

export const depositSteps = (['approve', 'deposit'] as const).flatMap((call) =>
  killSteps.map((step) => ({ call, step })),
)

export interface DepositOutcome {
  readonly call: 'approve' | 'deposit'
  readonly step: KillStep
  readonly signal: string | null
  /** What the wallet says of each call that was on disk. */
  readonly states: readonly string[]
  /** Of the vault, in deposits of that size: before and after it was gone on with. */
  readonly free: bigint
  readonly approved: bigint
  readonly freeAtLast: bigint
  readonly approvedAtLast: bigint
}

const UNITS = 30n * 10n ** 18n
const LAG = 3
const script = fileURLToPath(new URL('deposit-process.ts', import.meta.url))

const standing = async (desk: Desk): Promise<{ free: bigint; approved: bigint }> => {
  const read = await desk.vaults().account({ account: desk.own, payees: [] })
  if (!read.ok) throw new Error(read.error)
  return { free: read.value.free / UNITS, approved: read.value.approved / UNITS }
}

const afterwards = async (node: PracticeNode, folder: string, now: () => number, pass: (ms: number) => void) => {
  await using desk = openDesk({ folder, practice: node, now })
  const later = async (ms: number, blocks = LAG + 2): Promise<void> => {
    pass(ms)
    await node.mine(blocks)
    await desk.round()
  }
  // Long enough for all that is on its way to be done or out of time.
  for (let round = 0; round < 8; round++) await later(round < 5 ? 3_000 : LIFETIME_MS, 2)
  const states = desk.sends.all(Number(node.chainId)).map(({ state }) => state)
  const before = await standing(desk)
  if (before.free === 0n) await vaultOwner({ wallet: desk, later }).make({ do: 'deposit', amount: UNITS })
  const last = await standing(desk)
  return { states, ...before, freeAtLast: last.free, approvedAtLast: last.approved }
}

export const killDepositOnce = async ({ call, step }: (typeof depositSteps)[number]): Promise<DepositOutcome> => {
  let ahead = 0
  const now = (): number => Date.now() + ahead
  await using node = await startPractice({ mining: 'by-hand', solidLag: LAG, clock: now })
  const folder = temporaryFolder()
  try {
    await node.give(addressOfKey(keyOf(1)), { trx: 1_000_000_000n, btt: 5_000n * 10n ** 18n })
    await node.mine(LAG + 2)
    const practice = { url: node.url, tokens: node.tokens, vault: node.vault, chainId: Number(node.chainId) }
    const given = { folder: folder.path, practice, units: UNITS.toString() }
    const { code, signal, words } = await runUntilKilled(script, `${call} ${step}`, given)
    if (signal !== 'SIGKILL') throw new Error(`ended by ${signal ?? `code ${code}`}: ${words}`)
    return { call, step, signal, ...(await afterwards(node, folder.path, now, (ms) => void (ahead += ms))) }
  } finally {
    folder.remove()
  }
}

/** Null: as it must be. A call that was on disk is made once; a deposit is never made twice; nothing stays approved. */
export const wrongWithDeposit = (outcome: DepositOutcome): string | null => {
  const { call, step, states, free, approved, freeAtLast, approvedAtLast } = outcome
  const saved = step !== 'built' && step !== 'signed'
  const calls = (call === 'deposit' ? 1 : 0) + (saved ? 1 : 0)
  if (states.length !== calls) return 'not on disk, or there when it should not be'
  if (states.some((state) => state !== 'final')) return 'not brought to its end'
  const deposited = call === 'deposit' && saved
  if (free !== (deposited ? 1n : 0n)) return 'deposited otherwise than it says'
  if (approved !== (calls === 1 ? 1n : 0n)) return 'approved otherwise than it says'
  return freeAtLast === 1n && approvedAtLast === 0n ? null : 'not gone on with, or gone on with twice'
}
