// All there is while one network is chosen: its nodes, what they told, and how far that can be relied on. Leaves doing
// anything with it to chain.ts. Invariant: a session is of one network and its nodes for as long as it lives; which
// accounts it is about may change.

import type { ChainConfig } from '../../app/ipc/chain-contract.ts'
import type { Address } from '../../app/tron/address.ts'
import { TRX, type Asset } from '../../app/tron/networks.ts'
import type { AccountState, ChainPhase, FeeParameters, Price, SelfCheck } from '../../app/wallet/chain-state.ts'
import { Pool } from './nodes/pool.ts'
import { History } from './reading/history.ts'
import { Delivery, type DeliveryStep } from './sending/delivery.ts'
import type { Records } from './store/records.ts'
import type { Sends } from './store/sends.ts'
import { Vaults } from './vault/vaults.ts'

export type Reading = 'check' | 'accounts' | 'fees' | 'history' | 'prices' | 'vault'

export interface Session {
  /** Of the network and its nodes. */
  readonly key: string
  config: ChainConfig
  readonly pool: Pool
  readonly delivery: Delivery
  readonly history: History
  /** Null: its checks are not made yet. */
  check: 'passed' | SelfCheck | null
  /** Since when no node answers. */
  silentSince: number | null
  /** How many nodes answered last; null: none was asked yet. */
  answering: number | null
  /** Nodes contradict each other about the network itself. */
  torn: boolean
  assets: readonly Asset[]
  readonly accounts: Map<Address, AccountState>
  fees: FeeParameters | null
  prices: readonly Price[]
  readonly vaults: Vaults
  /** When each is read again. */
  readonly due: Map<Reading, number>
}

export const sessionKey = ({ profile }: ChainConfig): string => JSON.stringify(profile)

interface Deps {
  readonly sends: Sends
  readonly records: Records
  readonly now: () => number
  readonly pass?: (step: DeliveryStep) => void
  readonly timeoutMs?: number
}

export const openSession = (config: ChainConfig, { sends, records, now, pass, timeoutMs }: Deps): Session | null => {
  const { profile } = config
  if (profile === null) return null
  const pool = new Pool(profile.nodes, profile.chainId, now, timeoutMs)
  const session: Session = {
    key: sessionKey(config),
    config,
    pool,
    delivery: new Delivery({ pool, sends, now, ...(pass && { pass }) }),
    history: new History({ pool, records, assets: () => session.assets }),
    check: null,
    silentSince: null,
    answering: null,
    torn: false,
    assets: profile.assets ?? [TRX],
    accounts: new Map(),
    fees: null,
    prices: [],
    vaults: new Vaults({ pool, now }),
    due: new Map(),
  }
  return session
}

export const addressesOf = ({ config }: Session): readonly Address[] => [
  ...new Set([...config.accounts, ...config.watched]),
]

/** Its node is on this computer, and what its faucet gives is looked for at once. */
export const isNear = (session: Session | null): boolean => session?.config.profile?.network === 'practice'

export const phaseOf = (session: Session | null): ChainPhase => {
  if (session === null) return { is: 'off' }
  const { check, silentSince, answering, torn, delivery, pool } = session
  if (check !== null && check !== 'passed') return { is: 'refused', check }
  if (silentSince !== null) return { is: 'offline', since: silentSince }
  if (torn || delivery.disagreeing) return { is: 'disagreeing' }
  if (answering !== null && answering < pool.quorum) {
    return { is: 'too-few-nodes', answering, needed: pool.quorum, named: pool.named }
  }
  return check === 'passed' ? { is: 'ready' } : { is: 'checking' }
}
