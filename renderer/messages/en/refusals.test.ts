import { describe, expect, it } from 'vitest'
import type { RefusalCode } from '../../../app/tron/refusal.ts'
import { refusals } from './refusals.ts'

const codes: readonly RefusalCode[] = [
  'expired',
  'tapos',
  'signature',
  'bandwidth',
  'balance',
  'sender-not-activated',
  'token-balance',
  'no-such-token',
  'to-itself',
  'to-contract',
  'no-contract',
  'fee-limit',
  'invalid',
  'too-big',
  'busy',
  'no-connection',
  'unsolidified',
  'other',
]

describe('a send that no node takes', () => {
  it('has a sentence of its own for each reason', () => {
    expect(new Set(codes.map((code) => refusals.sentence(code, '12:00'))).size).toBe(codes.length)
  })

  it('is said to be held where money is missing, given up where it can never go, and tried again elsewhere', () => {
    expect(refusals.label('balance')).toBe('Held')
    expect(refusals.sentence('balance', '12:00')).toContain('tried again until 12:00')
    expect(refusals.label('expired')).toBe('Refused')
    expect(refusals.sentence('expired', '12:00')).toContain('cannot be sent any more')
    expect(refusals.label('busy')).toBeNull()
    expect(refusals.sentence('busy', null)).toContain('sent again by itself')
  })
})
