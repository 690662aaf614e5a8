// A real tracker in a process of its own, as a resource. It remembers every announce it was sent and that anything
// came at all, so that a test can also show that nothing was contacted.

import { fork } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { join } from 'node:path'
import { electronPath } from '../electron.ts'
import { freePort } from './ports.ts'
import type { Announce, FromTracker, ToTracker } from './tracker-words.ts'

export interface Tracker extends AsyncDisposable {
  readonly http: string
  readonly udp: string
  readonly announces: readonly Announce[]
  /** How many TCP connections and UDP packets have come in. */
  contacts(): number
  /** The first announce, past or to come, that fits. */
  announced(fits: (announce: Announce) => boolean, withinMs: number): Promise<Announce>
  /** Answers every announce with a failure from now on, or no more. */
  refuse(on: boolean): Promise<void>
}

export interface TrackerOptions {
  /** What clients are told to wait between announces; some clients do not go below a minute. */
  readonly intervalMs?: number
}

const LIFETIME_MS = 15 * 60_000

const describe = (announces: readonly Announce[]): string =>
  announces.map(({ infoHash, event, address }) => `${infoHash.slice(0, 8)} ${event} ${address}`).join(', ')

const startProcess = (port: number, intervalMs: number) =>
  fork(join(import.meta.dirname, 'tracker-process.ts'), [`${port}`, `${intervalMs}`], {
    execPath: electronPath(),
    execArgv: [],
    env: { PATH: process.env['PATH'] ?? '', ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })

export const startTracker = async ({ intervalMs = 60_000 }: TrackerOptions = {}): Promise<Tracker> => {
  const port = await freePort()
  const child = startProcess(port, intervalMs)
  const ended = setTimeout(() => child.kill('SIGKILL'), LIFETIME_MS).unref()
  const announces: Announce[] = []
  const news = new EventEmitter()
  let contacts = 0
  child.on('message', (message: FromTracker) => {
    if (message.is === 'contact') contacts += 1
    if (message.is === 'announce') announces.push(message.announce)
    news.emit(message.is)
  })
  child.once('exit', (code) => news.emit('error', new Error(`the tracker ended with ${code}`)))
  await once(news, 'listening', { signal: AbortSignal.timeout(20_000) })
  news.on('error', () => {})

  const announced: Tracker['announced'] = async (fits, withinMs) => {
    const deadline = AbortSignal.timeout(withinMs)
    for (;;) {
      const found = announces.find(fits)
      if (found) return found
      await once(news, 'announce', { signal: deadline }).catch(() => {
        throw new Error(`no such announce in ${withinMs} ms; seen: ${describe(announces)}`)
      })
    }
  }
  const refuse: Tracker['refuse'] = async (on) => {
    const answered = once(news, 'refusing')
    child.send({ do: 'refuse', on } satisfies ToTracker)
    await answered
  }
  return {
    http: `http://127.0.0.1:${port}/announce`,
    udp: `udp://127.0.0.1:${port}`,
    announces,
    contacts: () => contacts,
    announced,
    refuse,
    [Symbol.asyncDispose]: async () => {
      clearTimeout(ended)
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.disconnect()
      await gone
    },
  }
}
