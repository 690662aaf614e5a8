// What is in the vault: free, locked, promised; putting in, taking out in its two steps with the waiting time counted
// down, cashing in.

import { Hourglass } from 'lucide-react'
import type { Amount } from '../../../app/money/amount.ts'
import type { Deposit, SpeedState } from '../../../app/speed/speed-state.ts'
import { Button } from '../../components/button.tsx'
import { Note } from '../../components/note.tsx'
import { formatBtt, formatExactBtt } from '../../format/prices.ts'
import { formatExactTime, formatRelative } from '../../format/times.ts'
import { useMessages } from '../../messages/messages.ts'
import { useNow } from '../../state/minute.ts'
import { openVaultDialog } from '../../state/speed-setup.ts'

const SECOND_MS = 1000

interface LineProps {
  readonly name: string
  readonly amount: Amount
  readonly hint: string
}

const Line = ({ name, amount, hint }: LineProps) => (
  <div className="vault__line" title={hint}>
    <dt>{name}</dt>
    <dd className="numeric" title={formatExactBtt(amount)}>
      {formatBtt(amount)}
    </dd>
  </div>
)

const Exit = ({ exitAt }: { readonly exitAt: number }) => {
  const words = useMessages().earnings
  const now = useNow(SECOND_MS)
  if (now >= exitAt) return <Note icon={Hourglass}>{words.exitDue}</Note>
  return (
    <Note icon={Hourglass} title={words.exitUnderway(formatRelative(exitAt, now))}>
      <time dateTime={new Date(exitAt).toISOString()}>{formatExactTime(exitAt)}</time> {words.exitStopsSelling}
    </Note>
  )
}

const Taking = ({ deposit: { exitAt, free } }: { readonly deposit: Deposit }) => {
  const words = useMessages().speedOrders
  const now = useNow(SECOND_MS)
  const due = exitAt !== null && now >= exitAt
  return (
    <>
      {exitAt !== null && <Button onClick={() => openVaultDialog('cancel-exit')}>{words.cancelExit}</Button>}
      {(exitAt === null || due) && (
        <Button disabled={free === 0n} onClick={() => openVaultDialog('withdraw')}>
          {words.withdraw}
        </Button>
      )}
    </>
  )
}

/** What the vault may take is never left unsaid. */
const Unfinished = ({ approved }: Pick<Deposit, 'approved'>) => {
  const words = useMessages().speedOrders
  return (
    <Note
      tone="warning"
      action={
        <>
          <Button onClick={() => openVaultDialog('deposit')}>{words.goOn}</Button>
          <Button onClick={() => openVaultDialog('revoke')}>{words.revoke}</Button>
        </>
      }
    >
      {words.unfinished(formatExactBtt(approved))}
    </Note>
  )
}

export const VaultPanel = ({ state: { deposit, account } }: { readonly state: SpeedState }) => {
  const { earnings: words, speedOrders } = useMessages()
  if (account === null) return null
  return (
    <section className="vault" aria-label={words.vault}>
      <h2>{words.vault}</h2>
      <p className="earnings__quiet">{deposit === null ? words.vaultUnknown : words.vaultText}</p>
      {deposit !== null && (
        <>
          <dl className="vault__lines">
            <Line name={words.free} amount={deposit.free} hint={words.freeHint} />
            <Line name={words.locked} amount={deposit.locked} hint={words.lockedHint} />
            <Line name={words.promised} amount={deposit.promised} hint={words.promisedHint} />
          </dl>
          {deposit.exitAt !== null && <Exit exitAt={deposit.exitAt} />}
          {deposit.approved > 0n && <Unfinished approved={deposit.approved} />}
          <div className="vault__actions">
            <Button onClick={() => openVaultDialog('deposit')}>{speedOrders.deposit}</Button>
            <Taking deposit={deposit} />
          </div>
        </>
      )}
    </section>
  )
}
