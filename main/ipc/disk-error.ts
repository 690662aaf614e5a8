// What a failed system call of main means to the user. Only for calls whose failure is the disk's or the folder's
// doing; anything else is a bug and keeps being thrown.

import type { AppError, DiskFault } from '../../app/ipc/errors.ts'
import { fail, type Result } from '../../app/result.ts'

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

export const codeOf = (cause: unknown): string | null =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null

/** The outcome of `act`, a fault of the disk as a value. */
export const onDisk = async <T>(
  act: () => Promise<Result<T, AppError>>,
  code: 'disk' | 'state-disk' = 'disk',
): Promise<Result<T, AppError>> => {
  try {
    return await act()
  } catch (cause) {
    const fault = FAULTS[codeOf(cause) ?? '']
    if (fault === undefined) throw cause
    return fail({ code, fault })
  }
}
