import { describe, expect, it } from 'vitest'
import { messages } from '../../messages/messages.ts'
import { choicesOf, removalEffect } from './effect.ts'

const removable = { files: 3, bytes: 15, others: 1 }

describe('the effect of removing', () => {
  it('is what would go, not what the torrents have', () => {
    expect(removalEffect([{ name: 'a' }, { name: 'b' }], removable)).toEqual({ ...removable, count: 2, name: null })
  })

  it('names the one torrent there is', () => expect(removalEffect([{ name: 'a' }], removable).name).toBe('a'))

  it('is nothing to choose where nothing is ours', () => {
    expect(choicesOf({ files: 0, bytes: 0, others: 9 })).toEqual(['keep'])
    expect(choicesOf(removable)).toEqual(['keep', 'trash', 'delete'])
  })

  it('is told by the button itself, and by the sentences', () => {
    const words = messages().removal
    expect(words.confirmTrash(3, '14.2 GB')).toBe('Move 3 torrents’ 14.2 GB to the trash')
    expect(words.confirmDelete(1, '14.2 GB')).toBe('Delete 14.2 GB for good')
    expect(words.deleteText(3, '14.2 GB')).toBe('3 files, 14.2 GB, are deleted at once. This cannot be undone.')
    expect(words.noneOurs(2)).toContain('They stay where they are.')
  })
})
