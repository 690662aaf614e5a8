import { describe, expect, it } from 'vitest'
import { unknownNetwork } from '../../app/net/network-state.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import { memoryPortPair } from '../../app/ipc/port.ts'
import { connect } from '../../app/ipc/rpc.ts'
import { ok } from '../../app/result.ts'
import { createLog } from '../log/log.ts'
import { settle } from '../supervisor/testing/manual-clock.ts'
import { EngineMemory } from './engine-memory.ts'
import type { MainHandlers } from './server.ts'
import { WindowLink } from './window-link.ts'

const watch = { id: 'c12fe1c06bba254a9dc9f519b335aa7c1367a88a' as TorrentId, tab: 'peers' } as const

const fixture = () => {
  const told: unknown[] = []
  const call = (name: string, input: unknown) => {
    told.push([name, input])
    return Promise.resolve(ok(undefined)) as never
  }
  const memory = new EngineMemory({ call })
  const link = new WindowLink()
  const handlers = { 'app.info': () => Promise.resolve(ok({})) } as unknown as MainHandlers
  const log = createLog({ write: () => undefined, redact: (line) => line, now: () => 0 })
  const loadPage = () => {
    const [page, main] = memoryPortPair(setImmediate, structuredClone)
    link.serve(main, { handlers, engine: { call }, chain: { call }, memory, log })
    const rpc = connect(page)
    const events: string[] = []
    rpc.onEvent((name) => events.push(name))
    return { rpc, events }
  }
  return { told, memory, link, loadPage }
}

describe('the link to the window', () => {
  it('keeps what is told only once until the page listens', async () => {
    const { link, loadPage } = fixture()
    link.emit('notice', { kind: 'session-restored-from-backup' })
    const { rpc, events } = loadPage()
    link.emit('ui.request', { do: 'open-settings' })
    link.emit('session.stats', {
      downRate: 0,
      upRate: 0,
      peers: 0,
      dhtNodes: null,
      port: null,
      network: unknownNetwork,
    })
    await settle()
    expect(events).toEqual(['session.stats'])
    await rpc.call('app.info', undefined)
    await settle()
    expect(events).toEqual(['session.stats', 'notice', 'ui.request'])
    link.emit('notice', { kind: 'session-restored-from-backup' })
    await settle()
    expect(events).toHaveLength(4)
  })

  it('talks to the page that is there now', async () => {
    const { link, loadPage } = fixture()
    const old = loadPage()
    await old.rpc.call('app.info', undefined)
    const fresh = loadPage()
    await fresh.rpc.call('app.info', undefined)
    link.emit('notice', { kind: 'session-restored-from-backup' })
    await settle()
    expect(old.events).toEqual([])
    expect(fresh.events).toEqual(['notice'])
  })
})

describe('the engine’s memory', () => {
  it('is refreshed after a restart', async () => {
    const { told, memory, loadPage } = fixture()
    const { rpc } = loadPage()
    await rpc.call('details.watch', watch)
    memory.setVisible(false)
    memory.setVisible(false)
    told.length = 0
    await memory.restore()
    expect(told).toEqual([
      ['engine.pace', 'hidden'],
      ['details.watch', watch],
    ])
  })

  it('lets nobody watch for a page that is gone', async () => {
    const { told, memory, loadPage } = fixture()
    await loadPage().rpc.call('details.watch', watch)
    loadPage()
    expect(told.at(-1)).toEqual(['details.watch', null])
    told.length = 0
    await memory.restore()
    expect(told).toEqual([['engine.pace', 'visible']])
  })
})
