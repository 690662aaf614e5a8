// A MessagePort, as Electron hands it over or Node has them, as our Port. Begins to deliver when the first listener is
// there, so that nothing is lost.

import type { Port } from '../../app/ipc/port.ts'

/** What Electron's MessagePortMain and Node's MessagePort have in common with regard to us. */
export interface MessagePortLike {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}

export const portOf = (port: MessagePortLike): Port => {
  let open = true
  const messages = new Set<(message: unknown) => void>()
  const closes = new Set<() => void>()
  const closed = (): void => {
    if (!open) return
    open = false
    for (const listener of closes) listener()
  }
  port.on('message', ({ data }) => {
    if (open) for (const listener of messages) listener(data)
  })
  port.on('close', closed)
  return {
    post: (message) => {
      if (open) port.postMessage(message)
    },
    onMessage: (listener) => {
      messages.add(listener)
      port.start()
      return () => messages.delete(listener)
    },
    onClose: (listener) => {
      closes.add(listener)
      return () => closes.delete(listener)
    },
    close: () => {
      closed()
      port.close()
    },
  }
}
