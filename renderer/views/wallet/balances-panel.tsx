// What an address holds, BTT first and each token by itself; what it has for fees; the faucet while practising.

import { Coins } from 'lucide-react'
import type { AccountState, Balance, Resource } from '../../../app/wallet/chain-state.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Note } from '../../components/note.tsx'
import { PracticeBadge } from '../../components/practice-badge.tsx'
import { formatAmount } from '../../format/amounts.ts'
import { useMessages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { notify } from '../../state/notices.ts'
import { useSettings } from '../../state/settings.ts'
import { accountOf, chosenOf, usePractising, useWallet } from '../../state/wallet.ts'
import { worthOf } from './fiat.ts'
import { MoneyText } from './money-text.tsx'
import { NetworkButton } from './network-chooser.tsx'

const isLegacy = ({ asset }: Balance): boolean => asset.kind === 'trc10' && asset.legacy

/** BTT, then the rest as the network has them, what is legacy last and apart. */
const ordered = (balances: readonly Balance[]): readonly Balance[] => {
  const rank = (balance: Balance): number => (balance.asset.symbol === 'BTT' ? 0 : isLegacy(balance) ? 2 : 1)
  return balances.toSorted((a, b) => rank(a) - rank(b))
}

const Line = ({ balance }: { readonly balance: Balance }) => {
  const words = useMessages().wallet
  const practising = usePractising()
  const price = useWallet(({ chain }) => chain?.prices.find(({ key }) => key === balance.key))
  const currency = useSettings((settings) => settings.wallet.prices?.currency ?? null)
  const { amount, spendable, asset } = balance
  const worth = price && amount !== null && !practising ? worthOf(amount, asset.decimals, price.value) : null
  return (
    <li className="balance" data-legacy={isLegacy(balance) || undefined}>
      <span className="balance__token">
        {asset.symbol}
        {isLegacy(balance) && <span className="balance__mark">{words.legacy}</span>}
        {practising && <PracticeBadge small />}
      </span>
      <span className="balance__amounts">
        <MoneyText amount={amount} decimals={asset.decimals} symbol={asset.symbol} exact />
        {spendable !== null && amount !== null && spendable < amount && (
          <span className="balance__small numeric">
            {words.spendable(formatAmount(spendable, asset.decimals), asset.symbol)}
          </span>
        )}
        {worth !== null && currency !== null && (
          <span className="balance__small numeric">{words.worth(worth, currency)}</span>
        )}
      </span>
      {isLegacy(balance) && <p className="balance__text">{words.legacyText}</p>}
    </li>
  )
}

const ResourceLine = ({ name, resource }: { readonly name: string; readonly resource: Resource }) => {
  const words = useMessages().wallet
  const whole = new Intl.NumberFormat('en')
  return (
    <div className="resource">
      <dt>{name}</dt>
      <dd className="numeric">{words.resource(whole.format(resource.left), whole.format(resource.of))}</dd>
    </div>
  )
}

const Resources = ({ account }: { readonly account: AccountState }) => {
  const words = useMessages().wallet
  if (account.resources === null) return null
  const { freeBandwidth, stakedBandwidth, energy } = account.resources
  return (
    <section className="wallet__section" aria-label={words.resources}>
      <h2>{words.resources}</h2>
      <dl>
        <ResourceLine name={words.freeBandwidth} resource={freeBandwidth} />
        {stakedBandwidth.of > 0n && <ResourceLine name={words.stakedBandwidth} resource={stakedBandwidth} />}
        {energy.of > 0n && <ResourceLine name={words.energy} resource={energy} />}
      </dl>
    </section>
  )
}

const Faucet = ({ address }: { readonly address: AccountState['address'] }) => {
  const words = useMessages().wallet
  const running = useWallet(({ home }) => home?.practice === 'running')
  const give = async (): Promise<void> => {
    if (await act('practice.faucet', { address })) {
      notify({ kind: 'told', text: words.faucetDone })
      void act('chain.refresh', undefined)
    }
  }
  return (
    <section className="wallet__section wallet__faucet">
      <p>{words.faucetText}</p>
      <Button look="primary" disabled={!running} onClick={() => void give()}>
        {words.faucet}
      </Button>
    </section>
  )
}

export const BalancesPanel = () => {
  const words = useMessages().wallet
  const wallet = useWallet()
  const practising = usePractising()
  const network = useSettings((settings) => settings.wallet.network)
  const held = chosenOf(wallet)
  const account = accountOf(wallet.chain, held?.address)
  if (network === null) {
    return (
      <EmptyState icon={Coins} title={words.phase.notAsked}>
        <NetworkButton />
      </EmptyState>
    )
  }
  return (
    <div className="wallet__columns">
      <div className="wallet__main">
        {practising && held !== null && <Faucet address={held.address} />}
        {account?.activated === false && <Note>{words.notActivated}</Note>}
        {account === null || account.balances.length === 0 ? (
          <p className="wallet__quiet">{words.unknownAmount}</p>
        ) : (
          <ul className="balances" aria-label={words.balanceList}>
            {ordered(account.balances).map((balance) => (
              <Line key={balance.key} balance={balance} />
            ))}
          </ul>
        )}
      </div>
      {account !== null && <Resources account={account} />}
    </div>
  )
}
