// What windows ask of the chain that needs more than the chain process: a send, which the wallet process has to agree
// to and a person in the wallet's own window, the file dialog, the browser. Invariant: nothing is signed that a person
// did not approve as the wallet process put it, and nothing is sent before the chain process has saved it.

import type { Output } from '../../app/ipc/contract.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import type { WalletClient } from '../../app/ipc/wallet-contract.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import type { ActivityFilter } from '../../app/wallet/activity.ts'
import type { ChosenChain } from '../../app/wallet/chain-config.ts'
import type { SendOrder } from '../../app/wallet/send-preview.ts'
import { writeAtomically } from '../settings/atomic-file.ts'
import type { ChainClient } from '../supervisor/chain-client.ts'
import { onDisk } from './disk-error.ts'
import { namedChain } from './named-chain.ts'
import type { MainHandlers } from './server.ts'
import type { Shell } from './shell.ts'

/** Only the user reads it: it says what they own. */
const MODE = 0o600

/** Shows a person the review that waits under this token, in the wallet's own window, and says what they answered. */
export type Confirm = (token: string) => Promise<'approved' | 'refused' | 'ended'>

export interface ChainDeps {
  readonly chain: ChainClient
  readonly wallet: WalletClient
  /** The network as settings have it; null: none. */
  readonly chosen: () => ChosenChain | null
  /** Has the wallet unlocked if it is not. */
  readonly open: () => Promise<Result<void, AppError>>
  readonly confirm: Confirm
  readonly shell: Shell
}

type Sent = Result<Output<'chain.send'>, AppError>

const send = async ({ chain, wallet, chosen, open, confirm }: ChainDeps, order: SendOrder): Promise<Sent> => {
  const unlocked = await open()
  if (!unlocked.ok) return unlocked
  const built = await chain.call('chain.build', order)
  if (!built.ok) return built
  const named = namedChain(built.value.prepare, chosen())
  if (!named.ok) return named
  const review = await wallet.call('wallet.prepare', named.value)
  if (!review.ok) return review
  const { token } = review.value
  const answer = await confirm(token)
  if (answer !== 'approved') {
    await wallet.call('wallet.discard', { token })
    return fail({ code: 'cancelled' })
  }
  const signed = await wallet.call('wallet.sign', { token })
  return signed.ok ? chain.call('chain.submit', { ref: built.value.ref, signed: signed.value }) : signed
}

const exportActivity = async ({ chain, shell }: ChainDeps, filter: ActivityFilter) => {
  const path = await shell.chooseCsvPath('swiftseed-activity.csv')
  if (path === null) return ok(null)
  const csv = await chain.call('chain.csv', filter)
  if (!csv.ok) return csv
  return onDisk(async () => {
    await writeAtomically(path, new TextEncoder().encode(csv.value), MODE)
    return ok(path)
  })
}

const showTransaction = async ({ chain, shell }: ChainDeps, txId: string): Promise<Result<void, AppError>> => {
  const url = await chain.call('chain.explorerUrl', { txId })
  if (!url.ok) return url
  if (url.value === null) return fail({ code: 'not-found' })
  await shell.openWebPage(url.value)
  return ok(undefined)
}

export const chainCommands = (deps: ChainDeps) =>
  ({
    'chain.send': (order) => send(deps, order),
    'chain.exportActivity': (filter) => exportActivity(deps, filter),
    'chain.showTransaction': ({ txId }) => showTransaction(deps, txId),
  }) satisfies Partial<MainHandlers>
