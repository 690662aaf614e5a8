// The page of the activity that is in sight, asked for anew whenever the chain process says that it changed.

import { useEffect, useState } from 'react'
import type { Address } from '../../../app/tron/address.ts'
import type { ActivityEntry, ActivityFilter, ActivityPage } from '../../../app/wallet/activity.ts'
import { api } from '../../state/api.ts'
import { useSettings } from '../../state/settings.ts'
import { useWallet } from '../../state/wallet.ts'

export const PAGE = 50

export interface Wish {
  readonly text: string
  readonly direction: 'any' | 'out' | 'in'
  readonly state: 'any' | 'underway' | 'final' | 'failed' | 'not-sent'
  readonly hidden: boolean
}

export const allActivity: Wish = { text: '', direction: 'any', state: 'any', hidden: false }

export const filterOf = ({ text, direction, state, hidden }: Wish, account: Address | null): ActivityFilter => ({
  account,
  asset: null,
  direction: direction === 'any' ? null : direction,
  state: state === 'any' ? null : state,
  hidden,
  text,
})

/** At most so many are told at a time. */
const AT_ONCE = 200

/** As many as are wanted, in parts; null: not to be had now. */
const firstOf = async (filter: ActivityFilter, wanted: number): Promise<ActivityPage | null> => {
  const entries: ActivityEntry[] = []
  for (;;) {
    const limit = Math.min(AT_ONCE, wanted - entries.length)
    const answer = await api().call('chain.activity', { ...filter, skip: entries.length, limit })
    if (!answer.ok) return null
    entries.push(...answer.value.entries)
    if (entries.length >= wanted || answer.value.entries.length < limit) return { ...answer.value, entries }
  }
}

/** Names the network that is chosen; null: the chain process is still on its way there. */
const useNetwork = (): string | null => {
  const chosen = useSettings((settings) => settings.wallet.network)
  const chain = useWallet((wallet) => wallet.chain)
  if (chosen === null) return ''
  return chain?.network === chosen ? `${chosen} ${String(chain.chainId)}` : null
}

interface Shown {
  readonly of: string
  readonly page: ActivityPage
}

/**
 * Null: not here yet. What was there stays in sight until the new answer comes, but for that of another account or of
 * another network.
 */
export const useActivity = (wish: Wish, account: Address | null, limit: number): ActivityPage | null => {
  const [shown, setShown] = useState<Shown | null>(null)
  const revision = useWallet(({ chain }) => chain?.activityRevision ?? 0)
  const network = useNetwork()
  const of = network === null ? null : `${network} ${account ?? ''}`
  useEffect(() => {
    if (of === null) return undefined
    let current = true
    const ask = async (_since: number): Promise<void> => {
      const page = await firstOf(filterOf(wish, account), limit)
      if (current && page !== null) setShown({ of, page })
    }
    void ask(revision)
    return () => {
      current = false
    }
  }, [wish, account, limit, revision, of])
  return shown !== null && shown.of === of ? shown.page : null
}
