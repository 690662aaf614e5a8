// Speed as main has it, with fakes at its edges: settings in memory, books that answer as told, an engine that takes
// everything. What happened is there in order.

import type { SpeedOrders } from '../../../app/ipc/speed-desk.ts'
import { fail, ok } from '../../../app/result.ts'
import { defaultSettings, patchSettings, type Settings, type SettingsPatch } from '../../../app/settings/settings.ts'
import type { SpeedState, TorrentSpeed } from '../../../app/speed/speed-state.ts'
import { account, deposit, film, song, vault } from '../../../app/speed/testing/situations.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { SettingsStore } from '../../settings/store.ts'
import { ManualClock, settle } from '../../supervisor/testing/manual-clock.ts'
import { Speed } from '../speed.ts'
import type { Wealth } from '../wealth.ts'
import { FakeBooks } from './fake-books.ts'

class FakeSettings implements SettingsStore {
  #now: Settings
  full = false
  readonly resetKeptAs = null
  readonly #listeners = new Set<(now: Settings, before: Settings) => void>()

  constructor(patch: SettingsPatch = {}) {
    this.#now = patchSettings(defaultSettings({ folder: '/d', port: 1 }), patch)
  }

  get(): Settings {
    return this.#now
  }

  change: SettingsStore['change'] = (patch) => {
    if (this.full) return Promise.resolve(fail({ code: 'state-disk', fault: 'full' }))
    const before = this.#now
    this.#now = patchSettings(before, patch)
    for (const listener of this.#listeners) listener(this.#now, before)
    return Promise.resolve(ok(this.#now))
  }

  onChange: SettingsStore['onChange'] = (listener) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

export const open = (patch: SettingsPatch = {}) => {
  const clock = new ManualClock()
  const settings = new FakeSettings(patch)
  const wallet = new FakeBooks()
  const told: { name: string; input: unknown }[] = []
  /** All that happened, in order. */
  const order: string[] = wallet.asked
  const wealth: Wealth = {
    wallet: 'known',
    networkChosen: true,
    practice: true,
    account,
    vault,
    chainAway: false,
  }
  const world = { wealth }
  const states: SpeedState[] = []
  const torrents: (readonly TorrentSpeed[])[] = []
  const listed = new Map<TorrentId, { name: string; isPrivate: boolean; complete: boolean; addedAt: number }>([
    [film, { name: 'Film', isPrivate: false, complete: false, addedAt: 1_000 }],
    [song, { name: 'Song', isPrivate: true, complete: false, addedAt: 2_000 }],
  ])
  const speed = new Speed({
    trial: () => null,
    engine: {
      call: (name, input) => {
        order.push(name)
        told.push({ name, input })
        return Promise.resolve(ok(undefined)) as never
      },
    },
    settings,
    books: wallet.port,
    wealth: () => world.wealth,
    deposit: () => deposit(),
    debtors: () => [],
    listed: (id) => listed.get(id),
    listening: () => null,
    emit: { state: (state) => states.push(state), torrents: (each) => torrents.push(each) },
    told: () => undefined,
    clock,
    log: { warn: () => undefined },
  })
  const orders = (): SpeedOrders | undefined =>
    told.findLast(({ name }) => name === 'engine.speed')?.input as SpeedOrders | undefined
  const begin = async (): Promise<void> => {
    speed.refresh()
    speed.engineRuns(true)
    speed.walletRuns(true)
    await clock.advance(0)
    await settle()
  }
  return { speed, settings, wallet, told, order, world, states, torrents, clock, orders, begin, listed }
}
