// What a failed system call of the wallet means to the user, as a value. Anything that is not a fault of the disk is a
// bug and keeps being thrown.

import type { AppError, DiskFault } from '../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../app/result.ts'

const FAULTS: Readonly<Record<string, DiskFault>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EACCES: 'denied',
  EPERM: 'denied',
  EROFS: 'read-only',
  EIO: 'io',
  ENOENT: 'missing',
  ENODEV: 'missing',
  ENOTDIR: 'not-a-folder',
  EMFILE: 'too-many-files',
  ENFILE: 'too-many-files',
}

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : ''

export const onDisk = async <T>(act: () => Promise<T>): Promise<Result<T, AppError>> => {
  try {
    return ok(await act())
  } catch (cause) {
    const fault = FAULTS[codeOf(cause)]
    if (fault === undefined) throw cause
    return fail({ code: 'wallet-disk', fault })
  }
}
