// From what the system said to what a person can do about it: errno and SQLite codes become a DiskFault. An error
// that is neither came from a bug of ours, not from a disk, and is never taken for one.

import { codeOf as systemCodeOf, SYSTEM_FAULTS } from '../../../app/ipc/disk-fault.ts'
import type { DiskFault } from '../../../app/ipc/errors.ts'
import { DiskError } from './store.ts'

const FAULTS: Readonly<Record<string, DiskFault>> = {
  ...SYSTEM_FAULTS,
  EFBIG: 'full',
  EBUSY: 'denied',
  ETXTBSY: 'denied',
  EISDIR: 'denied',
  ENAMETOOLONG: 'denied',
  ENXIO: 'missing',
  ENOMEDIUM: 'missing',
  ESTALE: 'missing',
  ENOTCONN: 'missing',
  EHOSTDOWN: 'missing',
  ELOOP: 'outside',
}

// libuv has no name for these, and the error's code is a sentence with their number instead.
const NUMBERED: Readonly<Record<string, string>> =
  process.platform === 'linux'
    ? { 116: 'ESTALE', 122: 'EDQUOT', 123: 'ENOMEDIUM' }
    : process.platform === 'darwin'
      ? { 69: 'EDQUOT', 70: 'ESTALE' }
      : {}

// Primary result codes, https://www.sqlite.org/rescode.html
/** SQLITE_IOERR_SHMSIZE: the index of the write-ahead log could not grow. */
const NO_ROOM_FOR_INDEX = 4874
const SQLITE_FAULTS: Readonly<Record<number, DiskFault>> = { 3: 'denied', 8: 'read-only', 13: 'full', 14: 'missing' }

/** Null: not the disk's doing. */
export function faultOf(error: unknown): DiskFault | null {
  if (error instanceof DiskError) return error.fault
  // What went wrong first, and what refused to be closed after it.
  if (error instanceof SuppressedError) return faultOf(error.error) && faultOf(error.suppressed)
  const code = codeOf(error)
  if (code === null) return null
  if (code === 'ERR_SQLITE_ERROR') {
    const result = sqliteCode(error)
    return result === NO_ROOM_FOR_INDEX ? 'full' : (SQLITE_FAULTS[result & 0xff] ?? 'io')
  }
  // A thread for hashing needs descriptors and memory as well; what it lacked is said at the end.
  if (code === 'ERR_WORKER_INIT_FAILED') return faultOfCode(/\bE[A-Z]+$/.exec(String(error))?.[0] ?? '')
  return code.startsWith('ERR_') ? null : faultOfCode(code)
}

/** After it the disk may be another than before, or may have lost what it had not synced. */
export const shakes = (fault: DiskFault): boolean =>
  fault === 'missing' || fault === 'io' || fault === 'read-only' || fault === 'state'

/** Of an error's code. */
export const faultOfCode = (code: string): DiskFault => FAULTS[nameOf(code)] ?? 'io'

/** The error as a DiskError; what is none is thrown on. */
export function diskErrorOf(error: unknown): DiskError {
  if (error instanceof DiskError) return error
  const fault = faultOf(error)
  if (fault === null) throw error
  return new DiskError(fault, { cause: error })
}

export const codeOf = (error: unknown): string | null => {
  const code = systemCodeOf(error)
  return code === null ? null : nameOf(code)
}

const nameOf = (code: string): string => NUMBERED[/^Unknown system error -(\d+)$/.exec(code)?.[1] ?? ''] ?? code

const sqliteCode = (error: unknown): number =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : 0
