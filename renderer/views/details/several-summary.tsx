// Several torrents chosen: what they are together. Their details are not asked for.

import type { ReactNode } from 'react'
import type { TorrentId, TorrentRow, TorrentStatus } from '../../../app/torrent/row.ts'
import { formatExactSize, formatRate, formatSize } from '../../format/bytes.ts'
import { formatCount, formatRatio } from '../../format/numbers.ts'
import { useMessages } from '../../messages/messages.ts'
import { useSettings } from '../../state/settings.ts'
import { torrents } from '../../state/torrents.ts'
import { sumOf } from './sum.ts'
import { useEverySecond } from './seconds.ts'
import './several-summary.css'

const rowsOf = (ids: ReadonlySet<TorrentId>): TorrentRow[] =>
  [...ids].map((id) => torrents.row(id)).filter((row) => row !== undefined)

const Figure = ({
  term,
  exact,
  children,
}: {
  readonly term: string
  readonly exact?: string
  readonly children: ReactNode
}) => (
  <div className="several__figure">
    <dt>{term}</dt>
    <dd className="numeric" title={exact}>
      {children}
    </dd>
  </div>
)

const States = ({ states }: { readonly states: ReadonlyMap<TorrentStatus, number> }) => {
  const words = useMessages()
  return (
    <div className="several__figure several__figure--wide">
      <dt>{words.details.severalStates}</dt>
      <dd className="several__states numeric">
        {[...states].map(([status, count]) => (
          <span key={status}>
            {formatCount(count)} {words.status.names[status]}
          </span>
        ))}
      </dd>
    </div>
  )
}

export const SeveralSummary = ({ ids, end }: { readonly ids: ReadonlySet<TorrentId>; readonly end: ReactNode }) => {
  const words = useMessages().details
  const units = useSettings(({ look }) => look.units)
  useEverySecond()
  const sum = sumOf(rowsOf(ids))
  const size = (bytes: number): string => formatSize(bytes, units)
  return (
    <div className="several">
      <header className="several__head">
        <h2>{words.several(sum.count)}</h2>
        {end}
      </header>
      <dl className="several__figures">
        <Figure term={words.severalSize} exact={formatExactSize(sum.size)}>
          {size(sum.size)}
        </Figure>
        <Figure term={words.severalHave} exact={formatExactSize(sum.have)}>
          {size(sum.have)}
        </Figure>
        <Figure term={words.severalLeft} exact={formatExactSize(sum.left)}>
          {size(sum.left)}
        </Figure>
        <Figure term={words.severalUploaded} exact={formatExactSize(sum.uploaded)}>
          {size(sum.uploaded)}
        </Figure>
        <Figure term={words.severalRatio}>{formatRatio(sum.ratio)}</Figure>
        <Figure term={words.severalDown}>{formatRate(sum.downRate, units)}</Figure>
        <Figure term={words.severalUp}>{formatRate(sum.upRate, units)}</Figure>
        <States states={sum.states} />
      </dl>
    </div>
  )
}
