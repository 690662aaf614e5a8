// The one timeline of what happened: sent and received, how far each is, filtered, saved as a table. What is bait is
// hidden by default, with a count, and no address of a sender can be copied from here.

import { ArrowDownLeft, ArrowUpRight, Download, ExternalLink, Repeat, Search } from 'lucide-react'
import { useState } from 'react'
import type { ActivityEntry } from '../../../app/wallet/activity.ts'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { PracticeBadge } from '../../components/practice-badge.tsx'
import { Select } from '../../components/select.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { formatDateTime, formatExactTime } from '../../format/times.ts'
import { useMessages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { notify } from '../../state/notices.ts'
import { useSettings } from '../../state/settings.ts'
import { chosenOf, usePractising, useWallet } from '../../state/wallet.ts'
import { allActivity, filterOf, PAGE, useActivity, type Wish } from './activity-feed.ts'
import { Explained, StateText } from './activity-state.tsx'
import { MoneyText, trx } from './money-text.tsx'

const icons = { out: ArrowUpRight, in: ArrowDownLeft, own: Repeat, taken: ArrowUpRight } as const

const Who = ({ entry }: { readonly entry: ActivityEntry }) => {
  const words = useMessages().wallet
  if (entry.call !== null) return words.callOf(entry.call, entry.otherName ?? entry.other)
  if (entry.direction === 'own') return words.ownMove
  const who = entry.otherName ?? entry.other
  return entry.direction === 'in' ? words.from(who) : words.to(who)
}

const Verb = ({ entry }: { readonly entry: ActivityEntry }) => {
  const words = useMessages().wallet
  if (entry.call !== null) return words.calls[entry.call]
  if (entry.direction === 'in') return words.in
  return entry.direction === 'taken' ? words.taken : words.out(entry.state)
}

/** A call of the vault that moves nothing. */
const isBare = ({ call, amount }: ActivityEntry): boolean => call !== null && call !== 'approve' && amount === 0n

const Entry = ({ entry }: { readonly entry: ActivityEntry }) => {
  const words = useMessages().wallet
  const practising = usePractising()
  const network = useSettings((settings) => settings.wallet.network)
  const Icon = icons[entry.direction]
  const explorer = network !== 'practice' && network !== 'custom'
  return (
    <li className="activity__entry" data-direction={entry.direction}>
      <Icon size={16} aria-hidden />
      <span className="activity__what">
        <span>
          <Verb entry={entry} />{' '}
          {!isBare(entry) && <MoneyText amount={entry.amount} decimals={entry.decimals} symbol={entry.symbol} exact />}{' '}
          {!entry.known && <span className="balance__mark">{words.bait}</span>}
          {practising && <PracticeBadge small />}
        </span>
        <span className="activity__who">
          <Who entry={entry} />
        </span>
        <Explained entry={entry} />
      </span>
      <span className="activity__side">
        <StateText entry={entry} />
        <time className="activity__small numeric" title={formatExactTime(entry.at)}>
          {formatDateTime(entry.at)}
        </time>
        {entry.fee !== null && entry.fee > 0n && (
          <span className="activity__small numeric">{words.fee(trx(entry.fee))}</span>
        )}
      </span>
      {explorer && (
        <IconButton
          icon={ExternalLink}
          label={words.explorer}
          small
          onClick={() => void act('chain.showTransaction', { txId: entry.txId })}
        />
      )}
    </li>
  )
}

interface FiltersProps {
  readonly wish: Wish
  readonly onWish: (change: Partial<Wish>) => void
}

const Filters = ({ wish, onWish }: FiltersProps) => {
  const words = useMessages().wallet
  return (
    <div className="activity__filters" role="group" aria-label={words.filters}>
      <TextInput
        icon={Search}
        aria-label={words.searchActivity}
        placeholder={words.searchActivity}
        maxLength={100}
        value={wish.text}
        onChange={(text) => onWish({ text })}
      />
      <Select
        aria-label={words.direction}
        value={wish.direction}
        options={[
          { value: 'any', label: words.anyDirection },
          { value: 'out', label: words.onlyOut },
          { value: 'in', label: words.onlyIn },
        ]}
        onChange={(direction) => onWish({ direction })}
      />
      <Select
        aria-label={words.state}
        value={wish.state}
        options={[
          { value: 'any', label: words.anyState },
          { value: 'underway', label: words.underway },
          { value: 'final', label: words.states.final },
          { value: 'failed', label: words.states.failed },
          { value: 'not-sent', label: words.states['not-sent'] },
        ]}
        onChange={(state) => onWish({ state })}
      />
    </div>
  )
}

const saveTable = async (wish: Wish, account: ReturnType<typeof chosenOf>, said: string): Promise<void> => {
  const saved = await act('chain.exportActivity', filterOf(wish, account?.address ?? null))
  if (saved?.value != null) notify({ kind: 'told', text: said })
}

const Hidden = ({ wish, onWish, count }: FiltersProps & { readonly count: number }) => {
  const words = useMessages().wallet
  if (count === 0 && !wish.hidden) return null
  return (
    <div className="activity__hidden">
      <Checkbox checked={wish.hidden} onChange={(hidden) => onWish({ hidden })}>
        {wish.hidden ? words.showHidden : `${words.showHidden} (${words.hiddenCount(count)})`}
      </Checkbox>
      <span className="activity__small">{words.hiddenHint}</span>
    </div>
  )
}

export const ActivityPanel = () => {
  const words = useMessages().wallet
  const chosen = chosenOf(useWallet())
  const [wish, setWish] = useState(allActivity)
  const [limit, setLimit] = useState(PAGE)
  const page = useActivity(wish, chosen?.address ?? null, limit)
  const change = (part: Partial<Wish>): void => {
    setLimit(PAGE)
    setWish({ ...wish, ...part })
  }
  const filtered = JSON.stringify(wish) !== JSON.stringify(allActivity)
  const left = Math.min(PAGE, (page?.total ?? 0) - (page?.entries.length ?? 0))
  return (
    <div className="activity">
      <div className="activity__bar">
        <Filters wish={wish} onWish={change} />
        <Button icon={Download} onClick={() => void saveTable(wish, chosen, words.exported)}>
          {words.exportCsv}
        </Button>
      </div>
      {page !== null && page.entries.length === 0 && (
        <EmptyState
          title={filtered ? words.activityNone : words.activityEmpty}
          {...(!filtered && { text: words.activityEmptyText })}
        />
      )}
      {page !== null && page.entries.length > 0 && (
        <ul className="activity__list" aria-label={words.activityList}>
          {page.entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ul>
      )}
      {left > 0 && (
        <Button look="quiet" onClick={() => setLimit(limit + PAGE)}>
          {words.more(left)}
        </Button>
      )}
      <Hidden wish={wish} onWish={change} count={page?.hidden ?? 0} />
    </div>
  )
}
