// Has a person allow what may be spent on Speed: a tighter allowance is taken at once, any other one goes to the key
// window, with the password first where the wallet is locked. Invariant: a window that is closed without an answer is a
// no.

import type { Allowance } from '../../app/speed/allowance.ts'
import type { NetworkId } from '../../app/tron/networks.ts'
import type { Reply } from '../../app/ipc/contract.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import { ok } from '../../app/result.ts'
import { confirmIn, openWallet, type ConfirmParts } from './confirm.ts'

const isLocked = (error: AppError): boolean => error.code === 'wallet' && error.fault === 'locked'

/** Whether it was taken. */
export const allow = async (
  allowance: Allowance,
  network: NetworkId | null,
  parts: ConfirmParts,
): Reply<'speed.allow'> => {
  const asking = { ...allowance, network }
  const { wallet } = parts
  let asked = await wallet.call('speed.allow', asking)
  if (!asked.ok && isLocked(asked.error)) {
    const opened = await openWallet(parts)
    if (!opened.ok) return opened.error.code === 'cancelled' ? ok(false) : opened
    asked = await wallet.call('speed.allow', asking)
  }
  if (!asked.ok) return asked
  if (asked.value === null) return ok(true)
  return ok((await confirmIn('allow', asked.value.token, parts)) === 'approved')
}
