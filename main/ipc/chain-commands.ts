// What windows ask of the chain that needs more than the chain process: a send, which the wallet process has to agree
// to and a person in the wallet's own window, the file dialog, the browser. Invariant: nothing is signed that a person
// did not approve as the wallet process put it, nothing is sent before the chain process has saved it, and
// nothing on another network than the review's.

import type { BuiltSend } from '../../app/ipc/chain-contract.ts'
import type { Output } from '../../app/ipc/contract.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import type { WalletClient } from '../../app/ipc/wallet-contract.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import { isExplorerPage } from '../../app/tron/networks.ts'
import type { ActivityFilter } from '../../app/wallet/activity.ts'
import type { ChosenChain } from '../../app/wallet/chain-config.ts'
import type { SendOrder } from '../../app/wallet/send-preview.ts'
import type { ChainClient } from '../supervisor/chain-client.ts'
import { onDisk } from './disk-error.ts'
import { namedChain } from './named-chain.ts'
import type { MainHandlers } from './server.ts'
import type { Shell } from './shell.ts'
import { saveTable } from './table-file.ts'

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
  /** Calls back when another network, or other nodes of it, are chosen, until told to stop. */
  readonly onNetwork: (listener: () => void) => () => void
  readonly shell: Shell
}

type Sent = Result<Output<'chain.send'>, AppError>

/** The chain process went away before it said that it saved. What it does save, it sends. */
const outcomeOf = async (chain: ChainClient, txId: string): Promise<Sent> => {
  const saved = await chain.call('chain.isSaved', { txId })
  if (!saved.ok) return fail({ code: 'chain', fault: 'outcome-unknown' })
  return saved.value ? ok({ id: txId }) : fail({ code: 'chain', fault: 'not-saved' })
}

const networkChanged = fail({ code: 'chain', fault: 'network-changed' } as const)

/** `isChanged`: another network was chosen since it began; `onChange` is called when one is. */
interface Watched {
  isChanged(): boolean
  onChange(listener: () => void): void
}

type SendDeps = Omit<ChainDeps, 'shell'>

/** From what the chain process built to what it has on disk, by way of a person. */
const confirmed = async (
  { chain, wallet, chosen, confirm }: SendDeps,
  built: Result<BuiltSend, AppError>,
  network: Watched,
): Promise<Sent> => {
  if (!built.ok) return built
  const named = namedChain(built.value.prepare, chosen())
  if (!named.ok) return named
  const review = await wallet.call('wallet.prepare', named.value)
  if (!review.ok) return review
  const { token } = review.value
  network.onChange(() => void wallet.call('wallet.discard', { token }))
  const answer = network.isChanged() ? 'ended' : await confirm(token)
  if (network.isChanged() || answer !== 'approved') {
    await wallet.call('wallet.discard', { token })
    return network.isChanged() ? networkChanged : fail({ code: 'cancelled' })
  }
  const signed = await wallet.call('wallet.sign', { token })
  if (!signed.ok) return signed
  if (network.isChanged()) return networkChanged
  const submitted = await chain.call('chain.submit', { ref: built.value.ref, signed: signed.value })
  const away = !submitted.ok && submitted.error.code === 'chain-unavailable'
  return away ? outcomeOf(chain, signed.value.txId) : submitted
}

/** Sends what is built, one after the other, on one network and with the wallet open. */
export type SendBuilt = (built: Result<BuiltSend, AppError>) => Promise<Sent>

export const whileOpen = async <T>(
  deps: SendDeps,
  work: (sendBuilt: SendBuilt) => Promise<Result<T, AppError>>,
): Promise<Result<T, AppError>> => {
  const unlocked = await deps.open()
  if (!unlocked.ok) return unlocked
  let changed = false
  let listener = (): void => undefined
  const off = deps.onNetwork(() => {
    changed = true
    listener()
  })
  const network: Watched = { isChanged: () => changed, onChange: (next) => (listener = next) }
  try {
    return await work((built) => confirmed(deps, built, network))
  } finally {
    off()
  }
}

const send = (deps: SendDeps, order: SendOrder): Promise<Sent> =>
  whileOpen(deps, async (sendBuilt) => sendBuilt(await deps.chain.call('chain.build', order)))

const exportActivity = async ({ chain, shell }: ChainDeps, filter: ActivityFilter) => {
  const path = await shell.chooseCsvPath('swiftseed-activity.csv')
  if (path === null) return ok(null)
  const csv = await chain.call('chain.csv', filter)
  if (!csv.ok) return csv
  return onDisk(async () => {
    await saveTable(path, csv.value)
    return ok(path)
  })
}

const showTransaction = async ({ chain, shell }: ChainDeps, txId: string): Promise<Result<void, AppError>> => {
  const url = await chain.call('chain.explorerUrl', { txId })
  if (!url.ok) return url
  if (url.value === null || !isExplorerPage(url.value, txId)) return fail({ code: 'not-found' })
  await shell.openWebPage(url.value)
  return ok(undefined)
}

export const chainCommands = (deps: ChainDeps) =>
  ({
    'chain.send': (order) => send(deps, order),
    'chain.exportActivity': (filter) => exportActivity(deps, filter),
    'chain.showTransaction': ({ txId }) => showTransaction(deps, txId),
  }) satisfies Partial<MainHandlers>
