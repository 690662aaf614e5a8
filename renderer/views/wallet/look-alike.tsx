// An address beside the one it imitates, with every character that differs marked: by colour, by underline, and in
// words for who sees neither.

import type { LookAlike } from '../../../app/wallet/send-preview.ts'
import { useMessages } from '../../messages/messages.ts'

const Marked = ({ text, differs }: { readonly text: string; readonly differs: ReadonlySet<number> }) => (
  <code className="look-alike__address">
    {[...text].map((character, at) => {
      const key = `${at}${character}`
      return differs.has(at) ? <mark key={key}>{character}</mark> : <span key={key}>{character}</span>
    })}
  </code>
)

interface LookAlikeProps {
  readonly typed: string
  readonly like: LookAlike
  /** What to do when it is meant all the same. */
  readonly wayOn?: string
}

export const LookAlikeNote = ({ typed, like, wayOn }: LookAlikeProps) => {
  const words = useMessages().wallet
  const differs = new Set(like.differs)
  return (
    <div className="look-alike" role="alert">
      <p className="look-alike__title">{words.lookAlikeTitle}</p>
      <p>{words.lookAlike(like.name)}</p>
      <dl>
        <dt>{words.lookAlikeYours}</dt>
        <dd>
          <Marked text={like.address} differs={differs} />
        </dd>
        <dt>{words.lookAlikeThis}</dt>
        <dd>
          <Marked text={typed} differs={differs} />
        </dd>
      </dl>
      <p>{words.lookAlikeSpoken(like.differs)}</p>
      {wayOn !== undefined && <p>{wayOn}</p>}
    </div>
  )
}
