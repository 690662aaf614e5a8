// Copies the address of somebody who deals with us. Anybody can make one that looks like an address the user knows and
// have it listed for next to nothing, so that is looked for first. Invariant: what imitates another is not copied.

import type { Address } from '../../../app/tron/address.ts'
import { messages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { notify } from '../../state/notices.ts'

export const copyAccount = async (address: Address): Promise<void> => {
  const alike = await act('contacts.alike', { address })
  if (alike === null) return
  const [imitated] = alike.value
  if (imitated !== undefined) return notify({ kind: 'warned', text: messages().speed.copyUnsafe(imitated.name) })
  if (await act('app.copyText', { text: address })) notify({ kind: 'copied', what: 'address', count: 1 })
}
