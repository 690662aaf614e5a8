import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { getSystemErrorName } from 'node:util'
import { describe, expect, it } from 'vitest'
import { diskErrorOf, faultOf } from './disk-fault.ts'
import { ErrnoError } from './testing/errno.ts'

describe('what the system says', () => {
  it.each([
    ['ENOSPC', 'full'],
    ['EDQUOT', 'full'],
    ['EACCES', 'denied'],
    ['EPERM', 'denied'],
    ['EROFS', 'read-only'],
    ['EIO', 'io'],
    ['ENOENT', 'missing'],
    ['ENODEV', 'missing'],
    ['EMFILE', 'too-many-files'],
    ['ENFILE', 'too-many-files'],
    ['ENOTDIR', 'not-a-folder'],
    ['ELOOP', 'outside'],
    ['EWHATEVER', 'io'],
  ])('%s means %s', (code, fault) => {
    expect(faultOf(new ErrnoError(code))).toBe(fault)
  })

  it.skipIf(process.platform !== 'linux')('is known by its number where the runtime has no name for it', () => {
    for (const [number, fault] of [
      [122, 'full'],
      [116, 'missing'],
      [123, 'missing'],
    ] as const) {
      const code = `Unknown system error -${number}`
      expect(getSystemErrorName(-number)).toBe(code)
      expect(faultOf(new ErrnoError(code))).toBe(fault)
    }
  })

  it('is what went wrong first when a file refuses to be closed after it', () => {
    const both = (first: Error, then: Error): SuppressedError => new SuppressedError(then, first)
    expect(faultOf(both(new ErrnoError('ENOSPC'), new ErrnoError('EBADF')))).toBe('full')
    expect(faultOf(both(new TypeError('a bug'), new ErrnoError('EBADF')))).toBeNull()
    expect(faultOf(both(new ErrnoError('EIO'), new TypeError('a bug')))).toBeNull()
  })

  it('includes the session database on a full disk', () => {
    const folder = mkdtempSync(join(tmpdir(), 'swiftseed-full-'))
    const db = new DatabaseSync(join(folder, 'db'))
    db.exec('PRAGMA max_page_count = 2; CREATE TABLE t (x)')
    let error: unknown = null
    try {
      db.prepare('INSERT INTO t VALUES (zeroblob(100000))').run()
    } catch (thrown) {
      error = thrown
    }
    expect(faultOf(error)).toBe('full')
    db.close()
    rmSync(folder, { recursive: true })
  })

  it('includes a hashing thread that could not begin', () => {
    // As Node says it, for want of descriptors.
    const said = Object.assign(new Error('Worker initialization failure: EMFILE'), { code: 'ERR_WORKER_INIT_FAILED' })
    expect(faultOf(said)).toBe('too-many-files')
  })

  it('is not what our own mistakes say', () => {
    const mistake = new TypeError('undefined is not a function')
    expect(faultOf(mistake)).toBeNull()
    expect(() => diskErrorOf(mistake)).toThrow(mistake)
    expect(faultOf(Object.assign(new Error('bad'), { code: 'ERR_INVALID_ARG_TYPE' }))).toBeNull()
  })
})
