// Entry of the wallet's utility process: main's port, and the ports of key windows that main hands over. It opens no
// socket and reads nothing but its own folder. When main goes away, so does it.

import { KEY_WINDOW_PORT } from '../../app/ipc/wallet-contract.ts'
import { portToParent, type ParentPort } from '../../app/ipc/parent-port.ts'
import { systemClock } from './clock.ts'
import { describeCrash } from './crash.ts'
import { forget } from './forgetting.ts'
import { serveKeyWindow } from './key-session.ts'
import { portOf, type MessagePortLike } from './message-port.ts'
import { MainServer } from './serve-main.ts'
import { openDisk } from './vault-disk.ts'
import { Wallet } from './wallet.ts'

/** Main hands over ports, which other processes are never given. */
interface Parent extends ParentPort {
  on(event: 'message', listener: (event: { data: unknown; ports: readonly MessagePortLike[] }) => void): void
}

const { parentPort } = process as NodeJS.Process & { parentPort?: Parent }

/** Node would write the message, which could quote a secret, to what main keeps as our last words. */
const end = (cause: unknown): void => {
  process.stderr.write(`${describeCrash(cause, 'the wallet ended')}\n`, () => process.exit(1))
}
process.on('uncaughtException', end)
process.on('unhandledRejection', end)

let wallet: Wallet | null = null

const isHandover = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && 't' in data && data.t === KEY_WINDOW_PORT.t

const port = portToParent(process, 'the wallet', (message) => !isHandover(message))

parentPort?.on('message', ({ data, ports: [handed] }) => {
  if (handed === undefined || !isHandover(data)) return
  if (wallet === null) handed.close()
  else serveKeyWindow(wallet, portOf(handed), (cause, name) => server.crashed(cause, name))
})

const server = new MainServer(port, {
  open: async ({ folder, autoLockMs }) =>
    Wallet.open({
      disk: await openDisk(folder),
      clock: systemClock,
      autoLockMs,
      afterWiping: forget,
      speedFolder: folder,
    }),
  onOpen: (opened) => {
    wallet = opened
  },
  onShutdown: () => setTimeout(() => process.exit(0), 50),
})
