// Tells the disk of our own state (journal, pieces kept aside) from the disk a torrent is saved on: what the first
// refuses is said of it and never of the other. Leaves codes their callers know what to do with as they are.

import type { DiskFault } from '../../../app/ipc/errors.ts'
import { codeOf, faultOf } from './disk-fault.ts'
import { DiskError } from './store.ts'

const HANDLED = new Set(['ENOENT', 'EEXIST'])

const OURS: { readonly [F in DiskFault]?: DiskFault } = {
  full: 'state-full',
  denied: 'state',
  'read-only': 'state',
  io: 'state',
  missing: 'state',
}

/** The same, but what it throws or rejects with names our own disk. */
export const ofOurState = <T extends object>(thing: T): T =>
  new Proxy(thing, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return (...args: unknown[]): unknown => named(() => Reflect.apply(value, target, args))
    },
  })

function named(act: () => unknown): unknown {
  try {
    const answer = act()
    return answer instanceof Promise ? answer.catch((error: unknown) => rename(error)) : answer
  } catch (error) {
    return rename(error)
  }
}

function rename(error: unknown): never {
  const fault = HANDLED.has(codeOf(error) ?? '') ? null : faultOf(error)
  const ours = fault === null ? undefined : OURS[fault]
  throw ours === undefined ? error : new DiskError(ours, { cause: error })
}
