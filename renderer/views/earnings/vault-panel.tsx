// What is in the vault: free, locked, promised; putting in and taking out. A withdrawal under way is said above the
// whole page, with what can be done about it.

import type { Amount } from '../../../app/money/amount.ts'
import type { Deposit, SpeedState } from '../../../app/speed/speed-state.ts'
import { Button } from '../../components/button.tsx'
import { Note } from '../../components/note.tsx'
import { formatBtt, formatExactBtt } from '../../format/prices.ts'
import { formatRelative } from '../../format/times.ts'
import { useMessages } from '../../messages/messages.ts'
import { useNow } from '../../state/minute.ts'
import { openUnlocking, openVaultDialog, useUnderway } from '../../state/speed-setup.ts'
import { rowsOf } from './opening.ts'
import { RowsButton } from './rows-button.tsx'

interface LineProps {
  readonly figure: 'free' | 'locked' | 'promised'
  readonly amount: Amount
  readonly hint: string
}

const Line = ({ figure, amount, hint }: LineProps) => {
  const words = useMessages().earnings
  const name = words[figure]
  return (
    <div className="vault__line" title={hint}>
      <dt>{name}</dt>
      <dd>
        <RowsButton
          opens={{ what: name, how: words.how[figure], filter: rowsOf[figure] }}
          title={formatExactBtt(amount)}
        >
          {formatBtt(amount)}
        </RowsButton>
      </dd>
    </div>
  )
}

/** What the vault may take is never left unsaid. */
const Unfinished = ({ approved }: Pick<Deposit, 'approved'>) => {
  const words = useMessages().speedOrders
  return (
    <Note
      tone="warning"
      action={
        <div className="vault__actions">
          <Button onClick={() => openVaultDialog('deposit')}>{words.goOn}</Button>
          <Button onClick={() => openVaultDialog('revoke')}>{words.revoke}</Button>
        </div>
      }
    >
      {words.unfinished(formatExactBtt(approved))}
    </Note>
  )
}

const MINUTE_MS = 60_000

/** Swiftseed locks nothing by itself; what another program locked must not be stuck. */
const Locks = ({ locks }: Pick<Deposit, 'locks'>) => {
  const { earnings: words, speedOrders } = useMessages()
  const now = useNow(MINUTE_MS)
  return (
    <>
      <h3 className="vault__sub">{words.locks}</h3>
      <ul className="vault__locks" aria-label={words.locks}>
        {locks.map(({ payee, locked, unlockAt }) => (
          <li key={payee}>
            <code className="vault__payee selectable">{payee}</code>
            <span className="numeric" title={formatExactBtt(locked)}>
              {formatBtt(locked)}
            </span>
            {unlockAt === null && (
              <Button
                aria-label={words.ofPeer(speedOrders.unlockAsk, payee)}
                onClick={() => openUnlocking({ do: 'requestUnlock', payee })}
              >
                {speedOrders.unlockAsk}
              </Button>
            )}
            {unlockAt !== null && now >= unlockAt && (
              <Button
                aria-label={words.ofPeer(speedOrders.unlockNow, payee)}
                onClick={() => openUnlocking({ do: 'unlock', payee })}
              >
                {speedOrders.unlockNow}
              </Button>
            )}
            {unlockAt !== null && now < unlockAt && (
              <span className="earnings__quiet">{words.lockWaits(formatRelative(unlockAt, now))}</span>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

export const VaultPanel = ({ state }: { readonly state: SpeedState }) => {
  const { earnings: words, speedOrders } = useMessages()
  const underway = useUnderway(state)
  const { deposit, account } = state
  if (account === null) return null
  return (
    <section className="vault" aria-label={words.vault}>
      <h2>{words.vault}</h2>
      <p className="earnings__quiet">{deposit === null ? words.vaultUnknown : words.vaultText}</p>
      {deposit !== null && (
        <>
          <dl className="vault__lines">
            <Line figure="free" amount={deposit.free} hint={words.freeHint} />
            <Line figure="locked" amount={deposit.locked} hint={words.lockedHint} />
            <Line figure="promised" amount={deposit.promised} hint={words.promisedHint} />
          </dl>
          {deposit.locks.length > 0 && <Locks locks={deposit.locks} />}
          {underway && <p className="earnings__quiet">{words.vaultUnderway}</p>}
          {deposit.approved > 0n && !underway && <Unfinished approved={deposit.approved} />}
          <div className="vault__actions">
            <Button onClick={() => openVaultDialog('deposit')}>{speedOrders.deposit}</Button>
            {deposit.exitAt === null && (
              <Button disabled={deposit.free === 0n} onClick={() => openVaultDialog('withdraw')}>
                {speedOrders.withdraw}
              </Button>
            )}
          </div>
        </>
      )}
    </section>
  )
}
