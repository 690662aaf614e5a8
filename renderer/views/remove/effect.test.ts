import { describe, expect, it } from 'vitest'
import type { TorrentRow } from '../../../app/torrent/row.ts'
import { messages } from '../../messages/messages.ts'
import { removalEffect } from './effect.ts'

const row = (name: string, have: number): TorrentRow => ({ name, have, size: 1000 }) as TorrentRow

describe('the effect of removing', () => {
  it('counts what is on the disk, not what the torrents would be', () => {
    expect(removalEffect([row('a', 10), row('b', 5)])).toEqual({ count: 2, bytes: 15, name: null })
  })

  it('names the one torrent there is', () => expect(removalEffect([row('a', 0)]).name).toBe('a'))

  it('is told by the button itself', () => {
    const words = messages().removal
    expect(words.confirmTrash(3, '14.2 GB')).toBe('Move 3 torrents’ 14.2 GB to the trash')
    expect(words.confirmDelete(1, '14.2 GB')).toBe('Delete 14.2 GB for good')
  })
})
