// A process of ours as the app forks it, by Node instead of Electron: the real entries of engine, wallet and chain, with
// main's port and the ports of key windows carried over the one channel to the parent. And what the bench has besides: an
// engine that bids a fixed price at once, so that shares can be measured against it, and the Practice network with three
// nodes. Ends with its parent.

import type { MessagePortLike } from '../../main/wallet/message-port.ts'
import { portToParent } from '../../app/ipc/parent-port.ts'
import { isCarried, SPEED_TIME, type Carried, type PracticeSaid, type SpeedTimeSaid } from './words.ts'

type Listener = (event: { readonly data: unknown; readonly ports: readonly MessagePortLike[] }) => void

/** The far end of a channel that the parent keeps the near end of. Delivers from `start` on. */
class CarriedPort implements MessagePortLike {
  readonly #id: number
  readonly #waiting: unknown[] = []
  readonly #messages: ((event: { readonly data: unknown }) => void)[] = []
  readonly #closes: (() => void)[] = []
  #started = false

  constructor(id: number) {
    this.#id = id
  }

  postMessage(data: unknown): void {
    process.send?.({ carried: this.#id, data } satisfies Carried)
  }

  on(event: 'message' | 'close', listener: ((event: { readonly data: unknown }) => void) | (() => void)): void {
    if (event === 'message') this.#messages.push(listener)
    else this.#closes.push(listener as () => void)
  }

  start(): void {
    this.#started = true
    for (const data of this.#waiting.splice(0)) this.deliver(data)
  }

  close(): void {
    process.send?.({ carried: this.#id, closed: true } satisfies Carried)
  }

  deliver(data: unknown): void {
    if (!this.#started) this.#waiting.push(data)
    else for (const listener of this.#messages) listener({ data })
  }

  end(): void {
    for (const listener of this.#closes) listener()
  }
}

const isOfSpeed = (message: unknown): boolean =>
  typeof message === 'object' && message !== null && 'name' in message && String(message.name).startsWith('speed.')

/** What is said to main is said in the thread's time too. `within`: of what is Speed's. */
const parentPort = (within: (send: () => void) => void) => {
  const ports = new Map<number, CarriedPort>()
  const listeners: Listener[] = []
  process.on('message', (message) => {
    if (message === SPEED_TIME) return
    if (!isCarried(message)) return listeners.forEach((listener) => listener({ data: message, ports: [] }))
    const { carried: id } = message
    if ('handed' in message) {
      const port = new CarriedPort(id)
      ports.set(id, port)
      return listeners.forEach((listener) => listener({ data: message.handed, ports: [port] }))
    }
    if ('closed' in message) {
      ports.get(id)?.end()
      ports.delete(id)
    } else ports.get(id)?.deliver(message.data)
  })
  return {
    postMessage: (message: unknown): void => {
      const send = (): void => void process.send?.(message)
      if (isOfSpeed(message)) within(send)
      else send()
    },
    on: (_event: 'message', listener: Listener): void => void listeners.push(listener),
  }
}

const practice = async (): Promise<void> => {
  const { startPractice } = await import('../../main/chain/practice/practice.ts')
  const node = await startPractice({ blockMs: 100 })
  const others = await Promise.all([node.peer(0), node.peer(1)])
  const { url, chainId, tokens, vault } = node
  process.send?.({
    practice: { url, chainId, tokens, vault },
    others: others.map((each) => each.url),
  } satisfies PracticeSaid)
}

const bidder = async (price: bigint): Promise<void> => {
  const { serveEngine } = await import('../../main/engine/serve.ts')
  const { fixedPrice } = await import('../../main/engine/speed/testing/fixed-price.ts')
  serveEngine(
    portToParent(process, 'the engine'),
    () => process.exit(0),
    () => fixedPrice(price),
  )
}

const engine = async (price: string): Promise<void> => {
  const { timed, speedMs, watchSpeed } = await import('./speed-time.ts')
  watchSpeed()
  process.on('message', (message) => {
    if (message === SPEED_TIME) process.send?.({ speedMs: speedMs() } satisfies SpeedTimeSaid)
  })
  Object.assign(process, { parentPort: parentPort((send) => timed(send)()) })
  await (price === '' ? import('../../main/engine/index.ts') : bidder(BigInt(price)))
}

const [kind, price = ''] = process.argv.slice(2)
process.on('disconnect', () => process.exit(0))
if (kind !== 'engine') Object.assign(process, { parentPort: parentPort((send) => send()) })
switch (kind) {
  case 'engine':
    await engine(price)
    break
  case 'wallet':
    await import('../../main/wallet/index.ts')
    break
  case 'chain':
    await import('../../main/chain/index.ts')
    break
  case 'practice':
    await practice()
    break
  default:
    throw new Error(`no process ${String(kind)}`)
}
