// The port between a window and main, on one pair of Electron channels. Every message is dropped here unless it comes
// from the top frame of a registered window with our own page in it. A page that is loaded anew gets a new port: what
// the old one waited for is cancelled and never answered to the new one.

import { ipcMain, type IpcMainEvent, type WebContents } from 'electron'
import { TO_MAIN, TO_WINDOW } from '../../app/ipc/channel.ts'
import type { Port } from '../../app/ipc/port.ts'
import type { Log } from '../log/log.ts'
import { isOurPage } from './sender.ts'

class PagePort implements Port {
  readonly #contents: WebContents
  readonly #messages = new Set<(message: unknown) => void>()
  readonly #closes = new Set<() => void>()
  #open = true

  constructor(contents: WebContents) {
    this.#contents = contents
  }

  post(message: unknown): void {
    if (this.#open && !this.#contents.isDestroyed()) this.#contents.send(TO_WINDOW, message)
  }

  onMessage(listener: (message: unknown) => void): () => void {
    this.#messages.add(listener)
    return () => this.#messages.delete(listener)
  }

  onClose(listener: () => void): () => void {
    this.#closes.add(listener)
    return () => this.#closes.delete(listener)
  }

  deliver(message: unknown): void {
    if (this.#open) for (const listener of this.#messages) listener(message)
  }

  close(): void {
    if (!this.#open) return
    this.#open = false
    for (const listener of this.#closes) listener()
  }
}

export class WindowChannel {
  readonly #pages = new Map<WebContents, PagePort>()
  readonly #log: Log

  constructor(log: Log) {
    this.#log = log
    ipcMain.on(TO_MAIN, (event, message: unknown) => this.#receive(event, message))
  }

  /** `onPage` is called with a fresh port for every page the window loads. */
  register(contents: WebContents, onPage: (port: Port) => void): void {
    const turn = (): void => {
      this.#pages.get(contents)?.close()
      const port = new PagePort(contents)
      this.#pages.set(contents, port)
      onPage(port)
    }
    turn()
    contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) turn()
    })
    contents.on('render-process-gone', turn)
    contents.once('destroyed', () => {
      this.#pages.get(contents)?.close()
      this.#pages.delete(contents)
    })
  }

  #receive({ sender, senderFrame }: IpcMainEvent, message: unknown): void {
    const page = this.#pages.get(sender)
    if (page && isOurPage(senderFrame, sender.mainFrame)) page.deliver(message)
    else this.#log.warn('refused a message from a stranger')
  }
}
