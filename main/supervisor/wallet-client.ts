// The wallet process with its types, as main asks it. What it says is checked by itself before it says it
// (app/ipc/wallet-contract.ts), so nothing is validated here.

import type { AppError } from '../../app/ipc/errors.ts'
import type {
  WalletClient,
  WalletCommandName,
  WalletEvent,
  WalletEventName,
  WalletInput,
  WalletOutput,
} from '../../app/ipc/wallet-contract.ts'
import type { Result } from '../../app/result.ts'
import type { OnDemand } from './on-demand.ts'

export interface ListenedWallet extends WalletClient {
  on<N extends WalletEventName>(name: N, listener: (data: WalletEvent<N>) => void): () => void
}

export const walletClient = (process: Pick<OnDemand, 'call' | 'onEvent'>): ListenedWallet => ({
  call: <N extends WalletCommandName>(name: N, input: WalletInput<N>) =>
    process.call(name, input) as Promise<Result<WalletOutput<N>, AppError>>,
  on: (name, listener) =>
    process.onEvent((happened, data) => {
      if (happened === name) listener(data as WalletEvent<typeof name>)
    }),
})
