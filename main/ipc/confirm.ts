// Has a person confirm a send in the key window, with the password first where the wallet is locked. Leaves the words
// of the review, and the signature, to the wallet process. Invariant: a window that is closed without an answer is a
// no.

import type { AppError } from '../../app/ipc/errors.ts'
import type { WalletClient, WalletEvent } from '../../app/ipc/wallet-contract.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import { throughKeys, type KeyDesk } from './key-desk.ts'

type Answered = WalletEvent<'wallet.answered'>

export interface ConfirmParts {
  readonly wallet: WalletClient & { on(name: 'wallet.answered', listener: (data: Answered) => void): () => void }
  readonly keys: KeyDesk
}

/** Opens the wallet before anything is built, so that no transaction grows old while the password is typed. */
export const openWallet = async ({ wallet, keys }: ConfirmParts): Promise<Result<void, AppError>> => {
  const before = await wallet.call('wallet.state', undefined)
  if (!before.ok) return before
  if (before.value.vault.is !== 'locked') return ok(undefined)
  if (!(await throughKeys(keys, 'unlock'))) return fail({ code: 'wallet-unavailable' })
  const after = await wallet.call('wallet.state', undefined)
  if (!after.ok) return after
  return after.value.vault.is === 'unlocked' ? ok(undefined) : fail({ code: 'cancelled' })
}

/** Shows what waits under this token in a window of that task; what the person said to it. */
export const confirmIn = async (
  task: 'review' | 'allow',
  token: string,
  { wallet, keys }: ConfirmParts,
): Promise<Answered['answer']> => {
  let said: Answered['answer'] | null = null
  const off = wallet.on('wallet.answered', (event) => {
    if (event.token !== token) return
    said = event.answer
    // It waits no more, so its window has nothing to ask.
    if (event.answer === 'ended') keys.close()
  })
  await throughKeys(keys, task)
  // The window closes after the wallet has taken its answer, and the wallet tells us of it before it answers this.
  await wallet.call('wallet.ping', undefined)
  off()
  return said ?? 'refused'
}

export const confirmReview = (token: string, parts: ConfirmParts): Promise<Answered['answer']> =>
  confirmIn('review', token, parts)
