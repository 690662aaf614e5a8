// What a failed system call of the wallet means to the user, as a value. Anything that is not a fault of the disk is a
// bug and keeps being thrown.

import { systemFaultOf } from '../../app/ipc/disk-fault.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../app/result.ts'

export const onDisk = async <T>(act: () => Promise<T>): Promise<Result<T, AppError>> => {
  try {
    return ok(await act())
  } catch (cause) {
    const fault = systemFaultOf(cause)
    if (fault === null) throw cause
    return fail({ code: 'wallet-disk', fault })
  }
}
