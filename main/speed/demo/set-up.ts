// What a trial needs of the user before they can pay: a wallet that is open, play money in the vault, an allowance.
// What of it is there already is not asked for; the rest is, in the key window, once. Leaves the swarm to others.
// Invariant: a no ends it, and nothing is asked once the trial is not wanted any more.

import type { AppError } from '../../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../../app/result.ts'
import type { TrialSetUp } from '../../../app/speed/speed-state.ts'
import type { Address } from '../../../app/tron/address.ts'
import type { PracticeNode } from '../../../app/wallet/practice-network.ts'
import type { WalletState } from '../../../app/wallet/wallet-state.ts'
import { throughKeys, type KeyDesk } from '../../ipc/key-desk.ts'
import type { Log } from '../../log/log.ts'
import type { Clock } from '../../supervisor/clock.ts'
import type { SpeedDesk } from '../open-speed.ts'
import { awaited } from './patience.ts'
import { fillPurse } from './play-money.ts'
import { allowances, deposits } from './stakes.ts'

export interface SetUpParts {
  readonly speed: SpeedDesk['deps']
  readonly keys: KeyDesk
  /** The wallet process, started for it. */
  readonly wallet: () => Promise<Result<WalletState, AppError>>
  /** Null: the Practice network does not run. */
  readonly practice: () => PracticeNode | null
  /** From the faucet; whether it gave. */
  readonly give: (to: Address) => Promise<boolean>
  readonly log: Log
  readonly clock: Clock
}

const PATIENCE_MS = 30_000

/** The account of an open wallet; else how that ended. */
const account = async (
  { wallet, keys }: SetUpParts,
  told: (step: TrialSetUp) => void,
): Promise<Result<Address, 'refused' | 'failed'>> => {
  const before = await wallet()
  if (!before.ok || before.value.vault.is === 'damaged') return fail('failed')
  const { is } = before.value.vault
  if (is !== 'unlocked') {
    const task = is === 'locked' ? 'unlock' : 'create'
    told(task)
    if (!(await throughKeys(keys, task))) return fail('failed')
  }
  const after = await wallet()
  if (!after.ok || after.value.vault.is !== 'unlocked') return fail('refused')
  const [first] = after.value.accounts
  return first === undefined ? fail('failed') : ok(first.address)
}

/** Tells each step as it begins; how it ended is the answer. */
export const setUpUser = async (
  parts: SetUpParts,
  wanted: () => boolean,
  told: (step: TrialSetUp) => void,
): Promise<'done' | 'refused' | 'failed'> => {
  const { speed, practice, give, log, clock } = parts
  if ((await awaited(clock, PATIENCE_MS, wanted, practice)) === null) return 'failed'
  const payer = await account(parts, told)
  if (!payer.ok) return payer.error
  told('waiting')
  const purse = { account: payer.value, speed, give, wanted, told, clock }
  const filled = await fillPurse(purse, deposits.newcomer, allowances.newcomer)
  if (filled.ok) return 'done'
  log.info(`a trial is not set up: ${filled.error.code}`)
  return filled.error.code === 'cancelled' ? 'refused' : 'failed'
}
