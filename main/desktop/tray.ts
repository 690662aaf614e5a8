// The icon beside the clock: rates at a glance, and the few things done without the window. It shows what it is told
// and tells what was chosen. The tooltip follows every change; the menu can only be made anew as a whole, which an
// open one does not survive everywhere, so that is done sparingly.

import { Menu, nativeImage, Tray, type MenuItemConstructorOptions, type NativeImage } from 'electron'
import trayUrl from '../../assets/tray/tray.png?inline'
import templateUrl from '../../assets/tray/trayTemplate.png?inline'
import templateUrl2x from '../../assets/tray/trayTemplate@2x.png?inline'
import type { Clock } from '../supervisor/clock.ts'
import { words } from './messages.ts'

export interface TrayState {
  readonly windowVisible: boolean
  /** As text; null while the engine is away. */
  readonly rates: { readonly down: string; readonly up: string } | null
  readonly alternativeLimits: boolean
  /** Whether Speed may pay: `none`: nothing was ever allowed to be spent. */
  readonly spending: 'none' | 'allowed' | 'stopped'
}

export interface TrayActions {
  toggleWindow(): void
  stopAll(): void
  startAll(): void
  setAlternativeLimits(on: boolean): void
  stopSpending(): void
  quit(): void
}

/** How old the rates in the menu may be. */
const STALE_MS = 5_000

const isSame = (a: TrayState, b: TrayState): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The same items, enabled alike. */
const offersSame = (a: TrayState, b: TrayState): boolean =>
  (a.rates === null) === (b.rates === null) && isSame({ ...a, rates: null }, { ...b, rates: null })

const icon = (): NativeImage => {
  if (process.platform !== 'darwin') return nativeImage.createFromDataURL(trayUrl)
  const image = nativeImage.createFromDataURL(templateUrl)
  image.addRepresentation({ scaleFactor: 2, dataURL: templateUrl2x })
  image.setTemplateImage(true)
  return image
}

/** Only the window lets it begin again: a slip of the mouse must cost nothing. */
const spendingItem = ({ spending }: TrayState, actions: TrayActions): MenuItemConstructorOptions[] => {
  if (spending === 'none') return []
  const label = spending === 'stopped' ? words.spendingStopped : words.stopSpending
  return [{ label, enabled: spending === 'allowed', click: () => actions.stopSpending() }]
}

const template = (state: TrayState, actions: TrayActions): MenuItemConstructorOptions[] => [
  { label: state.windowVisible ? words.hide : words.show, click: () => actions.toggleWindow() },
  { type: 'separator' },
  { label: state.rates ? words.rates(state.rates.down, state.rates.up) : words.engineAway, enabled: false },
  { label: words.stopAll, enabled: state.rates !== null, click: () => actions.stopAll() },
  { label: words.startAll, enabled: state.rates !== null, click: () => actions.startAll() },
  {
    label: words.alternativeLimits,
    type: 'checkbox',
    checked: state.alternativeLimits,
    click: ({ checked }) => actions.setAlternativeLimits(checked),
  },
  ...spendingItem(state, actions),
  { type: 'separator' },
  { label: words.quit, click: () => actions.quit() },
]

export class TrayIcon implements Disposable {
  readonly #tray = new Tray(icon())
  readonly #actions: TrayActions
  readonly #clock: Clock
  #state: TrayState | null = null
  /** What the menu was made from, and when. */
  #menu: { readonly state: TrayState; readonly at: number } | null = null
  #open = false
  #cancelLater: () => void = () => undefined

  constructor(actions: TrayActions, clock: Clock) {
    this.#actions = actions
    this.#clock = clock
    // On macOS a click opens the menu; on Linux what a click means differs between hosts, the menu is always there.
    if (process.platform === 'win32') this.#tray.on('click', () => actions.toggleWindow())
  }

  show(state: TrayState): void {
    if (this.#state !== null && isSame(state, this.#state)) return
    this.#state = state
    this.#tray.setToolTip(state.rates ? words.tooltip(state.rates.down, state.rates.up) : words.app)
    this.#refreshMenu()
  }

  [Symbol.dispose](): void {
    this.#cancelLater()
    this.#tray.destroy()
  }

  /** At once when the choices changed, now and then when only the rates did, not while it is open. */
  #refreshMenu(): void {
    const state = this.#state
    if (state === null || this.#open) return
    this.#cancelLater()
    const menu = this.#menu
    const wait = menu && offersSame(menu.state, state) ? menu.at + STALE_MS - this.#clock.now() : 0
    if (wait > 0) this.#cancelLater = this.#clock.after(wait, () => this.#refreshMenu())
    else this.#makeMenu(state)
  }

  #makeMenu(state: TrayState): void {
    this.#menu = { state, at: this.#clock.now() }
    const menu = Menu.buildFromTemplate(template(state, this.#actions))
    // Hosts on Linux do not say when they show a menu; they change an open one in place.
    if (process.platform !== 'linux') {
      menu.on('menu-will-show', () => (this.#open = true))
      menu.on('menu-will-close', () => {
        this.#open = false
        this.#refreshMenu()
      })
    }
    this.#tray.setContextMenu(menu)
  }
}
