// What the app shows and does outside its window: tray, notifications, keeping the computer awake. Fed with news of
// the engine, the settings and the window; decides nothing about torrents.

import type { SessionStats, UiRequest } from '../../app/ipc/contract.ts'
import type { Notice } from '../../app/ipc/notice.ts'
import type { EngineEvents } from '../../app/ipc/engine-contract.ts'
import type { SpeedState } from '../../app/speed/speed-state.ts'
import { onDisk } from '../ipc/disk-error.ts'
import type { SettingsStore } from '../settings/store.ts'
import type { EngineClient } from '../supervisor/engine-client.ts'
import type { Clock } from '../supervisor/clock.ts'
import { Activity } from './activity.ts'
import { rateText } from './messages.ts'
import { Notifications } from './notifications.ts'
import { Wakefulness } from './power.ts'
import { showNote } from './system-note.ts'
import { TrayIcon, type TrayActions, type TrayState } from './tray.ts'

interface WindowPart {
  readonly isVisible: boolean
  readonly isFocused: boolean
  show(): void
  hide(): void
}

interface Deps {
  readonly engine: EngineClient
  readonly settings: SettingsStore
  readonly window: WindowPart
  readonly clock: Clock
  readonly tray: boolean
  /** Shows the window, and there what is asked for. */
  readonly request: (request: UiRequest) => void
  readonly stopSpending: () => void
  readonly quit: () => void
}

export class Presence implements Disposable {
  readonly #deps: Deps
  readonly #wakefulness = new Wakefulness()
  readonly #notifications: Notifications
  readonly #tray: TrayIcon | null
  readonly activity: Activity
  #stats: SessionStats | null = null
  #spending: TrayState['spending'] = 'none'
  #practice = false

  constructor(deps: Deps) {
    this.#deps = deps
    this.activity = new Activity(deps.engine, () => this.#stayAwake())
    this.#notifications = new Notifications({
      wanted: (about) => {
        const { notifyWhenDone, notifyOfMoney } = deps.settings.get().desktop
        return (about === 'done' ? notifyWhenDone : notifyOfMoney) && !deps.window.isFocused
      },
      request: deps.request,
      show: showNote,
      clock: deps.clock,
    })
    this.#tray = deps.tray ? new TrayIcon(this.#actions(), deps.clock) : null
    deps.settings.onChange(() => this.refresh())
    this.refresh()
  }

  /** Null: the engine is away. */
  set stats(stats: SessionStats | null) {
    this.#stats = stats
    this.refresh()
  }

  get stats(): SessionStats | null {
    return this.#stats
  }

  hearSpeed({ allowance, booksOpen, spendingStopped, practice }: SpeedState): void {
    this.#practice = practice
    // Closed books may allow something: whoever wants it stopped need not open them first.
    const maySpend = allowance !== null || !booksOpen
    this.#spending = spendingStopped ? 'stopped' : maySpend ? 'allowed' : 'none'
    this.refresh()
  }

  finished(torrent: EngineEvents['engine.finished']): void {
    this.#notifications.finished(torrent)
  }

  /** Something of Speed that the window is told as well. */
  noticed(notice: Notice): void {
    this.#notifications.money(notice, this.#practice)
  }

  /** Shows what there is to show now. */
  refresh(): void {
    this.#stayAwake()
    const { look, limits } = this.#deps.settings.get()
    const stats = this.#stats
    this.#tray?.show({
      windowVisible: this.#deps.window.isVisible,
      rates: stats && { down: rateText(stats.downRate, look.units), up: rateText(stats.upRate, look.units) },
      alternativeLimits: limits.alternative,
      spending: this.#spending,
    })
  }

  [Symbol.dispose](): void {
    this.#wakefulness[Symbol.dispose]()
    this.#tray?.[Symbol.dispose]()
  }

  #stayAwake(): void {
    const wanted = this.#deps.settings.get().desktop.keepAwakeWhileDownloading
    this.#wakefulness.awake = wanted && this.activity.isDownloading
  }

  #actions(): TrayActions {
    const { engine, settings, window, stopSpending, quit } = this.#deps
    return {
      toggleWindow: () => (window.isVisible ? window.hide() : window.show()),
      stopAll: () => void engine.call('engine.stopAll', undefined),
      startAll: () => void engine.call('engine.startAll', undefined),
      setAlternativeLimits: (alternative) =>
        void onDisk(() => settings.change({ limits: { alternative } }), 'state-disk'),
      stopSpending,
      quit,
    }
  }
}
