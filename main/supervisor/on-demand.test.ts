import { describe, expect, it } from 'vitest'
import { createLog } from '../log/log.ts'
import { OnDemand } from './on-demand.ts'
import { Supervisor } from './supervisor.ts'
import { FakeEngine } from './testing/fake-engine.ts'
import { ManualClock, settle } from './testing/manual-clock.ts'

const fixture = () => {
  const clock = new ManualClock()
  const forked: FakeEngine[] = []
  const log = createLog({ write: () => undefined, redact: (line) => line, now: () => 0 })
  const fork = (): FakeEngine => {
    const process = new FakeEngine()
    // As ours do: they end once they have answered.
    process.answers['practice.shutdown'] = () => {
      setImmediate(() => process.exit('code 0'))
      return Promise.resolve({ ok: true, value: undefined })
    }
    forked.push(process)
    return process
  }
  const away = { code: 'chain-unavailable' } as const
  const process = new OnDemand(new Supervisor({ name: 'practice', away, fork, startWith: () => null, log, clock }))
  return { process, forked, clock, alive: () => forked.filter(({ alive }) => alive).length }
}

describe('a process that is started on demand', () => {
  it('ends when nobody needs it any more, and stays ended', async () => {
    const { process, alive, clock, forked } = fixture()
    process.begin()
    await settle()
    expect(process.state).toBe('running')
    await process.rest()
    await clock.advance(60_000)
    expect({ alive: alive(), state: process.state, forked: forked.length }).toEqual({
      alive: 0,
      state: 'off',
      forked: 1,
    })
    expect(process.started).toBeNull()
  })

  it('is started anew when it is needed again, also while it is still ending', async () => {
    const { process, alive, forked } = fixture()
    process.begin()
    await settle()
    const resting = process.rest()
    process.begin()
    await resting
    await settle()
    expect({ alive: alive(), forked: forked.length, state: process.state }).toEqual({
      alive: 1,
      forked: 2,
      state: 'running',
    })
    await process.rest()
    process.begin()
    await settle()
    expect({ alive: alive(), forked: forked.length, state: process.state }).toEqual({
      alive: 1,
      forked: 3,
      state: 'running',
    })
  })

  it('is started anew once it has ended when somebody who hears that it is ending needs it', async () => {
    const { process, alive, forked, clock } = fixture()
    process.begin()
    await settle()
    let needs = true
    process.onState(() => {
      if (needs) process.begin()
      needs = false
    })
    let ended = false
    void process.rest().then(() => (ended = true))
    await settle()
    await clock.advance(5_000)
    expect({ ended, alive: alive(), forked: forked.length, state: process.state }).toEqual({
      ended: true,
      alive: 1,
      forked: 2,
      state: 'running',
    })
  })

  it('is not started by a rest, nor after a stop', async () => {
    const { process, forked, alive } = fixture()
    await process.rest()
    expect(forked).toHaveLength(0)
    process.begin()
    await settle()
    const resting = process.rest()
    process.begin()
    await process.stop()
    await resting
    await settle()
    expect(alive()).toBe(0)
  })
})
