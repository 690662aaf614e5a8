// Entry of the chain's utility process: TronWeb and the database live here, so that neither holds up main. Its way to
// the app is the port to main, its sockets those to the nodes the user chose. When something unexpected happens it ends,
// and goes on from its database when started again.

import { randomUUID } from 'node:crypto'
import type { Port } from '../../app/ipc/port.ts'
import { serveChain } from './serve.ts'

/** Electron's `process.parentPort`; declared here because this process's types know no Electron. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
}

const parent = (process as NodeJS.Process & { parentPort?: ParentPort }).parentPort
if (!parent) throw new Error('the chain runs as a utility process')

const messages = new Set<(message: unknown) => void>()
parent.on('message', ({ data }) => {
  for (const listener of messages) listener(data)
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

const crash = (cause: unknown): string => {
  const id = randomUUID().slice(0, 8)
  const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
  parent.postMessage({ t: 'event', name: 'chain.log', data: { level: 'error', text, logId: id } })
  return id
}

process.on('unhandledRejection', (cause) => {
  crash(cause)
  setImmediate(() => process.exit(70))
})

serveChain(port, () => process.exit(0), crash)
