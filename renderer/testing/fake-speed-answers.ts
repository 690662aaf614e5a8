// What the fake API answers of Speed: switching, limits and stopping change what the next answer says, as they would.

import { ZERO } from '../../app/money/amount.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import type { Events, Input } from '../../app/ipc/contract.ts'
import { speedCommands } from '../../app/ipc/speed-commands.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import type { SpeedState, TorrentSpeed } from '../../app/speed/speed-state.ts'
import type { TorrentId, TorrentRow } from '../../app/torrent/row.ts'
import { crowdBooks, crowdPreview } from './fake-crowd.ts'
import { fakeBooks, fakeEntries, fakeSpeedState, fakeTorrents, fakeUnknown, fakeVaultPreview } from './fake-speed.ts'

interface Parts {
  readonly rows: () => readonly TorrentRow[]
  readonly emit: <N extends 'speed.changed' | 'speed.torrentsChanged'>(name: N, data: Events[N]) => void
}

class FakeSpeed {
  state: SpeedState
  readonly #known: Map<TorrentId, TorrentSpeed>
  readonly #parts: Parts
  readonly empty: boolean
  /** Many owe, of whom some have nothing. */
  readonly crowded: boolean

  constructor(kind: string, state: SpeedState, parts: Parts) {
    this.state = state
    this.#parts = parts
    this.empty = kind === 'new' || kind === 'nothing' || kind === 'no-wallet'
    this.crowded = kind === 'crowd'
    const known = this.empty || kind === 'trial' || !state.booksOpen ? [] : fakeTorrents(parts.rows())
    this.#known = new Map(known.map((torrent) => [torrent.id, torrent]))
  }

  get torrents(): readonly TorrentSpeed[] {
    return [...this.#known.values()]
  }

  get rows(): readonly TorrentRow[] {
    return this.#parts.rows()
  }

  /** Of a torrent; what was not known of it before is, from now on. */
  patch(id: TorrentId, patch: Partial<TorrentSpeed>): void {
    const row = this.rows.find((each) => each.id === id)
    if (row === undefined) return
    this.#known.set(id, { ...(this.#known.get(id) ?? fakeUnknown(row, this.state.booksOpen)), ...patch })
    this.#parts.emit('speed.torrentsChanged', this.torrents)
  }

  change(patch: Partial<SpeedState>): void {
    this.state = { ...this.state, ...patch }
    this.#parts.emit('speed.changed', this.state)
  }
}

const nothing = ok(undefined)

const setTorrent = (speed: FakeSpeed, { id, on, budget }: Input<'speed.setTorrent'>): Result<void, AppError> => {
  speed.patch(id, { on, budget, phase: on ? { is: 'ready' } : { is: 'off' }, ...(!on && { price: null, paidRate: 0 }) })
  return nothing
}

const allow = (speed: FakeSpeed, allowance: Input<'speed.allow'>): Result<boolean, AppError> => {
  const left: SpeedState['left'] = { today: allowance.perDay, total: allowance.total }
  speed.change({ allowance, left, obstacle: speed.state.obstacle === 'not-set-up' ? null : speed.state.obstacle })
  return ok(true)
}

const demo = (speed: FakeSpeed, on: boolean): Result<{ id: TorrentId | null }, AppError> => {
  const id = speed.rows.find(({ name }) => name.startsWith('Sintel'))?.id ?? null
  if (on && id !== null) speed.patch(id, { freeRate: 400 * 1024, sellers: 1, buyers: 1 })
  speed.change({
    demo: on && id !== null ? { id, setUp: 'done', seller: null, earned: ZERO, earnedInAll: ZERO } : null,
  })
  return ok({ id: on ? id : null })
}

const served = (speed: FakeSpeed) => ({
  'speed.state': () => ok(speed.state),
  'speed.torrents': () => ok(speed.torrents),
  'speed.look': ({ id }: Input<'speed.look'>) => {
    if (id !== null) speed.patch(id, {})
    return nothing
  },
  'speed.setTorrent': (input: Input<'speed.setTorrent'>) => setTorrent(speed, input),
  'speed.allowPrivate': ({ id, on }: Input<'speed.allowPrivate'>) => {
    speed.patch(id, { phase: { is: on ? 'off' : 'private' } })
    return nothing
  },
  'speed.setSelling': ({ on, ask }: Input<'speed.setSelling'>) => {
    speed.change({ selling: on, ask })
    return nothing
  },
  'speed.setPaidPercent': ({ percent }: Input<'speed.setPaidPercent'>) => {
    speed.change({ paidPercent: percent })
    return nothing
  },
  'speed.stopSpending': ({ stopped }: Input<'speed.stopSpending'>) => {
    speed.change({ spendingStopped: stopped })
    return nothing
  },
  'speed.allow': (input: Input<'speed.allow'>) => allow(speed, input),
  'speed.forgetSetAside': () => {
    speed.change({ setAside: null })
    return nothing
  },
  'speed.preview': (order: Input<'speed.preview'>) => ok(speed.crowded ? crowdPreview(order) : fakeVaultPreview(order)),
  'speed.debtors': () => ok([]),
  'speed.order': () => ok({ ids: ['1'] }),
  'speed.books': ({ range }: Input<'speed.books'>) =>
    speed.state.booksOpen
      ? ok(speed.crowded ? crowdBooks(speed.rows, range) : fakeBooks(speed.rows, range, speed.empty))
      : fail({ code: 'speed-unavailable' }),
  'speed.entries': ({ filter }: Input<'speed.entries'>) =>
    ok({ entries: fakeEntries(speed.rows, filter), more: false }),
  'speed.exportBooks': () => ok('/home/mara/books.csv'),
  'speed.demo': ({ on }: Input<'speed.demo'>) => demo(speed, on),
})

const names = Object.keys(speedCommands)

/** Null: main serves none, and says so. */
export const speedAnswers = (kind: string | null, parts: Parts): Record<string, (input: never) => unknown> => {
  const state = fakeSpeedState(kind, Date.now())
  if (kind === null || state === null) {
    return Object.fromEntries(names.map((name) => [name, () => fail({ code: 'speed-unavailable' })]))
  }
  return served(new FakeSpeed(kind, state, parts))
}
