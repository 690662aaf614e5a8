import { describe, expect, it } from 'vitest'
import { amount, ZERO } from '../../../app/money/amount.ts'
import type { SpeedState } from '../../../app/speed/speed-state.ts'
import { fakeSpeedState } from '../../testing/fake-speed.ts'
import { isReady, stepsOf } from './readiness.ts'

const open = fakeSpeedState('open', 0) as SpeedState
const said = (state: SpeedState, network: Parameters<typeof stepsOf>[1] = 'nile') =>
  stepsOf(state, network).map(({ name, is }) => `${name} ${is}`)

describe('what Speed needs', () => {
  it('is all there when nothing stands in the way', () => {
    expect(said(open)).toEqual(['wallet done', 'network done', 'deposit done', 'allowance done'])
    expect(isReady(open, 'nile')).toBe(true)
  })

  it('begins with the wallet, and one step at a time', () => {
    const none = { ...open, obstacle: 'no-wallet', deposit: null, allowance: null } as const
    expect(said(none, null)).toEqual(['wallet now', 'network later', 'deposit later', 'allowance later'])
    expect(said({ ...open, obstacle: 'locked' })[0]).toBe('wallet now')
    expect(isReady({ ...open, obstacle: 'locked' }, 'nile')).toBe(false)
  })

  it('is a network with a vault', () => {
    expect(said(open, null)).toContain('network now')
    expect(said({ ...open, obstacle: 'no-vault' })).toContain('network now')
    expect(said({ ...open, obstacle: 'chain-away' })).toContain('network waiting')
  })

  it('is a deposit of which something can be promised still', () => {
    const rest = { locks: [], approved: ZERO, exitAt: null, exitDelayMs: 1 }
    const deposit = { free: amount(5n), locked: ZERO, promised: amount(5n), ...rest }
    expect(said({ ...open, deposit })).toContain('deposit now')
    expect(said({ ...open, deposit: { ...deposit, locked: amount(1n) } })).toContain('deposit done')
    expect(said({ ...open, deposit: null })).toContain('deposit waiting')
  })

  it('is the key known to the vault, only where it is to go on while locked', () => {
    expect(said({ ...open, obstacle: 'key-unregistered' })).toContain('key now')
    expect(said(open).join()).not.toContain('key')
  })
})
