// What a failed system call means to the user, by the name of its errno. Only what is the disk's or the folder's doing
// is here: anything else is a bug, and keeps being thrown.

import type { DiskFault } from './errors.ts'

export const SYSTEM_FAULTS: Readonly<Record<string, DiskFault>> = {
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

/** Null: not the disk's doing. */
export const systemFaultOf = (cause: unknown): DiskFault | null => SYSTEM_FAULTS[codeOf(cause) ?? ''] ?? null
