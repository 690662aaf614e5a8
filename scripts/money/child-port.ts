// The channel to a forked process as a Port.

import type { ChildProcess } from 'node:child_process'
import type { Port } from '../../app/ipc/port.ts'

export const childPort = (child: ChildProcess): Port => ({
  post: (message) => {
    // A message to a process that was killed a moment ago is lost, as it would be in main.
    if (child.connected) child.send(message as object, () => undefined)
  },
  onMessage: (listener) => {
    child.on('message', listener)
    return () => child.off('message', listener)
  },
  onClose: (listener) => {
    child.on('exit', listener)
    return () => child.off('exit', listener)
  },
  close: () => child.disconnect(),
})
