import { describe, expect, it } from 'vitest'
import { QUIT_MS, type Circumstances } from '../../app/quit/quit.ts'
import { createLog } from '../log/log.ts'
import { ManualClock, settle } from '../supervisor/testing/manual-clock.ts'
import { Quitting } from './quitting.ts'

const fixture = (stop: readonly (() => Promise<void>)[] = [], differing: Partial<Circumstances> = {}) => {
  const done: string[] = []
  const lines: string[] = []
  const clock = new ManualClock()
  const note = (what: string) => () => void done.push(what)
  const quitting = new Quitting({
    circumstances: () => ({ onClose: 'ask', outlivesWindows: false, tray: true, canAsk: true, ...differing }),
    ask: note('ask'),
    hide: note('hide'),
    minimise: note('minimise'),
    exit: note('exit'),
    stop,
    log: createLog({ write: (line) => lines.push(line), redact: (line) => line, now: () => 0 }),
    clock,
  })
  return { quitting, done, lines, clock, note }
}

describe('quitting', () => {
  it('stops everything in order, then exits', async () => {
    const order: string[] = []
    const stops = ['engine', 'placement'].map((name) => () => Promise.resolve(void order.push(name)))
    const { quitting, done, clock } = fixture(stops)
    quitting.quit()
    await settle()
    expect(order).toEqual(['engine', 'placement'])
    expect(done).toEqual(['exit'])
    expect(clock.pending).toBe(0)
  })

  it('exits at its deadline when something never stops', async () => {
    const { quitting, done, clock } = fixture([() => new Promise(() => undefined)])
    quitting.quit()
    await clock.advance(QUIT_MS - 1)
    expect(done).toEqual([])
    await clock.advance(1)
    expect(done).toEqual(['exit'])
  })

  it('goes on when something fails to stop', async () => {
    const { quitting, done, lines } = fixture([() => Promise.reject(new Error('no'))])
    quitting.quit()
    await settle()
    expect(done).toEqual(['exit'])
    expect(lines).toHaveLength(1)
  })

  it('asks on closing and does as answered', async () => {
    const { quitting, done } = fixture()
    quitting.closeWindow()
    expect(quitting.underWay).toBe(false)
    quitting.answer(true)
    quitting.closeWindow()
    quitting.answer(false)
    expect(quitting.underWay).toBe(true)
    await settle()
    expect(done).toEqual(['ask', 'hide', 'ask', 'exit'])
  })

  it('exits once, however often it is wished', async () => {
    const { quitting, done } = fixture()
    quitting.quit()
    quitting.quit()
    quitting.closeWindow()
    quitting.answer(true)
    await settle()
    expect(done).toEqual(['exit'])
  })
})
