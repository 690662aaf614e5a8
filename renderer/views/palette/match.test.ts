import { describe, expect, it } from 'vitest'
import { matching, matchRank } from './match.ts'

describe('the command palette', () => {
  it('wants every word typed, without case and accents', () => {
    expect(matchRank('Öffne den Ordner', 'ordner offne')).not.toBeNull()
    expect(matchRank('Öffne den Ordner', 'ordner zu')).toBeNull()
  })

  it('puts what begins so first, then words that do, then the rest, and keeps the order among equals', () => {
    const labels = ['restart all', 'Show: Stopped', 'Start', 'Start all']
    expect(matching(labels, (label) => label, 'sta')).toEqual(['Start', 'Start all', 'restart all'])
    expect(matching(labels, (label) => label, '')).toEqual(labels)
  })

  it('shows no more than asked for', () => {
    expect(matching(['a1', 'a2', 'a3'], (label) => label, 'a', 2)).toEqual(['a1', 'a2'])
  })
})
