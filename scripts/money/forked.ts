// The app's processes as children of Node, in the shape the app's own supervisor wants them, and channels to hand over to
// them. When to fork and to kill is for the supervisor; a campaign kills them without asking anybody.

import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { memoryPortPair, type Port } from '../../app/ipc/port.ts'
import type { HandedPort, SupervisedProcess } from '../../main/supervisor/process.ts'
import { isPacket, MAIN_LINE, type Packet, type ProcessName } from './process-words.ts'

const script = fileURLToPath(new URL('process.ts', import.meta.url))
const LAST_WORDS = 4_096

export interface Forked extends SupervisedProcess {
  readonly pid: number
}

/** Stands for the end that is handed over: within this process it is a Port. */
const handedOf = (port: Port): HandedPort => port as unknown as HandedPort
const portOf = (handed: HandedPort): Port => handed as unknown as Port

export const keyLine = (): { readonly handed: HandedPort; readonly kept: Port } => {
  const [kept, handed] = memoryPortPair(setImmediate, structuredClone)
  return { kept, handed: handedOf(handed) }
}

/** All lines to one child. */
class Lines {
  readonly #child: ChildProcess
  readonly #messages = new Set<(message: unknown) => void>()
  readonly #closes = new Set<() => void>()
  readonly #handed = new Map<number, Port>()
  #next = MAIN_LINE + 1
  #open = true

  constructor(child: ChildProcess) {
    this.#child = child
    child.on('message', (message) => isPacket(message) && this.#take(message))
    child.once('exit', () => this.#close())
  }

  readonly main: Port = {
    post: (data) => this.#send({ line: MAIN_LINE, does: 'say', data }),
    onMessage: (listener) => {
      this.#messages.add(listener)
      return () => this.#messages.delete(listener)
    },
    onClose: (listener) => {
      this.#closes.add(listener)
      return () => this.#closes.delete(listener)
    },
    close: () => this.#close(),
  }

  hand(data: unknown, port: Port): void {
    const line = this.#next++
    this.#handed.set(line, port)
    this.#send({ line, does: 'open', data })
    port.onMessage((said) => this.#send({ line, does: 'say', data: said }))
    port.onClose(() => {
      if (this.#handed.delete(line)) this.#send({ line, does: 'close', data: null })
    })
  }

  #take({ line, does, data }: Packet): void {
    if (!this.#open) return
    if (line === MAIN_LINE) return this.#messages.forEach((listener) => listener(data))
    const port = this.#handed.get(line)
    if (does === 'say') return port?.post(data)
    if (this.#handed.delete(line)) port?.close()
  }

  /** What is said to a process that was killed a moment ago is lost, as it would be in main. */
  #send(packet: Packet): void {
    if (this.#open && this.#child.connected) this.#child.send(packet, () => undefined)
  }

  #close(): void {
    if (!this.#open) return
    this.#open = false
    for (const listener of this.#closes) listener()
    for (const port of this.#handed.values()) port.close()
    this.#handed.clear()
  }
}

export const forkProcess = (name: ProcessName): Forked => {
  const child = fork(script, [name], {
    serialization: 'advanced',
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let words = ''
  child.stderr?.on('data', (chunk: Buffer) => (words = (words + chunk.toString('utf8')).slice(-LAST_WORDS)))
  const lines = new Lines(child)
  return {
    pid: child.pid ?? 0,
    port: lines.main,
    hand: (message, port) => lines.hand(message, portOf(port)),
    kill: () => void child.kill('SIGKILL'),
    onExit: (listener) => void child.once('exit', (code, signal) => listener(`${String(code ?? signal)} ${words}`)),
  }
}
