// What is in the vault: free, locked, promised; putting in and taking out. A withdrawal under way is said above the whole
// page, with what can be done about it.

import type { Amount } from '../../../app/money/amount.ts'
import type { Deposit, SpeedState } from '../../../app/speed/speed-state.ts'
import { Button } from '../../components/button.tsx'
import { Note } from '../../components/note.tsx'
import { formatBtt, formatExactBtt } from '../../format/prices.ts'
import { useMessages } from '../../messages/messages.ts'
import { openVaultDialog, useUnderway } from '../../state/speed-setup.ts'

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
            <Line name={words.free} amount={deposit.free} hint={words.freeHint} />
            <Line name={words.locked} amount={deposit.locked} hint={words.lockedHint} />
            <Line name={words.promised} amount={deposit.promised} hint={words.promisedHint} />
          </dl>
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
