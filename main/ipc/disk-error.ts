// What a failed system call of main means to the user. Only for calls whose failure is the disk's or the folder's
// doing; anything else is a bug and keeps being thrown.

import { systemFaultOf } from '../../app/ipc/disk-fault.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import { fail, type Result } from '../../app/result.ts'

/** The outcome of `act`, a fault of the disk as a value. */
export const onDisk = async <T>(
  act: () => Promise<Result<T, AppError>>,
  code: 'disk' | 'state-disk' = 'disk',
): Promise<Result<T, AppError>> => {
  try {
    return await act()
  } catch (cause) {
    const fault = systemFaultOf(cause)
    if (fault === null) throw cause
    return fail({ code, fault })
  }
}
