// The addresses an import would bring, each with what it holds on the network that was chosen, as soon as it is known.

import type { Account } from '../../../app/wallet/wallet-state.ts'
import { MOST_FOUND, type Found } from '../../../app/wallet/found.ts'
import { Note } from '../../components/note.tsx'
import { PracticeBadge } from '../../components/practice-badge.tsx'
import { formatAmount } from '../../format/amounts.ts'
import { useMessages } from '../../messages/messages.ts'
import { useKeys } from '../../state/keys.ts'

type FoundAccount = NonNullable<Found['accounts']>[number]

const Holdings = ({ account }: { readonly account: FoundAccount }) => {
  const { wallet: words } = useMessages()
  const cannot = words.permission(account.permission)
  return (
    <>
      {account.activated === false && <span className="keys__small">{words.notActivated}</span>}
      <ul className="keys__holdings numeric" aria-label={words.balances}>
        {account.balances.map(({ symbol, decimals, amount, legacy }) => (
          <li key={symbol}>
            {amount === null ? words.unknownAmount : words.amount(formatAmount(amount, decimals), symbol)}
            {legacy && ` (${words.legacy})`}
          </li>
        ))}
      </ul>
      {cannot !== '' && <Note tone="warning">{cannot}</Note>}
    </>
  )
}

const useSaid = (found: Found | null, count: number): string => {
  const { keys: words, wallet } = useMessages()
  if (found === null) return ''
  if (found.network === null) return words.foundNoNetwork
  const name = wallet.networks[found.network]
  if (found.accounts === null) return words.foundLooking(name)
  return count > MOST_FOUND ? `${words.foundOn(name)} ${words.foundFirst(MOST_FOUND)}` : words.foundOn(name)
}

export const FoundList = ({ accounts }: { readonly accounts: readonly Account[] }) => {
  const found = useKeys((keys) => keys.found)
  const said = useSaid(found, accounts.length)
  const of = (address: string) => found?.accounts?.find((one) => one.address === address)
  return (
    <>
      <ul className="keys__accounts">
        {accounts.map(({ index, address, label }) => {
          const held = of(address)
          return (
            <li key={index}>
              <span className="keys__label">
                {label} {held !== undefined && found?.network === 'practice' && <PracticeBadge small />}
              </span>
              <code className="keys__address selectable">{address}</code>
              {held !== undefined && <Holdings account={held} />}
            </li>
          )
        })}
      </ul>
      <p role="status" className="keys__small">
        {said}
      </p>
    </>
  )
}
