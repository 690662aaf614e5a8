// The real engine, without a window, as a child process whose parent speaks to it over Node's IPC channel instead of
// Electron's. Runs in Electron as Node, from the sources.

import type { Port } from '../../app/ipc/port.ts'
import { serveEngine } from '../../main/engine/serve.ts'

const port: Port = {
  post: (message) => void process.send?.(message),
  onMessage: (listener) => {
    process.on('message', listener)
    return () => process.off('message', listener)
  },
  onClose: () => () => undefined,
  close: () => undefined,
}

process.on('disconnect', () => process.exit())
serveEngine(port, () => process.exit())
