import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TorrentRow } from '../../app/torrent/row.ts'
import { fakeApi, type FakeApi } from '../testing/fake-api.ts'
import { sampleId, sampleRow, sampleRows } from '../testing/samples.ts'
import { connectStores } from './connection.ts'
import { useDetailsTab } from './details-tab.ts'
import { receiveEngine } from './engine.ts'
import { holdStill, useList } from './list.ts'
import { selectOnly, setSelection, useSelection } from './selecting.ts'
import { chooseAll, noSelection } from './selection.ts'
import { settingsHere } from './settings.ts'
import { torrents } from './torrents.ts'
import { setFilter, setSearch, useUi } from './ui.ts'

let disconnect = (): void => {}

const settle = async (): Promise<void> => {
  await vi.advanceTimersByTimeAsync(1)
}

const connected = async (rows: readonly TorrentRow[]): Promise<FakeApi> => {
  const api = fakeApi(rows)
  disconnect = connectStores(api)
  await settle()
  return api
}

const snapshotsAsked = (api: FakeApi): number => api.calls.filter(({ name }) => name === 'torrents.snapshot').length

const shown = (): readonly (string | undefined)[] => (useList.getState().ids ?? []).map((id) => torrents.row(id)?.name)

const three = (): readonly TorrentRow[] =>
  ['a', 'b', 'c'].map((name, n) => sampleRow(n + 1, { name, status: 'downloading', downRate: 1000 * (n + 1) }))

const flush = (api: FakeApi): void => {
  const delta = api.engine.flush()
  if (delta) api.emit('torrents.delta', delta)
}

beforeEach(() => {
  vi.useFakeTimers()
  receiveEngine({ state: 'starting' }, 0)
  setSelection(noSelection)
  setFilter('all')
  setSearch('')
})

afterEach(() => {
  disconnect()
  vi.useRealTimers()
})

describe('the rows', () => {
  it('are those of the snapshot, and of every step after it', async () => {
    const api = await connected(sampleRows())
    api.tick()
    api.engine.remove([sampleId(1)])
    flush(api)
    expect([...torrents.rows.values()]).toEqual(api.engine.rows)
    expect(snapshotsAsked(api)).toBe(1)
  })

  it('miss no step that comes while the snapshot is asked for', async () => {
    const api = fakeApi(three())
    api.answer('torrents.snapshot', () => {
      const snapshot = { seq: api.engine.seq, rows: api.engine.rows }
      api.engine.patch([sampleId(1)], () => ({ peers: 77 }))
      flush(api)
      return { ok: true, value: snapshot }
    })
    disconnect = connectStores(api)
    await settle()
    expect(torrents.row(sampleId(1))?.peers).toBe(77)
  })

  it('are asked for anew, once, when a step is missing', async () => {
    const api = await connected(three())
    api.engine.patch([sampleId(1)], () => ({ peers: 5 }))
    api.engine.flush()
    api.engine.patch([sampleId(2)], () => ({ peers: 6 }))
    flush(api)
    await settle()
    expect(snapshotsAsked(api)).toBe(2)
    expect([torrents.row(sampleId(1))?.peers, torrents.row(sampleId(2))?.peers]).toEqual([5, 6])
  })

  it('are asked for anew when the engine is back', async () => {
    const api = await connected(three())
    api.emit('engine.changed', { state: 'restarting', attempt: 1, inMs: 1000, why: 'crashed' })
    api.emit('engine.changed', { state: 'running' })
    await settle()
    expect(snapshotsAsked(api)).toBe(2)
  })

  it('tell only those who look at a row that changed', async () => {
    const api = await connected(three())
    const told: string[] = []
    for (const n of [1, 2, 3]) torrents.onRow(sampleId(n), () => told.push(`${n}`))
    api.engine.patch([sampleId(2)], () => ({ peers: 9 }))
    flush(api)
    expect(told).toEqual(['2'])
  })
})

describe('the list', () => {
  const sortByDown = async (api: FakeApi): Promise<void> => {
    await api.call('settings.change', { layout: { sort: { key: 'downRate', descending: true } } })
    await settle()
  }

  it('is remade at most once a second for what the engine changes', async () => {
    const api = await connected(three())
    await sortByDown(api)
    expect(shown()).toEqual(['c', 'b', 'a'])
    api.engine.patch([sampleId(1)], () => ({ downRate: 9_000 }))
    flush(api)
    expect(shown()).toEqual(['c', 'b', 'a'])
    await vi.advanceTimersByTimeAsync(1000)
    expect(shown()).toEqual(['a', 'c', 'b'])
  })

  it('stands still while it is held, but lets go who is gone', async () => {
    const api = await connected(three())
    await sortByDown(api)
    const release = holdStill()
    api.engine.patch([sampleId(1)], () => ({ downRate: 9_000 }))
    api.engine.remove([sampleId(2)])
    flush(api)
    await vi.advanceTimersByTimeAsync(5000)
    expect(shown()).toEqual(['c', 'a'])
    release()
    await vi.advanceTimersByTimeAsync(1000)
    expect(shown()).toEqual(['a', 'c'])
  })

  it('moves nobody while several are chosen, and still shows who is new', async () => {
    const api = await connected(three())
    await sortByDown(api)
    setSelection(chooseAll(noSelection, useList.getState().ids ?? []))
    api.engine.patch([sampleId(1)], () => ({ downRate: 9_000 }))
    api.engine.add(sampleRow(4, { name: 'd', status: 'downloading', downRate: 2500 }))
    flush(api)
    await vi.advanceTimersByTimeAsync(1000)
    expect(shown()).toEqual(['c', 'd', 'b', 'a'])
  })

  it('answers a search at once', async () => {
    await connected(three())
    setSearch('b')
    expect(shown()).toEqual(['b'])
  })

  it('passes the choice on when the chosen torrent is removed', async () => {
    const api = await connected(three())
    await sortByDown(api)
    selectOnly(sampleId(2))
    await api.call('torrents.remove', { ids: [sampleId(2)], data: 'keep' })
    expect([...useSelection.getState().chosen]).toEqual([sampleId(1)])
  })
})

describe('what main asks for', () => {
  it('shows the Speed of a torrent, whatever was hidden or filtered, and the Earnings page', async () => {
    const api = await connected(three())
    await api.call('settings.change', { layout: { detailsOpen: false } })
    setSearch('a')
    api.emit('ui.request', { do: 'open-earnings' })
    expect(useUi.getState().view).toBe('earnings')
    api.emit('ui.request', { do: 'reveal-speed', id: sampleId(2) })
    await settle()
    expect(useUi.getState()).toMatchObject({ view: 'torrents', search: '', toReveal: sampleId(2) })
    expect([...useSelection.getState().chosen]).toEqual([sampleId(2)])
    expect(useDetailsTab.getState().tab).toBe('speed')
    expect((await settingsHere()).layout.detailsOpen).toBe(true)
  })
})
