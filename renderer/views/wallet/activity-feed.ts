// The page of the activity that is in sight, asked for anew whenever the chain process says that it changed.

import { useEffect, useState } from 'react'
import type { Address } from '../../../app/tron/address.ts'
import type { ActivityFilter, ActivityPage } from '../../../app/wallet/activity.ts'
import { api } from '../../state/api.ts'
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

/** Null: not here yet. What was there stays in sight until the new answer comes. */
export const useActivity = (wish: Wish, account: Address | null, limit: number): ActivityPage | null => {
  const [page, setPage] = useState<ActivityPage | null>(null)
  const revision = useWallet(({ chain }) => chain?.activityRevision ?? 0)
  useEffect(() => {
    let current = true
    const ask = async (_since: number): Promise<void> => {
      const answer = await api().call('chain.activity', { ...filterOf(wish, account), skip: 0, limit })
      if (current && answer.ok) setPage(answer.value)
    }
    void ask(revision)
    return () => {
      current = false
    }
  }, [wish, account, limit, revision])
  return page
}
