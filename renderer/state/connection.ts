// Joins the stores to the API: subscribes first, asks after, so that nothing falls in between. Deltas that arrive
// before the snapshot wait for it; a gap asks for another one, once. Every restart of the engine begins anew.

import type { Api, UiRequest } from '../../app/ipc/contract.ts'
import type { Notice } from '../../app/ipc/notice.ts'
import type { Delta } from '../../app/torrent/row.ts'
import { openAdd, openUnreadable, replaceCandidates } from './adding.ts'
import { provideApi } from './api.ts'
import { receiveProgress } from './creating.ts'
import { receiveEngine, receiveStats, useEngine } from './engine.ts'
import { keepList } from './list.ts'
import { notify } from './notices.ts'
import { receiveSettings } from './settings.ts'
import { startTrial } from './speed-setup.ts'
import { revealSpeed } from './speed-sight.ts'
import { connectSpeed } from './speed.ts'
import { torrents } from './torrents.ts'
import { askClose, openPalette, reveal, showView } from './ui.ts'
import { connectWallet } from './wallet.ts'

const RETRY = 500

class RowFeed {
  readonly #api: Api
  #asking = false
  #early: Delta[] = []

  constructor(api: Api) {
    this.#api = api
  }

  take(delta: Delta): void {
    if (this.#asking) this.#early.push(delta)
    else if (!torrents.apply(delta)) void this.ask(delta)
  }

  async ask(first: Delta | null = null): Promise<void> {
    if (this.#asking) return
    this.#asking = true
    this.#early = first ? [first] : []
    const result = await this.#api.call('torrents.snapshot')
    this.#asking = false
    if (!result.ok) return this.#later()
    torrents.replace(result.value)
    const early = this.#early
    this.#early = []
    for (const delta of early) this.take(delta)
  }

  /** The engine was not there; when it says that it runs, it is asked again, else after a while. */
  #later(): void {
    setTimeout(() => {
      if (useEngine.getState().engine.state === 'running') void this.ask()
    }, RETRY)
  }
}

const onRequest = (request: UiRequest): void => {
  switch (request.do) {
    case 'open-settings':
      return showView('settings')
    case 'open-palette':
      return openPalette(true)
    case 'create':
      return showView('create')
    case 'ask-close':
      return askClose(true)
    case 'reveal':
      return reveal(request.id)
    case 'reveal-speed':
      return revealSpeed(request.id)
    case 'open-earnings':
      return showView('earnings')
    case 'try-speed':
      return void startTrial()
  }
}

const onNotice = (notice: Notice): void => (notice.kind === 'unreadable' ? openUnreadable(notice) : notify(notice))

const fetchPending = async (api: Api): Promise<void> => {
  const pending = await api.call('add.pending')
  if (pending.ok) replaceCandidates(pending.value)
}

const fetchStart = async (api: Api): Promise<void> => {
  const { since } = useEngine.getState()
  const [settings, engine] = await Promise.all([api.call('settings.get'), api.call('engine.state')])
  if (settings.ok) receiveSettings(settings.value)
  const toldMeanwhile = useEngine.getState().since !== since
  if (engine.ok && !toldMeanwhile) receiveEngine(engine.value, performance.now())
}

/** Fills the stores and keeps them in step with the API until the returned function is called. */
export const connectStores = (api: Api): (() => void) => {
  provideApi(api)
  const feed = new RowFeed(api)
  const begin = (): void => {
    void feed.ask()
    void fetchPending(api)
  }
  const offs = [
    api.on('torrents.delta', (delta) => feed.take(delta)),
    api.on('session.stats', receiveStats),
    api.on('add.offered', (candidate) => openAdd([candidate])),
    api.on('create.progress', receiveProgress),
    api.on('settings.changed', receiveSettings),
    api.on('ui.request', onRequest),
    api.on('notice', onNotice),
    api.on('engine.changed', (engine) => receiveEngine(engine, performance.now())),
    useEngine.subscribe((now, before) => {
      if (now.engine.state === 'running' && before.engine.state !== 'running') begin()
    }),
    keepList(),
    connectWallet(api),
    connectSpeed(api),
  ]
  void fetchStart(api)
  return () => {
    for (const off of offs) off()
  }
}
