// Entry of the engine's utility process: its only way out is the port to main. When main goes away, so does it.

import type { Port } from '../../app/ipc/port.ts'
import { serveEngine } from './serve.ts'

/** Electron's `process.parentPort`; declared here because the engine's types know no Electron. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
}

const parent = (process as NodeJS.Process & { parentPort?: ParentPort }).parentPort
if (!parent) throw new Error('the engine runs as a utility process')

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

serveEngine(port, () => process.exit(0))
