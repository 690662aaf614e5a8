// While a key window asks whether to import, what its addresses hold is looked up and given to the wallet process,
// which shows it there. Asked again until it is known, because the network may still be getting ready. Invariant:
// nothing is asked of anybody unless a network was chosen, and nothing after the window has gone.

import type { AppError } from '../../app/ipc/errors.ts'
import type { Result } from '../../app/result.ts'
import type { Address } from '../../app/tron/address.ts'
import type { NetworkId } from '../../app/tron/networks.ts'
import type { AccountState } from '../../app/wallet/chain-state.ts'
import type { Found } from '../../app/wallet/found.ts'
import type { Clock } from '../supervisor/clock.ts'

const AGAIN_MS = 1_500

interface Deps {
  readonly clock: Pick<Clock, 'after'>
  readonly network: () => NetworkId | null
  readonly inspect: (addresses: readonly Address[]) => Promise<Result<readonly AccountState[], AppError>>
  readonly tell: (found: Found) => void
}

const foundOf = ({ address, activated, permission, balances }: AccountState) => ({
  address,
  activated,
  permission: permission.is === 'alone' || permission.is === 'unknown' ? permission : withoutOrder(permission),
  balances: balances.map(({ asset, amount }) => ({
    symbol: asset.symbol,
    decimals: asset.decimals,
    legacy: asset.kind === 'trc10' && asset.legacy,
    amount,
  })),
})

const withoutOrder = <T extends { readonly keys: readonly { readonly address: Address; readonly weight: number }[] }>(
  permission: T,
) => ({ ...permission, keys: [...permission.keys] })

export class ImportLookup {
  readonly #deps: Deps
  #addresses: readonly Address[] = []
  #stop = (): void => undefined
  /** Moves on with every import and every end of one: an answer to an older question is nobody's. */
  #epoch = 0

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Whether there is something to ask about. */
  get underway(): boolean {
    return this.#addresses.length > 0
  }

  /** Those of the import under way; none: it is over. */
  follow(addresses: readonly Address[]): void {
    this.#epoch++
    this.#stop()
    this.#addresses = addresses
    if (this.underway) void this.#look(this.#epoch)
  }

  /** Another network was chosen. */
  again(): void {
    this.follow(this.#addresses)
  }

  async #look(epoch: number): Promise<void> {
    const { network, inspect, tell, clock } = this.#deps
    const on = network()
    tell({ network: on, accounts: null })
    const read = on === null ? null : await inspect(this.#addresses)
    if (epoch !== this.#epoch) return
    if (read?.ok === true) tell({ network: on, accounts: read.value.map(foundOf) })
    else this.#stop = clock.after(AGAIN_MS, () => void this.#look(epoch))
  }
}
