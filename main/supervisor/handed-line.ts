// A channel to a process of ours whose other end main keeps: one end to be handed over, one as a Port.

import { MessageChannelMain } from 'electron'
import type { Port } from '../../app/ipc/port.ts'
import type { HandedPort } from './process.ts'

const portOf = (end: HandedPort): Port => {
  let open = true
  const closes = new Set<() => void>()
  const closed = (): void => {
    if (!open) return
    open = false
    for (const listener of closes) listener()
  }
  end.on('close', closed)
  end.start()
  return {
    post: (message) => {
      if (open) end.postMessage(message)
    },
    onMessage: (listener) => {
      const heard = ({ data }: { readonly data: unknown }): void => {
        if (open) listener(data)
      }
      end.on('message', heard)
      return () => end.off('message', heard)
    },
    onClose: (listener) => {
      closes.add(listener)
      return () => closes.delete(listener)
    },
    close: () => {
      closed()
      end.close()
    },
  }
}

export interface HandedLine {
  readonly handed: HandedPort
  readonly kept: Port
}

export const handedLine = (): HandedLine => {
  const { port1, port2 } = new MessageChannelMain()
  return { handed: port1, kept: portOf(port2) }
}
