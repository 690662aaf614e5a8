// A name that another may have taken since we looked. Leaves choosing the next one to the caller.

import { codeOf } from './disk-fault.ts'

/** Null: another has the name. */
export async function unlessTaken<T>(take: () => Promise<T>): Promise<T | null> {
  try {
    return await take()
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return null
    throw error
  }
}
