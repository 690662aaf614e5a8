// The vault of the network that is chosen: checked once before use, then read for whoever asks. Leaves what to do with
// it to sending. Invariant: nothing is read of, and nothing built for, a contract that did not pass its check.

import { fail, type Result } from '../../../app/result.ts'
import type { Amount } from '../../../app/money/amount.ts'
import type { PayerState } from '../../../app/ipc/speed-desk.ts'
import type { VaultAccount } from '../../../app/speed/settled.ts'
import type { Address } from '../../../app/tron/address.ts'
import type { ChainFault } from '../../../app/wallet/chain-fault.ts'
import type { VaultState } from '../../../app/wallet/chain-state.ts'
import type { Pool } from '../nodes/pool.ts'
import { checkVault, type VaultFacts } from './check.ts'
import { Payers } from './payers.ts'
import { askAllowance, askStanding, type Standing } from './views.ts'
import { agreed, readAccountOf, readPayer, type Asking, type PayerAsked } from './reading.ts'

interface Deps {
  readonly pool: Pool
  readonly now: () => number
}

export class Vaults {
  readonly #deps: Deps
  readonly #payers: Payers
  #address: Address | null = null
  #chainId = 0
  #found: VaultFacts | 'not-ours' | null = null
  #isSettled = false

  constructor(deps: Deps) {
    this.#deps = deps
    this.#payers = new Payers({ now: deps.now, read: (asked) => this.#readPayer(asked) })
  }

  /** It is known whether there is one and whether it is ours. */
  get isSettled(): boolean {
    return this.#isSettled
  }

  /** Null: there is none, or it is not checked yet, or it did not pass. */
  get facts(): VaultFacts | null {
    return this.#found === 'not-ours' ? null : this.#found
  }

  get state(): VaultState {
    const [address, found] = [this.#address, this.#found]
    if (address === null) return { is: 'none' }
    if (found === null) return { is: 'checking', address }
    return found === 'not-ours' ? { is: 'refused', address } : { is: 'ready', ...found }
  }

  /** `isBtt`: whether a token is the network's BTT, which has to be what the vault keeps; null: not known now. */
  async check(
    chainId: number,
    address: Address | null,
    isBtt: (token: Address) => Promise<boolean | null>,
  ): Promise<void> {
    this.#address = address
    this.#chainId = chainId
    if (address === null) {
      this.#isSettled = true
      return
    }
    const checked = await checkVault(this.#deps.pool, chainId, address)
    if (!checked.ok) return
    const found = checked.value
    const keepsBtt = found === 'not-ours' ? false : await isBtt(found.token)
    if (keepsBtt === null) return
    this.#found = keepsBtt ? found : 'not-ours'
    this.#isSettled = this.#found !== 'not-ours'
  }

  /** Null: it cannot be known now. */
  payer(asked: PayerAsked, fresh: boolean): Promise<PayerState | null> {
    return this.facts === null ? Promise.resolve(null) : this.#payers.of(asked, fresh)
  }

  async account(asking: Asking): Promise<Result<VaultAccount, ChainFault>> {
    const { facts } = this
    if (facts === null) return fail('no-vault')
    return readAccountOf(this.#deps.pool, facts, asking, { chainId: this.#chainId, now: this.#deps.now() })
  }

  /** What the vault may take of the account's token, as the head has it. */
  async approvedNow(owner: Address): Promise<Result<Amount, ChainFault>> {
    const { facts } = this
    if (facts === null) return fail('no-vault')
    const of = { token: facts.token, owner, vault: facts.address }
    return agreed(this.#deps.pool, (node) => askAllowance(node, 'full', of))
  }

  /** Of a payer, read now. */
  async standing(asked: PayerAsked): Promise<Result<Standing, ChainFault>> {
    const { facts } = this
    if (facts === null) return fail('no-vault')
    return agreed(this.#deps.pool, (node) => askStanding(node, { vault: facts.address, ...asked }))
  }

  /** Of the newest settled block, ms since 1970; null: not known yet. */
  get chainTime(): number | null {
    return this.#deps.pool.settledAt
  }

  async #readPayer(asked: PayerAsked): Promise<PayerState | null> {
    const { facts } = this
    if (facts === null) return null
    const read = await readPayer(this.#deps.pool, facts, asked, this.#deps.now())
    return read.ok ? read.value : null
  }
}
