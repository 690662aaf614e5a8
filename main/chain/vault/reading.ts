// What the vault has of an account, from the settled chain and only as a quorum of the nodes says it, all of them the
// same. Leaves keeping it to payers.ts. Invariant: a node alone among several decides nothing, and no failure becomes a
// deposit of zero or of anything else.

import { fail, ok, type Result } from '../../../app/result.ts'
import type { Amount } from '../../../app/money/amount.ts'
import type { ChainCommands } from '../../../app/ipc/chain-contract.ts'
import type { PayerState } from '../../../app/ipc/speed-desk.ts'
import type { VaultAccount } from '../../../app/speed/settled.ts'
import type { Lane } from '../../../app/speed/terms.ts'
import type { Address } from '../../../app/tron/address.ts'
import type { ChainFault } from '../../../app/wallet/chain-fault.ts'
import type { Asked, Node } from '../nodes/node.ts'
import type { Pool } from '../nodes/pool.ts'
import type { VaultFacts } from './check.ts'
import { fewAtOnce } from './few-at-once.ts'
import { askAllowance, askStanding, NOBODY, type Standing } from './views.ts'

/** So long before its end a former signer counts no more: what it signed has to be cashed before. */
const SIGNER_MARGIN_MS = 3_600_000

const spelled = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? one.toString() : one))

/** What a quorum says, and nobody who answers says otherwise. */
export const agreed = async <T>(pool: Pool, ask: (node: Node) => Promise<Asked<T>>): Promise<Result<T, ChainFault>> => {
  const said = await pool.most(ask)
  if (!said.ok) return said
  const [first, ...others] = said.value
  if (first === undefined) return fail('offline')
  const text = spelled(first.value)
  return others.every(({ value }) => spelled(value) === text) ? ok(first.value) : fail('disagreeing')
}

const standingOf = (
  pool: Pool,
  { address: vault }: VaultFacts,
  payer: Address,
  payee: Address,
  lanes: readonly Lane[],
): Promise<Result<Standing, ChainFault>> => agreed(pool, (node) => askStanding(node, { vault, payer, payee, lanes }))

/** The chain's time, ms: of the newest settled block that any node has shown; null: none has. */
const chainTime = (pool: Pool): number | null => pool.settledAt

const signersOf = (
  { signer, former }: Standing,
  { delayMs }: VaultFacts,
  at: number,
  marginMs: number,
): readonly Address[] => {
  const margin = Math.min(marginMs, delayMs / 4)
  const counts = former !== null && former.signer !== signer && Number(former.until) * 1_000 > at + margin
  return [...(signer === null ? [] : [signer]), ...(counts ? [former.signer] : [])]
}

export interface PayerAsked {
  readonly payer: Address
  readonly payee: Address
  readonly lanes: readonly Lane[]
}

/** What is locked counts while nobody asked to unlock it: it may be gone before it is cashed. */
export const readPayer = async (
  pool: Pool,
  vault: VaultFacts,
  { payer, payee, lanes }: PayerAsked,
  now: number,
): Promise<Result<PayerState, ChainFault>> => {
  const read = await standingOf(pool, vault, payer, payee, lanes)
  if (!read.ok) return read
  const standing = read.value
  const at = chainTime(pool)
  if (at === null) return fail('offline')
  return ok({
    free: standing.free,
    locked: standing.unlockAt === 0n ? standing.locked : (0n as Amount),
    exitAt: Number(standing.exitAt),
    signers: signersOf(standing, vault, at, SIGNER_MARGIN_MS),
    paid: new Map(lanes.map((lane, index) => [lane, standing.paid[index] ?? (0n as Amount)])),
    readAt: now,
  })
}

export type Asking = ChainCommands['vault.account']['input']

const msOrNull = (seconds: bigint): number | null => (seconds === 0n ? null : Number(seconds) * 1_000)

/** Payees are asked about again where it failed; so many in vain, and the others are not asked about now. */
const TRIES = 2
const MOST_FAILED = 8

type OfPayee = { readonly asked: Asking['payees'][number]; readonly standing: Standing }

/** Of whom nothing could be read is left out: what was promised to them counts as promised, and not as locked. */
const readPayees = async (pool: Pool, vault: VaultFacts, { account, payees }: Asking): Promise<readonly OfPayee[]> => {
  const read: OfPayee[] = []
  let failed = 0
  await fewAtOnce(payees, async (asked) => {
    for (let tries = 1; failed < MOST_FAILED; tries++) {
      const standing = await standingOf(pool, vault, account, asked.payee, asked.lanes)
      if (standing.ok) read.push({ asked, standing: standing.value })
      else if (tries < TRIES) continue
      else failed++
      break
    }
  })
  return read
}

/**
 * What is paid to each is read before what is free: whatever is cashed in between makes it look less than it is, never
 * more. So does a payee of whom nothing could be read.
 */
export const readAccountOf = async (
  pool: Pool,
  vault: VaultFacts,
  asking: Asking,
  of: { readonly chainId: number; readonly now: number },
): Promise<Result<VaultAccount, ChainFault>> => {
  const locks: VaultAccount['locks'][number][] = []
  const paid: VaultAccount['paid'][number][] = []
  const { account } = asking
  for (const { asked, standing } of await readPayees(pool, vault, asking)) {
    const { payee, lanes } = asked
    const { locked, unlockAt } = standing
    if (locked > 0n) locks.push({ payee, locked, unlockAt: msOrNull(unlockAt) })
    for (const [index, lane] of lanes.entries())
      paid.push({ payee, lane, amount: standing.paid[index] ?? (0n as Amount) })
  }
  const { token, address } = vault
  const approved = await agreed(pool, (node) => askAllowance(node, 'solid', { token, owner: account, vault: address }))
  if (!approved.ok) return approved
  const own = await standingOf(pool, vault, account, NOBODY, [])
  const at = chainTime(pool)
  if (!own.ok || at === null) return own.ok ? fail('offline') : own
  return ok({
    vault: { chainId: of.chainId, address },
    account,
    free: own.value.free,
    exitAt: msOrNull(own.value.exitAt),
    exitDelayMs: vault.delayMs,
    signers: [...signersOf(own.value, vault, at, 0)],
    signer: own.value.signer,
    locks,
    paid,
    approved: approved.value,
    readAt: of.now,
  })
}
