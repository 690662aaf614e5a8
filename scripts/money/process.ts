// One of the app's processes, run from its own entry by Node instead of Electron: what the entry takes for Electron's
// port to main is made here, of the channel to who forked it. Its argument says which process it is.

import { flushCompileCache } from 'node:module'
import { isPacket, MAIN_LINE, type Packet, type ProcessName } from './process-words.ts'

type Heard = (event: { readonly data: unknown; readonly ports: readonly LinePort[] }) => void

const send = (packet: Packet): void => {
  // Who forked it may be gone: so will this process be, at once.
  if (process.connected) process.send?.(packet, undefined, undefined, () => undefined)
}

/** An end of a line, in the shape of a MessagePort: delivers from `start` on. */
class LinePort {
  readonly #line: number
  readonly #messages = new Set<(event: { readonly data: unknown }) => void>()
  readonly #closes = new Set<() => void>()
  #waiting: unknown[] | null = []

  constructor(line: number) {
    this.#line = line
  }

  postMessage(data: unknown): void {
    send({ line: this.#line, does: 'say', data })
  }

  on(event: 'message' | 'close', listener: (event: { readonly data: unknown }) => void): void {
    if (event === 'message') this.#messages.add(listener)
    else this.#closes.add(listener as () => void)
  }

  start(): void {
    const waiting = this.#waiting
    this.#waiting = null
    for (const data of waiting ?? []) this.hear(data)
  }

  close(): void {
    send({ line: this.#line, does: 'close', data: null })
  }

  hear(data: unknown): void {
    if (this.#waiting !== null) this.#waiting.push(data)
    else for (const listener of this.#messages) listener({ data })
  }

  closed(): void {
    for (const listener of this.#closes) listener()
  }
}

const lines = new Map<number, LinePort>()
const listeners = new Set<Heard>()
/** What came before the entry listened. */
let early: Packet[] | null = []

const open = (line: number): LinePort => {
  const port = new LinePort(line)
  lines.set(line, port)
  return port
}

const take = ({ line, does, data }: Packet): void => {
  if (line === MAIN_LINE || does === 'open') {
    const ports = does === 'open' ? [open(line)] : []
    for (const listener of listeners) listener({ data, ports })
    return
  }
  const port = lines.get(line)
  if (does === 'say') port?.hear(data)
  else if (lines.delete(line)) port?.closed()
}

const parentPort = {
  postMessage: (data: unknown) => send({ line: MAIN_LINE, does: 'say', data }),
  on: (_event: 'message', listener: Heard) => {
    listeners.add(listener)
    // Once all of the entry's listeners are there.
    setImmediate(() => {
      const waiting = early
      early = null
      for (const packet of waiting ?? []) take(packet)
    })
  },
}

Object.defineProperty(process, 'parentPort', { value: parentPort })
process.on('message', (message) => {
  if (!isPacket(message)) return
  if (early === null) take(message)
  else early.push(message)
})
process.on('disconnect', () => process.exit(0))

const entries: { readonly [N in ProcessName]: () => Promise<unknown> } = {
  engine: () => import('../../main/engine/index.ts'),
  wallet: () => import('../../main/wallet/index.ts'),
  chain: () => import('../../main/chain/index.ts'),
}
await entries[process.argv[2] as ProcessName]()
// Those that come after it start sooner; it itself ends without notice.
setImmediate(flushCompileCache)
