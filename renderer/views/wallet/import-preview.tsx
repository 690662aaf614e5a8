// What the addresses of an import under way hold, while the key window asks whether to go on.

import { useEffect, useState } from 'react'
import { parseAddress, type Address } from '../../../app/tron/address.ts'
import type { AccountState } from '../../../app/wallet/chain-state.ts'
import { Note } from '../../components/note.tsx'
import { useMessages } from '../../messages/messages.ts'
import { api } from '../../state/api.ts'
import { useSettings } from '../../state/settings.ts'
import { MoneyText } from './money-text.tsx'

const LOOK_AGAIN_MS = 3_000

const valid = (addresses: readonly string[]): Address[] =>
  addresses.flatMap((text) => {
    const parsed = parseAddress(text)
    return parsed.ok ? [parsed.value] : []
  })

/** Asked again until it is here: the network may still be getting ready. */
const useAccounts = (addresses: readonly string[]): readonly AccountState[] | null => {
  const [accounts, setAccounts] = useState<readonly AccountState[] | null>(null)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let current = true
    const look = async (): Promise<void> => {
      const answer = await api().call('chain.inspect', { addresses: valid(addresses) })
      if (!current) return
      if (answer.ok) setAccounts(answer.value)
      else timer = setTimeout(() => void look(), LOOK_AGAIN_MS)
    }
    void look()
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [addresses])
  return accounts
}

const Found = ({ account }: { readonly account: AccountState }) => {
  const words = useMessages().wallet
  const cannot = words.permission(account.permission)
  return (
    <li className="contact contact--block">
      <code className="contact__address">{account.address}</code>
      {account.activated === false && <span>{words.notActivated}</span>}
      <ul className="wallet__found">
        {account.balances.map(({ key, asset, amount }) => (
          <li key={key}>
            <MoneyText amount={amount} decimals={asset.decimals} symbol={asset.symbol} exact />
          </li>
        ))}
      </ul>
      {cannot !== '' && <Note tone="warning">{cannot}</Note>}
    </li>
  )
}

export const ImportPreview = ({ addresses }: { readonly addresses: readonly string[] }) => {
  const words = useMessages().wallet
  const network = useSettings((settings) => settings.wallet.network)
  const accounts = useAccounts(addresses)
  return (
    <div className="wallet__panel">
      <section className="wallet__section" aria-label={words.importPreview}>
        <h2>{words.importPreview}</h2>
        <p>{network === null ? words.importPreviewNoNetwork : words.importPreviewText}</p>
        <ul className="contacts__list">
          {accounts === null
            ? addresses.map((address) => (
                <li key={address} className="contact">
                  <code className="contact__address">{address}</code>
                </li>
              ))
            : accounts.map((account) => <Found key={account.address} account={account} />)}
        </ul>
      </section>
    </div>
  )
}
