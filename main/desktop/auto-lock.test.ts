import { describe, expect, it } from 'vitest'
import { ok } from '../../app/result.ts'
import { ManualClock } from '../supervisor/testing/manual-clock.ts'
import { keepLocked } from './auto-lock.ts'

const MINUTE = 60_000

const desk = () => {
  const clock = new ManualClock()
  const calls: string[] = []
  const heard = { touch: () => undefined as void, away: () => undefined as void }
  const state = { running: true, unlocked: true, idle: 0, limit: 15 * MINUTE }
  keepLocked({
    wallet: {
      call: async (name: string) => {
        calls.push(name)
        if (name === 'wallet.lock') state.unlocked = false
        return ok(undefined) as never
      },
    },
    clock,
    person: {
      onTouch: (listener) => (heard.touch = listener),
      onAway: (listener) => (heard.away = listener),
      idleMs: () => state.idle,
    },
    running: () => state.running,
    unlocked: () => state.unlocked,
    idleMs: () => state.limit,
  })
  return { clock, calls, state, touch: () => heard.touch(), away: () => heard.away() }
}

describe('an unlocked wallet', () => {
  it('locks at once when the computer sleeps or its screen is locked', () => {
    const { calls, away } = desk()
    away()
    expect(calls).toEqual(['wallet.lock'])
  })

  it('locks as well when it was only about to be unlocked', () => {
    const { calls, state, away } = desk()
    state.unlocked = false
    away()
    expect(calls).toEqual(['wallet.lock'])
  })

  it('locks when the system has seen nobody for as long as was set, and not before', async () => {
    const { clock, calls, state } = desk()
    state.idle = 15 * MINUTE - 1
    await clock.advance(MINUTE)
    expect(calls).toEqual([])
    state.idle = 15 * MINUTE
    await clock.advance(15_000)
    expect(calls).toEqual(['wallet.lock'])
    await clock.advance(MINUTE)
    expect(calls).toHaveLength(1)
  })

  it('goes by the time that is set now', async () => {
    const { clock, calls, state } = desk()
    state.idle = 2 * MINUTE
    await clock.advance(MINUTE)
    expect(calls).toEqual([])
    state.limit = MINUTE
    await clock.advance(15_000)
    expect(calls).toEqual(['wallet.lock'])
  })

  it('hears that somebody is there, once in ten seconds at most', async () => {
    const { clock, calls, touch } = desk()
    touch()
    touch()
    expect(calls).toEqual(['wallet.touch'])
    await clock.advance(10_000)
    touch()
    expect(calls).toEqual(['wallet.touch', 'wallet.touch'])
  })
})

it('a wallet that was never opened is not started to be locked', () => {
  const { calls, state, away } = desk()
  Object.assign(state, { running: false, unlocked: false })
  away()
  expect(calls).toEqual([])
})

it('a locked wallet is not woken by touches', () => {
  const { calls, state, touch } = desk()
  state.unlocked = false
  touch()
  expect(calls).toEqual([])
})
