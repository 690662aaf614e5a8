import { describe, expect, it } from 'vitest'
import type { EngineState } from '../../app/ipc/contract.ts'
import type { EngineStart } from '../../app/ipc/engine-contract.ts'
import { fail, ok } from '../../app/result.ts'
import { defaultSettings } from '../../app/settings/settings.ts'
import { RESTART_WAITS, SILENT_BEATS, STOP_MS } from '../../app/supervision/supervision.ts'
import { createLog } from '../log/log.ts'
import { PATIENCE_MS, Supervisor } from './supervisor.ts'
import { FakeEngine } from './testing/fake-engine.ts'
import { ManualClock, settle } from './testing/manual-clock.ts'

const settings = defaultSettings({ folder: '/d', port: 50_000 })
const startWith: EngineStart = { stateFolder: '/profile/engine', settings, version: '1.0.0' }

const away = { code: 'engine-unavailable' } as const

const fixture = (prepare: (engine: FakeEngine) => void = () => undefined) => {
  const clock = new ManualClock()
  const engines: FakeEngine[] = []
  const states: EngineState[] = []
  const lines: string[] = []
  const log = createLog({ write: (line) => lines.push(line), redact: (line) => line, now: () => 0 })
  const fork = (): FakeEngine => {
    const engine = new FakeEngine()
    prepare(engine)
    engines.push(engine)
    return engine
  }
  const supervisor = new Supervisor({ name: 'engine', away, fork, startWith: () => startWith, log, clock })
  supervisor.onState((state) => states.push(state))
  supervisor.start()
  const current = (): FakeEngine => {
    const engine = engines.at(-1)
    if (!engine) throw new Error('no engine was forked')
    return engine
  }
  return { clock, engines, states, lines, supervisor, current }
}

