// The real engine, without a window, as a child process whose parent speaks to it over Node's IPC channel instead of
// Electron's. Runs in Electron as Node, from the sources.

import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Port } from '../../app/ipc/port.ts'
import { serveEngine } from '../../main/engine/serve.ts'

const port: Port = {
  post: (message) => void process.send?.(message),
  onMessage: (listener) => {
    const forEngine = (message: unknown): void => {
      if (message !== 'held up?') listener(message)
    }
    process.on('message', forEngine)
    return () => process.off('message', forEngine)
  },
  onClose: () => () => undefined,
  close: () => undefined,
}

/** How late the event loop is; the histogram counts from the timer's own resolution. */
const RESOLUTION_MS = 5
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
delay.enable()
process.on('message', (message) => {
  if (message !== 'held up?') return
  process.send?.({ heldUpMs: Math.max(0, delay.max / 1e6 - RESOLUTION_MS) })
  delay.reset()
})

process.on('disconnect', () => process.exit())
serveEngine(port, () => process.exit())
