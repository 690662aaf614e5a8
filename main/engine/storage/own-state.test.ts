import { describe, expect, it } from 'vitest'
import { ofOurState } from './own-state.ts'
import { DiskError } from './store.ts'
import { ErrnoError } from './testing/errno.ts'

const refusing = (error: unknown) =>
  ofOurState({
    size: 3,
    now: (): number => {
      throw error
    },
    later: async (): Promise<number> => {
      throw error
    },
    fine: (n: number): number => n + 1,
  })

describe('what lies on the disk of our own state', () => {
  it.each([
    ['ENOSPC', 'state-full'],
    ['EDQUOT', 'state-full'],
    ['EACCES', 'state'],
    ['EROFS', 'state'],
    ['EIO', 'state'],
  ])('says of %s that it is %s, at once and later', async (code, fault) => {
    const ours = refusing(new ErrnoError(code))
    expect(() => ours.now()).toThrow(expect.objectContaining({ fault }))
    await expect(ours.later()).rejects.toMatchObject({ fault })
  })

  it('leaves to callers what they know, and our own mistakes as they are', async () => {
    for (const error of [new ErrnoError('ENOENT'), new ErrnoError('EEXIST'), new TypeError('oops')]) {
      expect(() => refusing(error).now()).toThrow(error)
      await expect(refusing(error).later()).rejects.toBe(error)
    }
  })

  it('names a refusal of the database too, and works as ever otherwise', () => {
    const full = Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 })
    expect(() => refusing(full).now()).toThrow(DiskError)
    expect(() => refusing(full).now()).toThrow(expect.objectContaining({ fault: 'state-full' }))
    expect(refusing(full).fine(1) + refusing(full).size).toBe(5)
  })
})
