// The wallet process with its types, as main asks it. It is started when it is first needed: who has no wallet has no
// process for one. What it says is checked by itself before it says it (app/ipc/wallet-contract.ts).

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
import type { Supervisor } from './supervisor.ts'

export class WalletProcess implements WalletClient {
  readonly supervisor: Supervisor
  #begun = false

  constructor(supervisor: Supervisor) {
    this.supervisor = supervisor
  }

  get begun(): boolean {
    return this.#begun
  }

  begin(): void {
    if (this.#begun) return
    this.#begun = true
    this.supervisor.start()
  }

  async call<N extends WalletCommandName>(name: N, input: WalletInput<N>): Promise<Result<WalletOutput<N>, AppError>> {
    this.begin()
    return (await this.supervisor.call(name, input)) as Result<WalletOutput<N>, AppError>
  }

  on<N extends WalletEventName>(name: N, listener: (data: WalletEvent<N>) => void): () => void {
    return this.supervisor.onEvent((happened, data) => {
      if (happened === name) listener(data as WalletEvent<N>)
    })
  }

  /** Ends it, if there is one. */
  async stop(): Promise<void> {
    if (this.#begun) await this.supervisor.stop()
  }
}
