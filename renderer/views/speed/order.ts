// Something to be done with the vault, from what is typed to the window in which it is confirmed: what it would cost is
// asked anew with every change, and an answer to an older wish is not shown. Nothing is done here.

import { useEffect, useState } from 'react'
import type { AppError } from '../../../app/ipc/errors.ts'
import type { Result } from '../../../app/result.ts'
import type { VaultOrder, VaultPreview } from '../../../app/speed/vault-order.ts'
import type { ChainState } from '../../../app/wallet/chain-state.ts'
import { useLatest } from '../../components/latest.ts'
import { act, api } from '../../state/api.ts'
import { useWallet } from '../../state/wallet.ts'

const PAUSE_MS = 250

/** The same wish, whatever object it is. */
const keyOf = (order: VaultOrder): string =>
  Object.values(order)
    .map((value) => (Array.isArray(value) ? value.join(' ') : String(value)))
    .join('|')

/** What a preview follows from: the accounts and the vault as they were read last. */
const asOfText = (chain: ChainState | null): string =>
  chain === null
    ? ''
    : [chain.vault.is, chain.activityRevision, ...chain.accounts.map(({ readAt }) => readAt)].join(' ')

/** What it would cost, or why that cannot be said; null: not here yet, or there is no wish. */
export type Previewed = Result<VaultPreview, AppError> | null

const usePreview = (order: VaultOrder | null): Previewed => {
  const [said, setSaid] = useState<{
    readonly of: string
    readonly asOf: string
    readonly preview: NonNullable<Previewed>
  } | null>(null)
  const key = order === null ? null : keyOf(order)
  const asOf = useWallet(({ chain }) => asOfText(chain))
  const latest = useLatest(order)
  useEffect(() => {
    if (key === null) return undefined
    let current = true
    const ask = async (): Promise<void> => {
      if (latest.current === null) return
      const preview = await api().call('speed.preview', latest.current)
      if (current) setSaid({ of: key, asOf, preview })
    }
    const timer = setTimeout(() => void ask(), PAUSE_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [key, asOf, latest])
  return said !== null && said.of === key ? said.preview : null
}

export interface Ordering {
  readonly preview: Previewed
  /** It may be confirmed: its cost is known, and nothing is in its way. */
  readonly ready: boolean
  /** The key window is open. */
  readonly busy: boolean
  /** Opens the key window; true once every transaction is saved. */
  readonly run: () => Promise<boolean>
}

export const useOrder = (order: VaultOrder | null): Ordering => {
  const [busy, setBusy] = useState(false)
  const preview = usePreview(order)
  const ready = preview?.ok === true && preview.value.problem === null && !busy
  const run = async (): Promise<boolean> => {
    if (order === null || !ready) return false
    setBusy(true)
    const done = await act('speed.order', order)
    setBusy(false)
    return done !== null
  }
  return { preview, ready, busy, run }
}
