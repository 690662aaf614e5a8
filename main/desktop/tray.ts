// The icon beside the clock: rates at a glance, and the few things done without the window. It shows what it is told
// and tells what was chosen; its menu is only made anew when something in it changed, because an open menu would
// close.

import { Menu, nativeImage, Tray, type MenuItemConstructorOptions, type NativeImage } from 'electron'
import trayUrl from '../../assets/tray/tray.png?inline'
import templateUrl from '../../assets/tray/trayTemplate.png?inline'
import templateUrl2x from '../../assets/tray/trayTemplate@2x.png?inline'
import { words } from './messages.ts'

export interface TrayState {
  readonly windowVisible: boolean
  /** As text; null while the engine is away. */
  readonly rates: { readonly down: string; readonly up: string } | null
  readonly alternativeLimits: boolean
}

export interface TrayActions {
  toggleWindow(): void
  stopAll(): void
  startAll(): void
  setAlternativeLimits(on: boolean): void
  quit(): void
}

const icon = (): NativeImage => {
  if (process.platform !== 'darwin') return nativeImage.createFromDataURL(trayUrl)
  const image = nativeImage.createFromDataURL(templateUrl)
  image.addRepresentation({ scaleFactor: 2, dataURL: templateUrl2x })
  image.setTemplateImage(true)
  return image
}

const template = (state: TrayState, actions: TrayActions): MenuItemConstructorOptions[] => [
  { label: state.windowVisible ? words.hide : words.show, click: actions.toggleWindow },
  { type: 'separator' },
  { label: state.rates ? words.rates(state.rates.down, state.rates.up) : words.engineAway, enabled: false },
  { label: words.stopAll, enabled: state.rates !== null, click: actions.stopAll },
  { label: words.startAll, enabled: state.rates !== null, click: actions.startAll },
  {
    label: words.alternativeLimits,
    type: 'checkbox',
    checked: state.alternativeLimits,
    click: ({ checked }) => actions.setAlternativeLimits(checked),
  },
  { type: 'separator' },
  { label: words.quit, click: actions.quit },
]

export class TrayIcon implements Disposable {
  readonly #tray = new Tray(icon())
  readonly #actions: TrayActions
  #shown = ''

  constructor(actions: TrayActions) {
    this.#actions = actions
    // On macOS a click opens the menu; on Linux what a click means differs between hosts, the menu is always there.
    if (process.platform === 'win32') this.#tray.on('click', actions.toggleWindow)
  }

  show(state: TrayState): void {
    const shown = JSON.stringify(state)
    if (shown === this.#shown) return
    this.#shown = shown
    this.#tray.setToolTip(state.rates ? words.tooltip(state.rates.down, state.rates.up) : words.app)
    this.#tray.setContextMenu(Menu.buildFromTemplate(template(state, this.#actions)))
  }

  [Symbol.dispose](): void {
    this.#tray.destroy()
  }
}
