// Puts the key window's contract on `window.keys`, and nothing else. What passes here goes over a port that leads
// straight to the wallet process: main hands the port over and hears nothing of it. The wallet checks every call.

import { contextBridge, ipcRenderer } from 'electron'
import { KEY_PORT } from '../app/ipc/channel.ts'
import { keyWindowCommands, keyWindowEventNames } from '../app/ipc/key-window-contract.ts'
import type { Port } from '../app/ipc/port.ts'
import { connect, type RpcClient } from '../app/ipc/rpc.ts'

/** What is used of a MessagePort of the page. */
interface End {
  postMessage(message: unknown): void
  addEventListener(name: 'message' | 'close', listener: (event: { readonly data?: unknown }) => void): void
  removeEventListener(name: 'message' | 'close', listener: (event: { readonly data?: unknown }) => void): void
  start(): void
  close(): void
}

const portOf = (end: End): Port => ({
  post: (message) => end.postMessage(message),
  onMessage: (listener) => {
    const withoutEvent = ({ data }: { readonly data?: unknown }): void => listener(data)
    end.addEventListener('message', withoutEvent)
    end.start()
    return () => end.removeEventListener('message', withoutEvent)
  },
  onClose: (listener) => {
    end.addEventListener('close', listener)
    return () => end.removeEventListener('close', listener)
  },
  close: () => end.close(),
})

const wallet = new Promise<RpcClient>((resolve) => {
  ipcRenderer.once(KEY_PORT, ({ ports: [end] }: { readonly ports: readonly unknown[] }) => {
    if (end !== undefined) resolve(connect(portOf(end as End)))
  })
})

const call = async (name: unknown, input?: unknown): Promise<unknown> => {
  if (typeof name !== 'string' || !Object.hasOwn(keyWindowCommands, name)) throw new TypeError('no such command')
  return (await wallet).call(name, input)
}

const on = (name: unknown, listener: (data: unknown) => void): (() => void) => {
  const known: readonly unknown[] = keyWindowEventNames
  if (!known.includes(name)) throw new TypeError('no such event')
  let off: (() => void) | null = null
  let left = false
  void wallet.then((rpc) => {
    if (!left) off = rpc.onEvent((happened, data) => happened === name && listener(data))
  })
  return () => {
    left = true
    off?.()
  }
}

contextBridge.exposeInMainWorld('keys', { call, on })
