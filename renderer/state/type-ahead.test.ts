import { describe, expect, it } from 'vitest'
import type { TorrentId } from '../../app/torrent/row.ts'
import { findTyped, isTyping, nothingTyped, typed } from './type-ahead.ts'

const names = ['alpha', 'beta', 'bravo', 'gamma ray', 'gamma']
const ids = names as unknown as readonly TorrentId[]
const folded = (id: TorrentId): string => id
const find = (text: string, focus: string | null): string | null =>
  findTyped(ids, folded, text, focus as TorrentId | null)

describe('typing to find', () => {
  it('makes a word of letters in quick succession and begins anew after a pause', () => {
    const quick = typed(typed(nothingTyped, 'g', 1000), 'a', 1300)
    expect(quick.text).toBe('ga')
    expect(isTyping(quick, 1900)).toBe(true)
    expect(isTyping(quick, 2200)).toBe(false)
    expect(typed(quick, 'x', 5000).text).toBe('x')
  })

  it('goes to the first name that begins so, from the focus on', () => {
    expect(find('b', null)).toBe('beta')
    expect(find('br', 'beta')).toBe('bravo')
    expect(find('gamma', 'gamma ray')).toBe('gamma ray')
  })

  it('walks through the names of one letter, and around', () => {
    expect(find('b', 'beta')).toBe('bravo')
    expect(find('bb', 'bravo')).toBe('beta')
  })

  it('finds nothing where nothing is called so', () => {
    expect(find('x', null)).toBeNull()
    expect(find('', null)).toBeNull()
    expect(findTyped([], folded, 'a', null)).toBeNull()
  })
})
