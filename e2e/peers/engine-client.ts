// The engine in a process of its own, spoken to through the same contract as the app does: the two halves of it as
// promises of values, failures as errors.

import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { CommandName, Input, Output } from '../../app/ipc/contract.ts'
import type { EngineCommandName, EngineCommands, EngineSettings } from '../../app/ipc/engine-contract.ts'
import type { Port } from '../../app/ipc/port.ts'
import { connect } from '../../app/ipc/rpc.ts'
import type { Result } from '../../app/result.ts'
import { electronPath } from '../electron.ts'
import type { Lateness } from './loop-lateness.ts'
import type { Encryption, PeerOptions } from './peer.ts'

const END_MS = 10_000

export interface EngineOptions extends PeerOptions {
  /** Torrents may lead to servers on this computer. */
  readonly ownNetwork?: boolean
}

const ENCRYPTION: Record<Encryption, EngineSettings['network']['encryption']> = {
  off: 'off',
  allowed: 'allow',
  required: 'require',
}

export const settingsFor = (
  port: number,
  { utp = false, uploadLimit, downloadLimit, encryption = 'allowed', ownNetwork = false }: EngineOptions,
): EngineSettings => ({
  network: {
    port,
    dht: false,
    pex: false,
    utp,
    lsd: false,
    upnp: false,
    natPmp: false,
    encryption: ENCRYPTION[encryption],
    localTrackers: ownNetwork,
    testBed: null,
  },
  limits: {
    down: downloadLimit ?? null,
    up: uploadLimit ?? null,
    alternative: false,
    alternativeDown: null,
    alternativeUp: null,
    slots: null,
    slotsPerTorrent: null,
  },
  connections: { total: 300, perTorrent: 60 },
  queue: { downloads: null, seeds: null, total: null, ignoreSlow: false },
  seeding: { ratio: null, minutes: null, action: 'stop' },
})

const portOf = (child: ChildProcess): Port => ({
  post: (message) => void child.send(message as object),
  onMessage: (listener) => {
    const fromEngine = (message: unknown): void => {
      if (!isLateness(message)) listener(message)
    }
    child.on('message', fromEngine)
    return () => child.off('message', fromEngine)
  },
  onClose: (listener) => {
    child.once('exit', listener)
    return () => child.off('exit', listener)
  },
  close: () => child.disconnect(),
})

const isLateness = (message: unknown): message is Lateness =>
  typeof message === 'object' && message !== null && 'heldUpMs' in message

const lateness = (child: ChildProcess): Promise<Lateness> =>
  new Promise((resolve) => {
    const onMessage = (message: unknown): void => {
      if (!isLateness(message)) return
      child.off('message', onMessage)
      resolve(message)
    }
    child.on('message', onMessage)
    child.send('held up?')
  })

const startProcess = (home: string, lifetimeSeconds: number): ChildProcess => {
  const child = fork(join(import.meta.dirname, 'engine-process.ts'), {
    execPath: electronPath(),
    execArgv: [],
    serialization: 'advanced',
    env: { PATH: process.env['PATH'] ?? '', HOME: home, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = setTimeout(() => child.kill('SIGKILL'), lifetimeSeconds * 1000)
  child.once('exit', () => clearTimeout(ended))
  return child
}

/** Both halves of the engine's contract, with failures as errors. */
const callerOf = (port: Port) => {
  const rpc = connect(port)
  const plain = async (name: string, input: unknown): Promise<unknown> => {
    const result: Result<unknown, unknown> = await rpc.call(name, input)
    if (!result.ok) throw new Error(`swiftseed ${name}: ${JSON.stringify(result.error)}`)
    return result.value
  }
  const command = <N extends CommandName>(name: N, input: Input<N>) => plain(name, input) as Promise<Output<N>>
  const own = <N extends EngineCommandName>(name: N, input: EngineCommands[N]['input']) =>
    plain(name, input) as Promise<EngineCommands[N]['output']>
  return { command, own, onEvent: rpc.onEvent }
}

export type EngineClient = ReturnType<typeof startEngine>

export const startEngine = (home: string, lifetimeSeconds: number) => {
  const child = startProcess(home, lifetimeSeconds)
  const { command, own, onEvent } = callerOf(portOf(child))
  const end = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    const late = setTimeout(() => child.kill('SIGKILL'), END_MS)
    own('engine.shutdown', undefined).catch(() => child.kill('SIGKILL'))
    await gone
    clearTimeout(late)
  }
  return {
    pid: child.pid ?? 0,
    command,
    own,
    onEvent,
    lateness: () => lateness(child),
    lookNoMore: () => void child.send('look no more'),
    end,
  }
}
