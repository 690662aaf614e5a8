import { describe, expect, it } from 'vitest'
import { fail, ok, type Result } from '../../app/result.ts'
import { btt } from '../../app/speed/testing/situations.ts'
import type { KeyTask } from '../../app/wallet/key-task.ts'
import { allow } from './allowance.ts'

const allowance = { perDay: btt(1), perPeer: btt(1), total: btt(1), priceCeiling: btt(1), whileLocked: false }
const locked = fail({ code: 'wallet', fault: 'locked' } as const)

/** A wallet that answers `speed.allow` with each of these in turn, and a person who answers what they are shown. */
const open = (answers: Result<unknown, unknown>[], person: 'approved' | 'refused' | null, opens = true) => {
  const shown: KeyTask[] = []
  const closed = new Set<(task: KeyTask) => void>()
  const listeners = new Set<(event: never) => void>()
  let isLocked = answers.length > 1
  const call = (name: string) => {
    if (name === 'wallet.state')
      return Promise.resolve(ok({ vault: { is: isLocked ? 'locked' : 'unlocked' } })) as never
    return Promise.resolve(name === 'speed.allow' ? (answers.shift() ?? ok(null)) : ok(undefined)) as never
  }
  const keys = {
    show: (task: KeyTask) => {
      shown.push(task)
      if (task === 'unlock' && opens) isLocked = false
      if (task === 'allow' && person !== null)
        for (const listener of listeners) listener({ token: 't', answer: person } as never)
      setImmediate(() => closed.forEach((listener) => listener(task)))
      return true
    },
    close: () => undefined,
    onClosed: (listener: (task: KeyTask) => void) => {
      closed.add(listener)
      return () => closed.delete(listener)
    },
  }
  const on = (_name: string, listener: (event: never) => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  return { shown, parts: { wallet: { call, on }, keys } }
}

describe('an allowance', () => {
  it('that is tighter is taken without a question', async () => {
    const { parts, shown } = open([ok(null)], null)
    expect(await allow(allowance, 'practice', parts)).toEqual(ok(true))
    expect(shown).toEqual([])
  })

  it.each([
    ['approved', 'approved', true],
    ['refused', 'refused', false],
    ['left without an answer', null, false],
  ] as const)('that waits for a person and is %s counts accordingly', async (_what, person, taken) => {
    const { parts, shown } = open([ok({ token: 't' })], person)
    expect(await allow(allowance, 'practice', parts)).toEqual(ok(taken))
    expect(shown).toEqual(['allow'])
  })

  it('of a locked wallet has it opened first', async () => {
    const { parts, shown } = open([locked, ok({ token: 't' })], 'approved')
    expect(await allow(allowance, 'practice', parts)).toEqual(ok(true))
    expect(shown).toEqual(['unlock', 'allow'])
  })

  it('of a wallet that stays locked is not taken, and nothing is asked', async () => {
    const { parts, shown } = open([locked, locked], 'approved', false)
    expect(await allow(allowance, 'practice', parts)).toEqual(ok(false))
    expect(shown).toEqual(['unlock'])
  })

  it('that the wallet cannot keep says why', async () => {
    const reason = fail({ code: 'wallet-disk', fault: 'full' } as const)
    const { parts } = open([reason], null)
    expect(await allow(allowance, 'practice', parts)).toEqual(reason)
  })
})
