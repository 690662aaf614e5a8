// How far a line of the activity is, in a word, and all that is to be said about it in sentences.

import type { ActivityEntry } from '../../../app/wallet/activity.ts'
import { formatTime } from '../../format/times.ts'
import { useMessages } from '../../messages/messages.ts'

/** Of a send that no node has taken yet. */
const useRefusal = ({ state, refusal, expiresAt }: ActivityEntry): { label: string | null; text: string } | null => {
  const { refusals } = useMessages().wallet
  if (refusal === null || state !== 'sending') return null
  const until = expiresAt === null ? null : formatTime(expiresAt)
  return { label: refusals.label(refusal), text: refusals.sentence(refusal, until) }
}

export const StateText = ({ entry }: { readonly entry: ActivityEntry }) => {
  const words = useMessages().wallet
  const refused = useRefusal(entry)
  const text =
    entry.state === 'failed' && entry.failure !== null
      ? `${words.stateTexts.failed} ${words.failed(entry.failure)}`
      : entry.state === 'not-sent' && entry.checkedAt !== null
        ? words.notSentChecked(entry.checkedAt)
        : (refused?.text ?? words.stateTexts[entry.state])
  return (
    <span className="activity__state" data-state={refused?.label == null ? entry.state : 'refused'} title={text}>
      {refused?.label ?? words.states[entry.state]}
    </span>
  )
}

export const Explained = ({ entry }: { readonly entry: ActivityEntry }) => {
  const words = useMessages().wallet
  const refused = useRefusal(entry)
  const { direction, state, failure, memo, refusal } = entry
  const said = [
    direction !== 'taken' ? null : entry.known && entry.amount > 0n ? words.takenText : words.takenNothing,
    refused?.text ?? null,
    state === 'not-sent' && entry.checkedAt !== null ? words.notSentChecked(entry.checkedAt) : null,
    state === 'not-sent' && refusal !== null ? words.refusals.why(refusal) : null,
    state === 'failed' ? words.stateTexts.failed : null,
    failure === null ? null : words.failed(failure),
    memo === null || (direction === 'in' && entry.otherName === null) ? null : words.memo(memo),
  ].filter((text) => text !== null)
  return said.length === 0 ? null : <span className="activity__small">{said.join(' ')}</span>
}
