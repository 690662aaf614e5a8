// What may be spent on Speed, as the wallet process composed it: a person reads every bound and what it was before, and
// says yes or no. The safe answer has the keyboard first.

import { useEffect, useRef } from 'react'
import type { Approval } from '../../../app/speed/approval.ts'
import type { Allowance } from '../../../app/speed/allowance.ts'
import { Button } from '../../components/button.tsx'
import { classes } from '../../components/class-names.ts'
import { Note } from '../../components/note.tsx'
import { PracticeBadge } from '../../components/practice-badge.tsx'
import { formatExactBtt, formatExactPrice } from '../../format/prices.ts'
import { useMessages } from '../../messages/messages.ts'
import { askKeys, useKeys } from '../../state/keys.ts'
import { useAttempt } from './attempt.ts'
import { useSeen } from './moment.ts'
import { Screen } from './screen.tsx'

const bounds = ['perDay', 'perPeer', 'total', 'priceCeiling'] as const satisfies readonly (keyof Allowance)[]

/** A price as it is typed where limits are set. */
const textOf = (allowance: Allowance, bound: (typeof bounds)[number]): string =>
  bound === 'priceCeiling' ? formatExactPrice(allowance.priceCeiling) : formatExactBtt(allowance[bound])

interface BoundProps {
  readonly name: string
  readonly next: string
  /** What holds until then; null: nothing was allowed, or the same. */
  readonly before: string | null
}

/** What becomes another is what there is to decide about, so it stands out. */
const Bound = ({ name, next, before }: BoundProps) => {
  const words = useMessages().keys.allowance
  const changes = before !== null
  return (
    <div className={classes('keys__line', changes && 'keys__line--changes')}>
      <dt>{name}</dt>
      <dd className="selectable">
        <span className="keys__next">{next}</span>
        {changes && ` ${words.before(before)}`}
      </dd>
    </div>
  )
}

const Bounds = ({
  approval: { now, next, spent, account, vault, network, chainId },
}: {
  readonly approval: Approval
}) => {
  const { keys } = useMessages()
  const words = keys.allowance
  return (
    <dl className="keys__review">
      <div className="keys__line keys__line--from">
        <dt>{words.account}</dt>
        <dd className="selectable">
          <code className="keys__address">{account}</code>
        </dd>
      </div>
      {bounds.map((bound) => (
        <Bound
          key={bound}
          name={words.bounds[bound]}
          next={textOf(next, bound)}
          before={now === null || now[bound] === next[bound] ? null : textOf(now, bound)}
        />
      ))}
      <Bound
        name={words.whileLockedName}
        next={words.whileLocked(next.whileLocked)}
        before={now === null || now.whileLocked === next.whileLocked ? null : words.whileLockedNow(now.whileLocked)}
      />
      {spent > 0n && (
        <div className="keys__line">
          <dt>{words.spentName}</dt>
          <dd className="selectable">{words.spent(formatExactBtt(spent))}</dd>
        </div>
      )}
      <div className="keys__line">
        <dt>{words.vault}</dt>
        <dd className="selectable">
          <code className="keys__address">{vault}</code>
        </dd>
      </div>
      <div className="keys__line">
        <dt>{words.network}</dt>
        <dd className="selectable">{keys.networkOf(keys.networks[network], chainId)}</dd>
      </div>
    </dl>
  )
}

const OpenAllowance = ({ approval, onDone }: { readonly approval: Approval; readonly onDone: () => void }) => {
  const { keys, errors } = useMessages()
  const words = keys.allowance
  const attempt = useAttempt()
  const seen = useSeen()
  const refuse = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    document.title = keys.windowTitle(keys.titles.allow)
    refuse.current?.focus()
  }, [keys])
  const answer = (approve: boolean): void =>
    attempt.run(() => askKeys('key.answerAllowance', { token: approval.token, approve }), onDone)
  return (
    <div className="keys__screen" role="group" aria-labelledby="allowance-title">
      <header className="keys__head">
        <h1 id="allowance-title">{keys.titles.allow}</h1>
        {approval.network === 'practice' && <PracticeBadge />}
        <p>{words.text}</p>
      </header>
      {/* It may have to be scrolled, and there is nothing in it to bring the keyboard there. */}
      <div className="keys__body" role="region" aria-labelledby="allowance-title" tabIndex={0}>
        <Bounds approval={approval} />
        {approval.next.whileLocked && <Note>{words.whileLockedNote}</Note>}
        {attempt.error !== null && (
          <Note tone="warning" announced>
            {errors.sentence(attempt.error)}
          </Note>
        )}
      </div>
      <footer className="keys__foot">
        <Button ref={refuse} disabled={attempt.busy} onClick={() => answer(false)}>
          {words.refuse}
        </Button>
        <Button look="primary" disabled={attempt.busy || !seen} onClick={() => answer(true)}>
          {words.allow}
        </Button>
      </footer>
    </div>
  )
}

export const AllowanceScreen = ({ onDone }: { readonly onDone: () => void }) => {
  const words = useMessages().keys
  const { approval, state } = useKeys()
  if (approval !== null) return <OpenAllowance key={approval.token} approval={approval} onDone={onDone} />
  if (state === null) return <p className="keys__waiting">{words.loading}</p>
  return <Screen title={words.titles.allow} text={words.allowance.none} action={words.close} onAction={onDone} />
}
