// The window in which passwords and words are typed and shown and sends are confirmed: ours, small, on a page of its
// own, kept out of screenshots where the system can. It talks straight to the wallet process over a port that main
// makes and hands over. Invariant: one at a time, and main hears nothing of what is said in it.

import { BrowserWindow, MessageChannelMain } from 'electron'
import { KEY_PORT } from '../../app/ipc/channel.ts'
import { KEY_WINDOW_PORT } from '../../app/ipc/wallet-contract.ts'
import type { KeyTask } from '../../app/wallet/key-task.ts'
import type { KeyDesk } from '../ipc/key-desk.ts'
import { KEY_PAGE } from '../ipc/sender.ts'
import type { HandedPort } from '../supervisor/process.ts'
import { pagePreferences, type PageOptions } from './page-preferences.ts'
import { backgroundColour, followTheme } from './theme.ts'

const SIZE = { width: 520, height: 640, minWidth: 400, minHeight: 420 } as const

interface Options extends PageOptions {
  readonly parent: BrowserWindow
  /** Gives the wallet process its end of the port; false when it is not there. */
  readonly hand: (message: unknown, port: HandedPort) => boolean
}

export class KeyWindow implements KeyDesk {
  readonly #options: Options
  readonly #closeListeners = new Set<(task: KeyTask) => void>()
  #open: { readonly window: BrowserWindow; readonly task: KeyTask } | null = null

  constructor(options: Options) {
    this.#options = options
  }

  /** Shows the window for this; one that is open for something else gives way. False: the wallet is not there. */
  show(task: KeyTask): boolean {
    if (this.#open?.task === task) {
      this.#open.window.show()
      this.#open.window.focus()
      return true
    }
    this.close()
    const { port1, port2 } = new MessageChannelMain()
    if (!this.#options.hand(KEY_WINDOW_PORT, port1)) {
      port2.close()
      return false
    }
    this.#load(task, port2)
    return true
  }

  close(): void {
    const { window } = this.#open ?? {}
    if (window !== undefined && !window.isDestroyed()) window.destroy()
    this.#open = null
  }

  /** Whatever the task came to. */
  onClosed(listener: (task: KeyTask) => void): () => void {
    this.#closeListeners.add(listener)
    return () => this.#closeListeners.delete(listener)
  }

  #load(task: KeyTask, port: HandedPort): void {
    const window = this.#create()
    this.#open = { window, task }
    const { webContents } = window
    window.once('closed', () => {
      if (this.#open?.window === window) this.#open = null
      for (const listener of this.#closeListeners) listener(task)
    })
    webContents.on('render-process-gone', () => window.destroy())
    webContents.on('did-finish-load', () => webContents.setZoomLevel(this.#options.parent.webContents.getZoomLevel()))
    webContents.once('dom-ready', () => webContents.postMessage(KEY_PORT, null, [port]))
    window.once('ready-to-show', () => window.show())
    window.loadURL(`${KEY_PAGE}#${task}`).catch(() => window.isDestroyed() || window.destroy())
  }

  #create(): BrowserWindow {
    const { parent } = this.#options
    const window = new BrowserWindow({
      ...SIZE,
      // A hidden parent would keep it hidden.
      ...(parent.isVisible() && { parent }),
      show: false,
      title: 'Swiftseed',
      backgroundColor: backgroundColour(),
      maximizable: false,
      fullscreenable: false,
      webPreferences: pagePreferences(this.#options),
    })
    window.setContentProtection(true)
    if (process.platform !== 'darwin') window.setMenuBarVisibility(false)
    window.once('closed', followTheme(window))
    return window
  }
}
