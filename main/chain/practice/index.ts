// Entry of the Practice network's utility process: its only way to the app is the port to main, its only socket the
// node's own on loopback. When something unexpected happens it ends, and goes on from what it kept when started again.

import type { Port } from '../../../app/ipc/port.ts'
import { servePractice } from './serve.ts'

/** Electron's `process.parentPort`; declared here because this process's types know no Electron. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
}

const parent = (process as NodeJS.Process & { parentPort?: ParentPort }).parentPort
if (!parent) throw new Error('the Practice network runs as a utility process')

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

const crash = servePractice(port, () => process.exit(0))

for (const unexpected of ['unhandledRejection', 'uncaughtException']) {
  process.on(unexpected, (cause: unknown) => {
    crash(cause)
    setImmediate(() => process.exit(70))
  })
}
