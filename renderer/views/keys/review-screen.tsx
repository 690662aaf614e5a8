// A send, as the wallet process composed it from the bytes it would sign. Nothing here comes from the torrent window.
// The safe answer has the keyboard first; sending needs a deliberate step to the other button.

import { useEffect, useRef, useState } from 'react'
import { MAINNET, NILE, SHASTA } from '../../../app/tron/networks.ts'
import { vaultCallNames } from '../../../app/speed/vault-call.ts'
import type { Review, ReviewLine } from '../../../app/wallet/review.ts'
import { formatDateTime, formatSpan, formatWait } from '../../format/times.ts'
import { Button } from '../../components/button.tsx'
import { classes } from '../../components/class-names.ts'
import { Note } from '../../components/note.tsx'
import { PracticeBadge } from '../../components/practice-badge.tsx'
import { useMessages } from '../../messages/messages.ts'
import { askKeys, useKeys } from '../../state/keys.ts'
import { useAttempt } from './attempt.ts'
import { useSeen } from './moment.ts'
import { Screen } from './screen.tsx'

/** A node of one's own may be of a network that has a name. */
const useNetworkText = ({ id, chainId }: Review['chain']): string => {
  const words = useMessages().keys
  const known = id === 'custom' ? [MAINNET, NILE, SHASTA].find((one) => one.chainId === chainId) : undefined
  const name = known ? words.ownNodeOf(words.networks[known.id]) : words.networks[id]
  return words.networkOf(name, chainId)
}

/** The wallet process writes seconds. */
const spanOf = (text: string): string => {
  const seconds = /^(\d+) s$/.exec(text)?.[1]
  return seconds === undefined ? text : formatWait(Number(seconds))
}

/** The wallet process writes milliseconds since 1970. */
const dateOf = (text: string): string | null => {
  const at = /^(\d+) ms$/.exec(text)?.[1]
  return at === undefined ? null : formatDateTime(Number(at))
}

/** Amounts and addresses are shown as the wallet process wrote them. */
const useLineText = ({ about, text }: ReviewLine, chain: Review['chain']): string => {
  const words = useMessages().keys
  const network = useNetworkText(chain)
  if (about === 'network') return network
  if (about === 'exit') return words.exitEnds(dateOf(text) ?? text)
  if (about === 'into') return words.into(text)
  return about === 'delay' ? spanOf(text) : text
}

/** What a call of the vault does, in words; null: a send. */
const useDoing = ({ do: name, amount }: Review): { readonly title: string; readonly text: string } | null => {
  const words = useMessages().keys
  const call = vaultCallNames.find((each) => each === name)
  if (call === undefined) return null
  return call === 'approve' && amount === 0n ? words.revoke : words.vaultCalls[call]
}

interface LineProps {
  readonly line: ReviewLine
  readonly chain: Review['chain']
}

/** The wallet process writes the payer and what is promised, with one space between. */
const Voucher = ({ text }: { readonly text: string }) => {
  const words = useMessages().keys
  const [payer = '', ...promised] = text.split(' ')
  return (
    <>
      <code className="keys__address">{payer}</code>
      <div>{words.promised(promised.join(' '))}</div>
    </>
  )
}

const ADDRESSES: ReadonlySet<ReviewLine['about']> = new Set(['to', 'from', 'vault', 'payee', 'signer'] as const)

const Line = ({ line, chain }: LineProps) => {
  const words = useMessages().keys
  const text = useLineText(line, chain)
  return (
    <div className={classes('keys__line', `keys__line--${line.about}`)}>
      <dt>{words.review[line.about]}</dt>
      <dd className="selectable">
        {line.about === 'voucher' ? (
          <Voucher text={text} />
        ) : ADDRESSES.has(line.about) ? (
          <code className="keys__address">{text}</code>
        ) : (
          text
        )}
      </dd>
    </div>
  )
}

/** Whom it is about is for the reader to compare: who is paid, or has something set aside. The vault is the network's. */
const namesSomebody = ({ lines }: Review): boolean => lines.some(({ about }) => about === 'to' || about === 'payee')

/** What the token is called says nothing where there is no amount of it. */
const countsTokens = ({ lines }: Review): boolean =>
  lines.some(({ about }) => about === 'amount' || about === 'expected' || about === 'voucher')

const useSecondsLeft = (until: number): number => {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return Math.max(0, Math.ceil((until - now) / 1000))
}

interface OpenReviewProps {
  readonly review: Review
  readonly onDone: () => void
}

const OpenReview = ({ review, onDone }: OpenReviewProps) => {
  const words = useMessages().keys
  const { errors } = useMessages()
  const attempt = useAttempt()
  const seen = useSeen()
  const refuse = useRef<HTMLButtonElement>(null)
  const left = useSecondsLeft(review.expiresAt)
  const doing = useDoing(review)
  const title = doing?.title ?? words.titles.review
  useEffect(() => {
    document.title = words.windowTitle(title)
    refuse.current?.focus()
  }, [words, title])
  const answer = (approve: boolean): void =>
    attempt.run(() => askKeys('key.answer', { token: review.token, approve }), onDone)
  return (
    <div className="keys__screen" role="group" aria-labelledby="review-title">
      <header className="keys__head">
        <h1 id="review-title">{title}</h1>
        {review.chain.id === 'practice' && <PracticeBadge />}
        {doing !== null && <p>{doing.text}</p>}
        <p>{namesSomebody(review) ? words.reviewText : words.reviewTextAlone}</p>
      </header>
      {/* It may have to be scrolled, and there is nothing in it to bring the keyboard there. */}
      <div className="keys__body" role="region" aria-labelledby="review-title" tabIndex={0}>
        <dl className="keys__review">
          {review.lines.map((line) => (
            <Line key={line.about + line.text} line={line} chain={review.chain} />
          ))}
        </dl>
        {review.recipient.kind === 'new' && <Note>{words.newRecipient}</Note>}
        {review.unverified && countsTokens(review) && <Note tone="warning">{words.unverified}</Note>}
        {attempt.error !== null && (
          <Note tone="warning" announced>
            {errors.sentence(attempt.error)}
          </Note>
        )}
      </div>
      <footer className="keys__foot">
        <span className="keys__left numeric">{words.expires(formatSpan(left))}</span>
        <Button ref={refuse} disabled={attempt.busy} onClick={() => answer(false)}>
          {doing === null ? words.refuse : words.refuseCall}
        </Button>
        <Button look="primary" disabled={attempt.busy || !seen || left === 0} onClick={() => answer(true)}>
          {doing === null ? words.approve : words.confirm}
        </Button>
      </footer>
    </div>
  )
}

export const ReviewScreen = ({ onDone }: { readonly onDone: () => void }) => {
  const words = useMessages().keys
  const { review, state } = useKeys()
  const heard = state !== null
  if (review !== null) return <OpenReview key={review.token} review={review} onDone={onDone} />
  if (!heard) return <p className="keys__waiting">{words.loading}</p>
  return <Screen title={words.reviewNoneTitle} text={words.reviewNone} action={words.close} onAction={onDone} />
}
