// How the engine is, and what the session as a whole does. Fed by connection.ts.

import { create } from 'zustand'
import { unknownNetwork } from '../../app/net/network-state.ts'
import type { EngineState, SessionStats } from '../../app/ipc/contract.ts'

interface Engine {
  readonly engine: EngineState
  /** When the present state was told, ms since the epoch: a restart counts down from there. */
  readonly since: number
  readonly stats: SessionStats
}

const quiet: SessionStats = { downRate: 0, upRate: 0, peers: 0, dhtNodes: null, port: null, network: unknownNetwork }

export const useEngine = create<Engine>(() => ({ engine: { state: 'starting' }, since: 0, stats: quiet }))

export const receiveEngine = (engine: EngineState, now: number): void => {
  const running = engine.state === 'running'
  useEngine.setState(({ stats }) => ({ engine, since: now, stats: running ? stats : { ...quiet, port: stats.port } }))
}

export const receiveStats = (stats: SessionStats): void => useEngine.setState({ stats })

/** Rows are of the past, and commands to the engine would fail. */
export const useEngineAway = (): boolean => useEngine(({ engine }) => engine.state !== 'running')
