// A contract built into the protocol: transferring, creating, issuing, staking. `validate` is also what the node does
// before it makes such a transaction for somebody; `execute` runs only after it, and returns the TRX it burned.

import type { JsonObject } from '../../codec/json.ts'
import type { State } from '../../state/state.ts'
import type { Params } from '../params.ts'

export interface Scene {
  readonly state: State
  readonly params: Params
  /** Of the head block, ms. */
  readonly now: number
}

export interface Executed {
  readonly fee: bigint
  /** What its receipt says beyond the fee. */
  readonly info?: JsonObject
}

export interface SystemContract {
  readonly validate: (scene: Scene, value: JsonObject) => void
  readonly execute: (scene: Scene, value: JsonObject) => Executed
}
