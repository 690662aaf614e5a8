// The wallet as a window asks about it: names, addresses, locking, and the way to the key window. What needs a password
// or a person's consent happens there, never here.

import type { AppError } from '../../app/ipc/errors.ts'
import type { WalletClient } from '../../app/ipc/wallet-contract.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import type { WalletHome } from '../../app/wallet/wallet-home.ts'
import type { KeyDesk } from './key-desk.ts'
import type { MainHandlers } from './server.ts'

export interface WalletDeps {
  readonly wallet: WalletClient
  readonly keys: KeyDesk
  readonly home: () => Promise<WalletHome>
  readonly payBookOnly: (on: boolean) => Promise<Result<void, AppError>>
  /** Null: the network is not Practice, or its node does not run. */
  readonly practiceUrl: () => string | null
  /** POSTs JSON to the practice node; what it answers, or null when it did not. */
  readonly ask: (url: string, body: unknown) => Promise<unknown>
}

const done = ok(undefined)

const without = <T>(result: Result<T, AppError>): Result<void, AppError> => (result.ok ? done : result)

const faucet = async ({ practiceUrl, ask }: WalletDeps, address: string): Promise<Result<void, AppError>> => {
  const url = practiceUrl()
  if (url === null) return fail({ code: 'chain', fault: 'no-network' })
  const answer = await ask(`${url}/practice/faucet`, { address })
  const given = typeof answer === 'object' && answer !== null && (answer as { result?: unknown }).result === true
  return given ? done : fail({ code: 'chain', fault: 'refused' })
}

export const walletCommands = (deps: WalletDeps) => {
  const { wallet, keys, home } = deps
  return {
    'wallet.home': async () => ok(await home()),
    'wallet.lock': () => wallet.call('wallet.lock', undefined),
    'wallet.openKeys': async ({ task }) => {
      // It may have to be started first.
      const state = await wallet.call('wallet.state', undefined)
      if (!state.ok) return state
      return keys.show(task) ? done : fail({ code: 'wallet-unavailable' })
    },
    'wallet.addAccount': async (named) => without(await wallet.call('wallet.addAccount', named)),
    'wallet.renameAccount': async (named) => without(await wallet.call('wallet.renameAccount', named)),
    'wallet.watch': async (named) => without(await wallet.call('wallet.watch', named)),
    'wallet.unwatch': async (named) => without(await wallet.call('wallet.unwatch', named)),
    'wallet.payBookOnly': ({ on }) => deps.payBookOnly(on),
    'practice.faucet': ({ address }) => faucet(deps, address),
  } satisfies Partial<MainHandlers>
}
