// The window: made once, hidden and shown, never navigated. It says when it can be seen, when it wants to close and
// whether it could show a question; what follows from that is decided elsewhere. A page that crashes is loaded again,
// a few times.

import { setTimeout as delay } from 'node:timers/promises'
import { BrowserWindow } from 'electron'
import { SMALLEST, type Placement } from '../../app/desktop/bounds.ts'
import type { Log } from '../log/log.ts'
import { PAGE } from '../ipc/sender.ts'
import { pagePreferences, type PageOptions } from './page-preferences.ts'
import { writePlacement } from './placement.ts'
import { backgroundColour, followTheme } from './theme.ts'

const MOST_RELOADS = 3
const HEALTHY_MS = 60_000
/** On a busy machine Electron now and then never says that a hidden window painted; its page is there all the same. */
const PAINT_MS = 1_000

interface Options extends PageOptions {
  readonly placementFile: string
  readonly log: Log
}

const create = (options: Options, { bounds }: Placement): BrowserWindow =>
  new BrowserWindow({
    ...bounds,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    title: 'Swiftseed',
    backgroundColor: backgroundColour(),
    webPreferences: pagePreferences(options),
  })

export class MainWindow {
  readonly window: BrowserWindow
  readonly #options: Options
  #responding = true
  #painted = false
  #wanted = false
  #reloads = 0
  #crashedAt = -Infinity

  constructor(options: Options, placement: Placement) {
    this.#options = options
    this.window = create(options, placement)
    if (process.platform !== 'darwin') this.window.setMenuBarVisibility(false)
    this.#watch(placement.zoom)
    const unfollow = followTheme(this.window)
    this.window.once('closed', unfollow)
    if (placement.maximised) this.window.once('show', () => this.window.maximize())
  }

  /** Loads the page; resolves when it has painted, or should have. `hidden`: it stays so until `show` is called. */
  async load({ hidden }: { hidden: boolean }): Promise<void> {
    const painted = new Promise<void>((resolve) => this.window.once('ready-to-show', resolve))
    this.#wanted ||= !hidden
    await this.window.loadURL(PAGE)
    await Promise.race([painted, delay(PAINT_MS)])
    this.#painted = true
    if (this.#wanted) this.show()
  }

  /** In front of the user, wherever it was; as soon as there is something to see. */
  show(): void {
    this.#wanted = true
    if (this.window.isDestroyed() || !this.#painted) return
    if (this.window.isMinimized()) this.window.restore()
    this.window.show()
    this.window.focus()
  }

  hide(): void {
    this.window.hide()
  }

  minimise(): void {
    this.window.minimize()
  }

  get isVisible(): boolean {
    return !this.window.isDestroyed() && this.window.isVisible() && !this.window.isMinimized()
  }

  get isFocused(): boolean {
    return !this.window.isDestroyed() && this.window.isFocused()
  }

  /** The page is there and answers: a question put to it will be seen. */
  get canAsk(): boolean {
    const { window } = this
    return !window.isDestroyed() && !window.webContents.isCrashed() && this.#responding && this.#painted
  }

  onVisibility(listener: (visible: boolean) => void): void {
    const tell = (): void => listener(this.isVisible)
    for (const event of ['show', 'hide', 'minimize', 'restore'] as const) this.window.on(event as 'show', tell)
  }

  /** The user wants the window closed. It stays open unless `destroy` is called. */
  onCloseWish(listener: () => void): void {
    this.window.on('close', (event) => {
      event.preventDefault()
      listener()
    })
  }

  async rememberPlacement(): Promise<void> {
    if (!this.window.isDestroyed()) await writePlacement(this.#options.placementFile, this.window)
  }

  #watch(zoom: number): void {
    const { webContents } = this.window
    webContents.on('did-finish-load', () => webContents.setZoomLevel(zoom))
    // Chromium lets a page go to about: addresses without asking anybody.
    webContents.on('did-navigate', (_event, url) => this.#comeBack(url))
    webContents.on('did-fail-load', (_event, _code, _what, url, isMainFrame) => isMainFrame && this.#comeBack(url))
    webContents.on('unresponsive', () => (this.#responding = false))
    webContents.on('responsive', () => (this.#responding = true))
    webContents.on('render-process-gone', (_event, { reason }) => this.#crashed(reason))
  }

  #comeBack(url: string): void {
    if (url !== PAGE && url.startsWith('about:')) this.#reload()
  }

  #reload(): void {
    // Rejects when another load takes its place.
    this.window.loadURL(PAGE).catch(() => undefined)
  }

  #crashed(reason: string): void {
    if (reason === 'clean-exit') return
    this.#options.log.error(`the window's page ended: ${reason}`)
    const now = performance.now()
    this.#reloads = now - this.#crashedAt > HEALTHY_MS ? 1 : this.#reloads + 1
    this.#crashedAt = now
    if (this.#reloads <= MOST_RELOADS) this.#reload()
  }
}
