// Entry of the wallet's utility process: main's port, and the ports of key windows that main hands over. It opens no
// socket and reads nothing but its own folder. When main goes away, so does it.

import { KEY_WINDOW_PORT } from '../../app/ipc/wallet-contract.ts'
import type { Port } from '../../app/ipc/port.ts'
import { systemClock } from './clock.ts'
import { describeCrash } from './crash.ts'
import { forget } from './forgetting.ts'
import { serveKeyWindow } from './key-session.ts'
import { portOf, type MessagePortLike } from './message-port.ts'
import { MainServer } from './serve-main.ts'
import { openDisk } from './vault-disk.ts'
import { Wallet } from './wallet.ts'

/** Electron's `process.parentPort`; declared here because the wallet's types know no Electron. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown; ports: readonly MessagePortLike[] }) => void): void
}

const parent = (process as NodeJS.Process & { parentPort?: ParentPort }).parentPort
if (!parent) throw new Error('the wallet runs as a utility process')

/** Node would write the message, which could quote a secret, to what main keeps as our last words. */
const end = (cause: unknown): void => {
  process.stderr.write(`${describeCrash(cause, 'the wallet ended')}\n`, () => process.exit(1))
}
process.on('uncaughtException', end)
process.on('unhandledRejection', end)

const messages = new Set<(message: unknown) => void>()
let wallet: Wallet | null = null

const isHandover = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && 't' in data && data.t === KEY_WINDOW_PORT.t

parent.on('message', ({ data, ports }) => {
  const [port] = ports
  if (port === undefined || !isHandover(data)) for (const listener of messages) listener(data)
  else if (wallet === null) port.close()
  else serveKeyWindow(wallet, portOf(port), (cause, name) => server.crashed(cause, name))
})

const port: Port = {
  post: (message) => parent.postMessage(message),
  onMessage: (listener) => {
    messages.add(listener)
    return () => messages.delete(listener)
  },
  onClose: () => () => undefined,
  close: () => undefined,
}

const server = new MainServer(port, {
  open: async ({ folder, autoLockMs }) =>
    Wallet.open({ disk: await openDisk(folder), clock: systemClock, autoLockMs, afterLock: forget }),
  onOpen: (opened) => {
    wallet = opened
  },
  onShutdown: () => setTimeout(() => process.exit(0), 50),
})
