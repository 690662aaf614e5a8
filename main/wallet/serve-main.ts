// The wallet behind main's port: checks each call by the contract's schema, and each answer and event as well, so that
// nothing that is not in the contract can leave this process. Nothing is served before `wallet.start`.

import * as v from 'valibot'
import type { AppError } from '../../app/ipc/errors.ts'
import type { Port } from '../../app/ipc/port.ts'
import { serve, type RpcServer } from '../../app/ipc/rpc.ts'
import {
  walletCommands,
  walletEvents,
  type WalletCommandName,
  type WalletEvent,
  type WalletEventName,
  type WalletInput,
  type WalletOutput,
} from '../../app/ipc/wallet-contract.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import { describeCrash, newLogId } from './crash.ts'
import { onDisk } from './disk-fault.ts'
import { speedHandlers } from './speed/speed-handlers.ts'
import type { Wallet } from './wallet.ts'

type Handlers = {
  [N in WalletCommandName]: (
    input: WalletInput<N>,
  ) => Result<WalletOutput<N>, AppError> | Promise<Result<WalletOutput<N>, AppError>>
}

export interface ServeDeps {
  readonly open: (start: WalletInput<'wallet.start'>) => Promise<Wallet>
  /** The wallet is there from now on. */
  readonly onOpen: (wallet: Wallet) => void
  readonly onShutdown: () => void
}

const isCommand = (name: string): name is WalletCommandName => Object.hasOwn(walletCommands, name)

const done: Result<undefined, AppError> = ok(undefined)

const withState = (wallet: Wallet, result: Result<void, AppError>) => (result.ok ? ok(wallet.state) : result)

const touched = <T>(wallet: Wallet, value: T): T => {
  wallet.touch()
  return value
}

const handlersOf = (wallet: Wallet): Omit<Handlers, 'wallet.start' | 'wallet.ping' | 'wallet.shutdown'> => ({
  'wallet.state': () => ok(wallet.state),
  'wallet.lock': () => (wallet.lock(), done),
  'wallet.touch': () => (wallet.touch(), done),
  'wallet.setAutoLock': ({ ms }) => (wallet.setAutoLock(ms), done),
  'wallet.addAccount': async ({ label }) => touched(wallet, withState(wallet, await wallet.addAccount(label))),
  'wallet.renameAccount': async ({ index, label }) => withState(wallet, await wallet.renameAccount(index, label)),
  'wallet.watch': async (watched) => withState(wallet, await wallet.watch(watched)),
  'wallet.unwatch': async ({ address }) => withState(wallet, await wallet.unwatch(address)),
  'wallet.prepare': (prepare) => touched(wallet, wallet.reviews.prepare(prepare)),
  'wallet.sign': ({ token }) => wallet.reviews.sign(token),
  'wallet.found': (found) => (wallet.found(found), done),
  'wallet.discard': ({ token }) => (wallet.reviews.discard(token), done),
  ...speedHandlers(wallet.speed),
})

export class MainServer {
  readonly #deps: ServeDeps
  readonly #rpc: RpcServer
  #wallet: Wallet | null = null
  #handlers: ReturnType<typeof handlersOf> | null = null

  constructor(port: Port, deps: ServeDeps) {
    this.#deps = deps
    this.#rpc = serve(
      port,
      (name, input) => this.#answer(name, input),
      (cause, name) => this.crashed(cause, name),
    )
  }

  /** Logs without the message, which could quote what it was about. */
  crashed(cause: unknown, doing: string): string {
    const logId = newLogId()
    this.#emit('wallet.log', { level: 'error', text: describeCrash(cause, doing), logId })
    return logId
  }

  async #answer(name: string, input: unknown): Promise<Result<unknown, AppError>> {
    if (!isCommand(name)) return fail({ code: 'forbidden' })
    const checked = v.safeParse(walletCommands[name].input, input)
    if (!checked.success) return fail({ code: 'invalid-argument', field: v.getDotPath(checked.issues[0]) ?? '' })
    const result = await this.#dispatch(name, checked.output)
    return result.ok ? ok(v.parse(walletCommands[name].output, result.value)) : result
  }

  #dispatch(name: WalletCommandName, input: unknown): Result<unknown, AppError> | Promise<Result<unknown, AppError>> {
    if (name === 'wallet.ping') return done
    if (name === 'wallet.shutdown') return this.#shutdown()
    if (name === 'wallet.start') return this.#start(input as WalletInput<'wallet.start'>)
    const handler = this.#handlers?.[name] as ((input: unknown) => Result<unknown, AppError>) | undefined
    return handler ? handler(input) : fail({ code: 'wallet-unavailable' })
  }

  async #start(start: WalletInput<'wallet.start'>): Promise<Result<undefined, AppError>> {
    if (this.#wallet !== null) return fail({ code: 'forbidden' })
    const opened = await onDisk(() => this.#deps.open(start))
    if (!opened.ok) return opened
    const wallet = opened.value
    this.#wallet = wallet
    this.#handlers = handlersOf(wallet)
    wallet.listen({
      changed: (state) => this.#emit('wallet.changed', state),
      answered: (token, answer) => this.#emit('wallet.answered', { token, answer }),
      found: () => undefined,
      speed: (figures) => this.#emit('speed.changed', figures),
      damaged: (keptAs, saved) =>
        this.#emit('wallet.log', {
          level: 'error',
          text: `the ledger was damaged: it is kept as ${keptAs}, ${String(saved)} vouchers were saved of it`,
        }),
      wiped: () => this.#emit('wallet.wiped', undefined),
      previewing: (addresses) => this.#emit('wallet.preview', addresses && { addresses: [...addresses] }),
    })
    this.#deps.onOpen(wallet)
    return done
  }

  #shutdown(): Result<undefined, AppError> {
    this.#wallet?.close()
    this.#deps.onShutdown()
    return done
  }

  #emit<N extends WalletEventName>(name: N, data: WalletEvent<N>): void {
    this.#rpc.emit(name, v.parse(walletEvents[name], data))
  }
}
