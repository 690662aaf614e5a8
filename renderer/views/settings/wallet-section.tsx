// What of the wallet is a matter of settings: when it locks, and where prices come from, if from anywhere. Networks and
// nodes are chosen on the Wallet page.

import { useState } from 'react'
import type { PriceSource } from '../../../app/wallet/networks-choice.ts'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { useMessages } from '../../messages/messages.ts'
import { changeSettings, useSettings } from '../../state/settings.ts'
import { CountSetting, Section } from './setting-rows.tsx'

const BOUNDS = { min: 1, max: 1_440 }

const none: PriceSource = { url: '', path: '', currency: '' }

const isWhole = ({ url, path, currency }: PriceSource): boolean =>
  /^https:\/\/[^\s@]+$/.test(url) && path.trim() !== '' && /^[A-Z]{3,5}$/.test(currency)

/** Kept together: an address without a path, or a path without a currency, is no source. */
const Prices = () => {
  const words = useMessages().settings.wallet
  const stored = useSettings(({ wallet }) => wallet.prices)
  const [typed, setTyped] = useState(stored ?? none)
  const empty = typed.url + typed.path + typed.currency === ''
  const same = JSON.stringify(typed) === JSON.stringify(stored ?? none)
  const change = (part: Partial<PriceSource>): void => setTyped({ ...typed, ...part })
  const save = (): void => void changeSettings({ wallet: { prices: empty ? null : typed } })
  return (
    <div className="settings__prices">
      <p className="settings__note">{words.pricesText}</p>
      <Field label={words.priceUrl} hint={words.priceUrlHint}>
        <TextInput maxLength={500} value={typed.url} onChange={(url) => change({ url: url.trim() })} />
      </Field>
      <Field label={words.pricePath} hint={words.pricePathHint}>
        <TextInput maxLength={200} value={typed.path} onChange={(path) => change({ path })} />
      </Field>
      <Field label={words.currency} hint={words.currencyHint}>
        <TextInput
          maxLength={5}
          value={typed.currency}
          onChange={(currency) => change({ currency: currency.trim().toUpperCase() })}
        />
      </Field>
      <div>
        <Button disabled={same || !(empty || isWhole(typed))} onClick={save}>
          {empty && stored !== null ? words.pricesOff : words.pricesSave}
        </Button>
      </div>
    </div>
  )
}

export const WalletSection = ({ id }: { readonly id: string }) => {
  const words = useMessages().settings.wallet
  const minutes = useSettings(({ wallet }) => wallet.autoLockMinutes)
  return (
    <Section id={id} title={words.title}>
      <CountSetting
        label={words.autoLock}
        hint={words.autoLockHint}
        value={minutes}
        bounds={BOUNDS}
        wrong={words.autoLockWrong}
        onChange={(autoLockMinutes) => void changeSettings({ wallet: { autoLockMinutes } })}
      />
      <Prices />
    </Section>
  )
}
