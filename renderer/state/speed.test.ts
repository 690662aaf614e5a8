import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { fakeApi, type FakeApi } from '../testing/fake-api.ts'
import { sampleId, sampleRow } from '../testing/samples.ts'
import { connectStores } from './connection.ts'
import { historyOf } from './speed-history.ts'
import { receiveEngine } from './engine.ts'

const id = sampleId(1)
let disconnect = (): void => {}

const connected = async (): Promise<FakeApi> => {
  const rows = [sampleRow(1, { name: 'Sintel', status: 'downloading', downRate: 1_000 })]
  const api = fakeApi(rows, {}, undefined, 'open')
  disconnect = connectStores(api)
  await vi.advanceTimersByTimeAsync(1)
  return api
}

const flush = async (api: FakeApi, downRate: number): Promise<void> => {
  api.engine.patch([id], () => ({ downRate }))
  const delta = api.engine.flush()
  if (delta) api.emit('torrents.delta', delta)
  await vi.advanceTimersByTimeAsync(1_000)
}

beforeEach(() => {
  vi.useFakeTimers()
  receiveEngine({ state: 'starting' }, 0)
})

afterEach(() => {
  disconnect()
  vi.useRealTimers()
})

it('draws what comes for nothing as the list has it while Speed is off, though nothing of Speed changes', async () => {
  const api = await connected()
  for (const rate of [2_000, 3_000, 4_000]) await flush(api, rate)
  const { free, paid } = historyOf(id, performance.now())
  expect([...free].slice(-3)).toEqual([3_000, 4_000, 4_000])
  expect(Math.max(...paid)).toBe(0)
})
