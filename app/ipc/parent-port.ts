// The port from a utility process to main, over what Electron puts in `process.parentPort`. It never closes by itself:
// when main goes away, the process ends.

import type { Port } from './port.ts'

/** As much of Electron's ParentPort as is used; declared here because utility processes' types know no Electron. */
export interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
}

/**
 * `host` is `process`. `takes`: whether a message is for this port at all. Throws where there is no parent: `who` says
 * what was started.
 */
export const portToParent = (host: object, who: string, takes: (message: unknown) => boolean = () => true): Port => {
  const { parentPort } = host as { readonly parentPort?: ParentPort }
  if (!parentPort) throw new Error(`${who} runs as a utility process`)
  const listeners = new Set<(message: unknown) => void>()
  parentPort.on('message', ({ data }) => {
    if (takes(data)) for (const listener of listeners) listener(data)
  })
  return {
    post: (message) => parentPort.postMessage(message),
    onMessage: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onClose: () => () => undefined,
    close: () => undefined,
  }
}
