// Processes of ours for main's supervisor, forked by Node in Electron's place: each with the environment of the app's own
// and ended with the bench. Leaves what runs in them to app-process.ts.

import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { memoryPortPair, type Port } from '../../app/ipc/port.ts'
import { electronPath } from '../../e2e/electron.ts'
import type { HandedPort, SupervisedProcess } from '../../main/supervisor/process.ts'
import { isCarried, isPracticeSaid, isSpeedTimeSaid, SPEED_TIME, type Carried, type PracticeSaid } from './words.ts'

const LAST_WORDS = 4_096

const forkNode = (kind: string, args: readonly string[]): ChildProcess =>
  fork(join(import.meta.dirname, 'app-process.ts'), [kind, ...args], {
    execPath: electronPath(),
    execArgv: [],
    serialization: 'advanced',
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })

const say = (child: ChildProcess, message: unknown): void => {
  if (child.connected) child.send(message as object, () => undefined)
}

const portOf = (child: ChildProcess): Port => ({
  post: (message) => say(child, message),
  onMessage: (listener) => {
    const own = (message: unknown): void => {
      if (!isCarried(message) && !isSpeedTimeSaid(message)) listener(message)
    }
    child.on('message', own)
    return () => child.off('message', own)
  },
  onClose: (listener) => {
    child.once('exit', listener)
    return () => child.off('exit', listener)
  },
  close: () => undefined,
})

/** What Electron's channel is between a window and a process of ours: a port in memory, carried on from here. */
export const keptLine = (): { readonly handed: HandedPort; readonly kept: Port } => {
  const [kept, handed] = memoryPortPair(setImmediate, structuredClone)
  return { kept, handed: handed as unknown as HandedPort }
}

let carried = 0

const carry = (child: ChildProcess, message: unknown, port: Port): void => {
  const id = ++carried
  const hear = (said: unknown): void => {
    if (!isCarried(said) || said.carried !== id) return
    if ('closed' in said) port.close()
    else if ('data' in said) port.post(said.data)
  }
  child.on('message', hear)
  port.onMessage((data) => say(child, { carried: id, data } satisfies Carried))
  port.onClose(() => {
    child.off('message', hear)
    say(child, { carried: id, closed: true } satisfies Carried)
  })
  child.once('exit', () => port.close())
  say(child, { carried: id, handed: message } satisfies Carried)
}

export interface ForkedProcess extends SupervisedProcess {
  readonly pid: number
  /** Of an engine: ms of its processor time that went into Speed so far. */
  speedMs(): Promise<number>
}

const speedMs = (child: ChildProcess): Promise<number> =>
  new Promise((resolve) => {
    const hear = (message: unknown): void => {
      if (!isSpeedTimeSaid(message)) return
      child.off('message', hear)
      resolve(message.speedMs)
    }
    child.on('message', hear)
    say(child, SPEED_TIME)
  })

export const forkProcess = (kind: 'engine' | 'wallet' | 'chain', args: readonly string[] = []): ForkedProcess => {
  const child = forkNode(kind, args)
  let lastWords = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString('utf8')).slice(-LAST_WORDS)
  })
  return {
    pid: child.pid ?? 0,
    speedMs: () => speedMs(child),
    port: portOf(child),
    hand: (message, port) => carry(child, message, port as unknown as Port),
    kill: () => void child.kill('SIGKILL'),
    onExit: (listener) =>
      void child.once('exit', (code, signal) => listener(`${String(code ?? signal)}\n${lastWords}`)),
  }
}

export interface PracticeRun extends PracticeSaid, AsyncDisposable {
  readonly pid: number
}

export const forkPractice = async (): Promise<PracticeRun> => {
  const child = forkNode('practice', [])
  child.stderr?.pipe(process.stderr)
  const [said] = (await once(child, 'message')) as [unknown]
  if (!isPracticeSaid(said)) throw new Error('no Practice network')
  return {
    ...said,
    pid: child.pid ?? 0,
    [Symbol.asyncDispose]: async () => {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}
