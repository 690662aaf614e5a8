// The real engine, without a window, as a child process whose parent speaks to it over Node's IPC channel instead of
// Electron's. Runs in Electron as Node, from the sources.

import type { Port } from '../../app/ipc/port.ts'
import { serveEngine } from '../../main/engine/serve.ts'
import { watchLateness } from './loop-lateness.ts'

const port: Port = {
  post: (message) => void process.send?.(message),
  onMessage: (listener) => {
    const forEngine = (message: unknown): void => {
      if (message !== 'held up?' && message !== 'look no more') listener(message)
    }
    process.on('message', forEngine)
    return () => process.off('message', forEngine)
  },
  onClose: () => () => undefined,
  close: () => undefined,
}

const lateness = watchLateness()
process.on('message', (message) => {
  if (message === 'held up?') process.send?.(lateness.worst())
  if (message === 'look no more') lateness.stop()
})

process.on('disconnect', () => process.exit())
serveEngine(port, () => process.exit())
