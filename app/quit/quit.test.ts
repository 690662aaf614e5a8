import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quitStep, type Circumstances, type Quit, type QuitEvent } from './quit.ts'

const open: Quit = { phase: 'open' }
const usual: Circumstances = { onClose: 'ask', outlivesWindows: false, tray: true, canAsk: true }
const close = (differing: Partial<Circumstances> = {}): QuitEvent => ({
  it: 'window-close',
  circumstances: { ...usual, ...differing },
})
const effects = (event: QuitEvent, from: Quit = open) => quitStep(from, event).effects

describe('closing the window', () => {
  it('asks the first time', () => expect(effects(close())).toEqual(['ask']))

  it('asks again when the question is still there', () =>
    expect(effects(close(), { phase: 'asking' })).toEqual(['ask']))

  it('keeps running in the tray when the user chose so', () =>
    expect(effects(close({ onClose: 'background' }))).toEqual(['hide']))

  it('does not hide the window where no tray could bring it back', () =>
    expect(effects(close({ onClose: 'background', tray: false }))).toEqual(['minimise']))

  it('quits when the user chose so', () => expect(effects(close({ onClose: 'quit' }))).toEqual(['stop']))

  it('quits when the window cannot ask', () => expect(effects(close({ canAsk: false }))).toEqual(['stop']))

  it('keeps the app on macOS whatever is set', () => {
    for (const onClose of ['ask', 'background', 'quit'] as const)
      expect(effects(close({ onClose, outlivesWindows: true }))).toEqual(['hide'])
  })
})

describe('the answer', () => {
  const asking: Quit = { phase: 'asking' }
  it('to keep running hides the window', () =>
    expect(quitStep(asking, { it: 'answer', keepRunning: true, tray: true })).toEqual({
      next: open,
      effects: ['hide'],
    }))

  it('to quit stops', () =>
    expect(quitStep(asking, { it: 'answer', keepRunning: false, tray: true }).effects).toEqual(['stop']))
})

describe('quitting', () => {
  const stopping: Quit = { phase: 'stopping' }
  it('exits when all has stopped', () => expect(effects({ it: 'stopped' }, stopping)).toEqual(['exit']))
  it('exits at the deadline', () => expect(effects({ it: 'deadline' }, stopping)).toEqual(['exit']))
  it('goes on when asked to quit again', () => expect(effects({ it: 'quit' }, stopping)).toEqual([]))
  it('cannot be turned back by closing the window', () => expect(effects(close(), stopping)).toEqual([]))

  it('always ends, exactly once, whatever came before', () => {
    const bool = fc.boolean()
    const event: fc.Arbitrary<QuitEvent> = fc.oneof(
      fc.constantFrom<QuitEvent>({ it: 'quit' }, { it: 'stopped' }, { it: 'deadline' }),
      fc.record({ it: fc.constant('answer' as const), keepRunning: bool, tray: bool }),
      fc.record({
        it: fc.constant('window-close' as const),
        circumstances: fc.record({
          onClose: fc.constantFrom('ask' as const, 'background' as const, 'quit' as const),
          outlivesWindows: bool,
          tray: bool,
          canAsk: bool,
        }),
      }),
    )
    fc.assert(
      fc.property(fc.array(event), (before) => {
        const done: string[] = []
        let now: Quit = open
        for (const each of [...before, { it: 'quit' as const }, { it: 'deadline' as const }]) {
          const { next, effects: taken } = quitStep(now, each)
          now = next
          done.push(...taken)
        }
        expect(done.filter((effect) => effect === 'exit')).toEqual(['exit'])
        expect(done.filter((effect) => effect === 'stop')).toEqual(['stop'])
      }),
    )
  })
})
