// Puts the contract on `window.swiftseed`, and nothing else: three functions, no Electron object, no channel to choose.
// Every call is checked in main, every event comes from there. One thing it decides: paths that fell on the window are
// taken from the system, so a page that lies cannot name one.

import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { TO_MAIN, TO_WINDOW } from '../app/ipc/channel.ts'
import { eventNames } from '../app/ipc/contract.ts'
import type { Port } from '../app/ipc/port.ts'
import { connect } from '../app/ipc/rpc.ts'

const port: Port = {
  post: (message) => ipcRenderer.send(TO_MAIN, message),
  onMessage: (listener) => {
    const withoutEvent = (_event: unknown, message: unknown): void => listener(message)
    ipcRenderer.on(TO_WINDOW, withoutEvent)
    return () => ipcRenderer.off(TO_WINDOW, withoutEvent)
  },
  // The channel lives as long as the page.
  onClose: () => () => undefined,
  close: () => undefined,
}
const rpc = connect(port)

const DROP = 'create.drop'

/** Main would not answer what is no call at all; here the page learns of it. */
const call = async (name: unknown, input?: unknown): Promise<unknown> => {
  if (typeof name !== 'string' || name === DROP) throw new TypeError('no such command')
  return rpc.call(name, input)
}

/** A file that the page made up itself has no path. */
const dropped = async (files: unknown): Promise<unknown> => {
  const paths = Array.isArray(files) ? files.map((file) => webUtils.getPathForFile(file as File)) : []
  return rpc.call(DROP, { paths: paths.filter((path) => path !== '') })
}

const on = (name: unknown, listener: (data: unknown) => void): (() => void) => {
  const known: readonly unknown[] = eventNames
  if (!known.includes(name)) throw new TypeError('no such event')
  return rpc.onEvent((happened, data) => {
    if (happened === name) listener(data)
  })
}

contextBridge.exposeInMainWorld('swiftseed', { call, on, dropped })