describe('the supervisor', () => {
  it('starts the engine with its folder and settings before anything else', async () => {
    const { supervisor, current, states } = fixture()
    await settle()
    expect(current().calls).toEqual([{ name: 'engine.start', input: startWith }])
    expect(states).toEqual([{ state: 'starting' }, { state: 'running' }])
    expect(supervisor.state).toEqual({ state: 'running' })
  })

  it('passes calls, results and events through', async () => {
    const { supervisor, current } = fixture((engine) => {
      engine.answers['torrents.magnet'] = () => Promise.resolve(ok('magnet:?x'))
    })
    const events: unknown[] = []
    supervisor.onEvent((name, data) => events.push([name, data]))
    expect(await supervisor.call('torrents.magnet', { id: 'a' })).toEqual(ok('magnet:?x'))
    current().emit('session.stats', { peers: 1 })
    await settle()
    expect(events).toEqual([['session.stats', { peers: 1 }]])
  })

  it('has a killed engine back well within two seconds, and says what happens meanwhile', async () => {
    const { clock, engines, states, current } = fixture()
    await settle()
    current().exit('killed by hand')
    await clock.advance(1_000)
    expect(engines).toHaveLength(2)
    expect(states.slice(2)).toEqual([
      { state: 'restarting', attempt: 1, inMs: RESTART_WAITS[0], why: 'crashed' },
      { state: 'restarting', attempt: 1, inMs: 0, why: 'crashed' },
      { state: 'running' },
    ])
  })

  it('lets a call made during a short restart wait for it', async () => {
    const { clock, supervisor, current } = fixture()
    await settle()
    current().exit('gone')
    await settle()
    const call = supervisor.call('torrents.start', { ids: [] })
    await clock.advance(1_000)
    expect(await call).toEqual(ok(undefined))
    expect(current().calls.at(-1)?.name).not.toBe('engine.start')
  })

  it('ends a call with engine-unavailable when the engine goes away before it answers', async () => {
    const { supervisor, current } = fixture((engine) => {
      engine.answers['torrents.files'] = () => new Promise(() => undefined)
    })
    await settle()
    const call = supervisor.call('torrents.files', {})
    await settle()
    current().exit('gone')
    expect(await call).toEqual(fail({ code: 'engine-unavailable' }))
  })

  it('does not let a call wait longer than its patience for a start that takes long', async () => {
    const { clock, supervisor } = fixture((engine) => {
      engine.answers['engine.start'] = () => new Promise(() => undefined)
    })
    const call = supervisor.call('torrents.snapshot', undefined)
    await clock.advance(PATIENCE_MS)
    expect(await call).toEqual(fail({ code: 'engine-unavailable' }))
  })

  it('kills and restarts an engine whose loop is frozen', async () => {
    const { clock, engines, current, states } = fixture()
    await settle()
    const frozen = current()
    frozen.frozen = true
    await clock.advance((SILENT_BEATS + 1) * 1_000 + 500)
    expect(frozen.kills).toBe(1)
    expect(engines).toHaveLength(2)
    expect(states).toContainEqual(expect.objectContaining({ state: 'restarting', why: 'hung' }))
  })

  it('leaves an engine alone that answers its heartbeats', async () => {
    const { clock, engines, current } = fixture()
    await clock.advance(120_000)
    expect(engines).toHaveLength(1)
    expect(current().kills).toBe(0)
  })

  it('tries an engine whose own disk is full until it is not, and says so meanwhile', async () => {
    let full = true
    const { clock, engines, states } = fixture((engine) => {
      engine.answers['engine.start'] = () =>
        Promise.resolve(full ? fail({ code: 'disk' as const, fault: 'full' as const }) : ok(undefined))
    })
    await clock.advance(60_000)
    expect(engines.length).toBeGreaterThan(15)
    expect(states.at(-1)).toMatchObject({ state: 'restarting', why: 'disk-full' })
    full = false
    await clock.advance(3_000)
    expect(states.at(-1)).toEqual({ state: 'running' })
  })

  it('gives up an engine that refuses to start, says under which log id, and tries again when asked', async () => {
    let refuse = true
    const { clock, engines, supervisor, lines } = fixture((engine) => {
      engine.answers['engine.start'] = () =>
        Promise.resolve(refuse ? fail({ code: 'internal' as const, logId: 'a' }) : ok(undefined))
    })
    await clock.advance(120_000)
    expect(engines).toHaveLength(6)
    const { state } = supervisor
    if (state.state !== 'failed') throw new Error(`state is ${state.state}`)
    expect(lines.some((line) => line.includes(state.logId))).toBe(true)
    expect(await supervisor.call('torrents.snapshot', undefined)).toEqual(fail({ code: 'engine-unavailable' }))

    refuse = false
    supervisor.retry()
    await settle()
    expect(supervisor.state).toEqual({ state: 'running' })
  })

  it('stops the engine in order, leaving it a moment after its answer', async () => {
    const { clock, supervisor, current } = fixture()
    await settle()
    const engine = current()
    engine.answers['engine.shutdown'] = () => {
      setImmediate(() => engine.exit('code 0'))
      return Promise.resolve(ok(undefined))
    }
    const stopped = supervisor.stop()
    await settle()
    await stopped
    expect(engine.kills).toBe(0)
    await clock.advance(60_000)
    expect(engine.kills).toBe(0)
  })

  it('stops an engine that does not answer at its deadline', async () => {
    const { clock, engines, supervisor, current } = fixture()
    await settle()
    current().frozen = true
    const stopped = supervisor.stop()
    await clock.advance(STOP_MS)
    await stopped
    expect(current().kills).toBe(1)
    expect(engines).toHaveLength(1)
    expect(await supervisor.call('torrents.snapshot', undefined)).toEqual(fail({ code: 'engine-unavailable' }))
  })

  it('stops at once while the engine is away, and does not bring it back', async () => {
    const { clock, engines, supervisor, current } = fixture()
    await settle()
    current().exit('gone')
    await settle()
    await supervisor.stop()
    await clock.advance(60_000)
    expect(engines).toHaveLength(1)
    expect(clock.pending).toBe(0)
  })

  it('serves another process by its own name, and says of it that it is away', async () => {
    const { clock, lines } = fixture()
    const wallet = new FakeEngine()
    wallet.answers['wallet.start'] = () => Promise.resolve(ok('here'))
    const log = createLog({ write: (line) => lines.push(line), redact: (line) => line, now: () => 0 })
    const supervisor = new Supervisor({
      name: 'wallet',
      away: { code: 'wallet-unavailable' },
      fork: () => wallet,
      startWith: () => ({ folder: '/w' }),
      log,
      clock,
    })
    supervisor.start()
    await settle()
    expect(wallet.calls[0]).toEqual({ name: 'wallet.start', input: { folder: '/w' } })
    expect(supervisor.started).toBe('here')
    wallet.exit('gone')
    await settle()
    expect(lines.join()).toContain('the wallet ended: gone')
    expect(supervisor.started).toBeNull()
    const stopped = supervisor.stop()
    await settle()
    await stopped
    expect(await supervisor.call('wallet.state', undefined)).toEqual(fail({ code: 'wallet-unavailable' }))
  })

  it('hands a port to the process that runs, and to nobody when none does', async () => {
    const { supervisor, current } = fixture()
    const port = {} as Parameters<Supervisor['hand']>[1]
    expect(supervisor.hand({ t: 'key-window' }, port)).toBe(false)
    await settle()
    expect(supervisor.hand({ t: 'key-window' }, port)).toBe(true)
    expect(current().handed).toEqual([{ t: 'key-window' }])
  })
})
