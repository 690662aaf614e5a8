import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  begin,
  HEALTHY_MS,
  RESTART_WAITS,
  SILENT_BEATS,
  START_MS,
  step,
  STOP_MS,
  type Effect,
  type Happening,
  type Supervision,
} from './supervision.ts'

const run = (happenings: readonly Happening[], from = begin()) => {
  let state: Supervision = from.next
  const effects: Effect[] = [...from.effects]
  for (const happening of happenings) {
    const taken = step(state, happening)
    state = taken.next
    effects.push(...taken.effects)
  }
  return { state, effects, last: effects.at(-1) }
}
const started = (at: number): Happening => ({ it: 'started', at })
const exit = (at: number): Happening => ({ it: 'exit', at })
const timeout = (at: number): Happening => ({ it: 'timeout', at })
const beat: Happening = { it: 'beat', at: 0 }
const answer: Happening = { it: 'answer', at: 0 }

describe('supervision', () => {
  it('restarts after a crash, waiting longer each time, and gives up after the sixth', () => {
    const waits: unknown[] = []
    const happenings: Happening[] = []
    for (let i = 0; i < 6; i++) {
      happenings.push(started(i), exit(i))
      const { state } = run(happenings)
      waits.push(state.phase === 'waiting' ? state.inMs : state.phase)
      happenings.push(timeout(i))
    }
    expect(waits).toEqual([...RESTART_WAITS, 'failed'])
  })

  it('is back well within two seconds of a first kill', () => {
    expect(RESTART_WAITS[0]).toBeLessThanOrEqual(500)
  })

  it('forgets earlier failures after a minute of health', () => {
    const crash = [started(0), exit(1), timeout(2)]
    const healthy = run([...crash, ...crash, started(10), exit(10 + HEALTHY_MS)])
    expect(healthy.state).toMatchObject({ phase: 'waiting', failures: 1 })
    const short = run([...crash, ...crash, started(10), exit(9 + HEALTHY_MS)])
    expect(short.state).toMatchObject({ phase: 'waiting', failures: 3 })
  })

  it('kills a process that leaves five heartbeats unanswered, once, and says it hung', () => {
    const silent = Array.from({ length: SILENT_BEATS }, () => beat)
    expect(run([started(0), ...silent]).effects).not.toContainEqual({ do: 'kill' })
    const { effects, state } = run([started(0), ...silent, beat, beat, beat, exit(9)])
    expect(effects.filter((effect) => effect.do === 'kill')).toHaveLength(1)
    expect(state).toMatchObject({ phase: 'waiting', why: 'hung' })
  })

  it('lets a process live that answers now and then', () => {
    const slow = Array.from({ length: 20 }, () => [beat, beat, beat, answer]).flat()
    expect(run([started(0), ...slow]).effects).not.toContainEqual({ do: 'kill' })
  })

  it('kills a start that never ends', () => {
    const { last, state } = run([timeout(START_MS)])
    expect(last).toEqual({ do: 'kill' })
    expect(step(state, exit(1)).next).toMatchObject({ phase: 'waiting', why: 'hung' })
  })

  it('tries again at the user’s wish after giving up, with a clean record', () => {
    const crash = [started(0), exit(1), timeout(2)]
    const { state } = run([...crash, ...crash, ...crash, ...crash, ...crash, started(3), exit(4)])
    expect(state.phase).toBe('failed')
    expect(step(state, { it: 'retry' })).toMatchObject({
      next: { phase: 'starting', failures: 0 },
      effects: [{ do: 'fork' }, { do: 'timer' }],
    })
  })

  it('does not wait out a restart the user asks for', () => {
    const { state } = run([started(0), exit(1)])
    expect(step(state, { it: 'retry' }).effects[0]).toEqual({ do: 'fork' })
  })

  it('asks before it kills when stopping, and does not restart what it stopped', () => {
    const asked = run([started(0), { it: 'stop' }])
    expect(asked.effects.slice(-2)).toEqual([{ do: 'ask-to-stop' }, { do: 'timer', ms: STOP_MS }])
    expect(step(asked.state, timeout(9)).effects).toEqual([{ do: 'kill' }])
    expect(step(asked.state, exit(9))).toEqual({ next: { phase: 'stopped' }, effects: [] })
  })

  it('has nothing to stop while nothing runs', () => {
    expect(step(run([started(0), exit(1)]).state, { it: 'stop' }).next.phase).toBe('stopped')
  })

  it('never has two processes, and stops when told to, whatever happens', () => {
    const names = ['started', 'beat', 'answer', 'exit', 'timeout', 'retry', 'stop'] as const
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...names), { maxLength: 200 }), (wishes) => {
        let state = begin().next
        let alive = true
        for (const [at, wish] of wishes.entries()) {
          if (wish === 'exit' && !alive) continue
          const taken = step(state, wish === 'stop' || wish === 'retry' ? { it: wish } : { it: wish, at })
          if (wish === 'exit') alive = false
          for (const effect of taken.effects) {
            if (effect.do !== 'fork') continue
            expect(alive).toBe(false)
            alive = true
          }
          state = taken.next
        }
        state = step(state, { it: 'stop' }).next
        if (state.phase === 'stopping') state = step(state, exit(0)).next
        expect(state.phase).toBe('stopped')
      }),
    )
  })
})
