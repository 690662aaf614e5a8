// The facts of a torrent in the order the overview shows them, as text, each with its exact form where that differs.
// Pure; null where something is not known, so that the view can say so in one way.

import type { TorrentRow } from '../../../app/torrent/row.ts'
import type { DetailsOf } from './details-feed.ts'
import { formatExactSize, formatSize, formatSizePair, type Units } from '../../format/bytes.ts'
import { formatCount, formatRatio } from '../../format/numbers.ts'
import { formatDateTime, formatEta, formatExactTime, formatSpan } from '../../format/times.ts'
import { messages } from '../../messages/messages.ts'
import { placeText } from './own-options.ts'

export interface Fact {
  readonly key: string
  readonly term: string
  readonly text: string
  /** The exact figure, for the tooltip. */
  readonly exact?: string
}

type Overview = DetailsOf<'overview'>

const fact = (key: string, term: string, text: string, exact?: string): Fact => ({
  key,
  term,
  text,
  ...(exact !== undefined && exact !== text && { exact }),
})

const amount = (key: string, term: string, bytes: number, units: Units): Fact =>
  fact(key, term, formatSize(bytes, units), formatExactSize(bytes))

const done = (row: TorrentRow, units: Units): Fact => {
  const words = messages().overview
  if (row.wanted === null) return fact('done', words.done, formatSize(row.have, units), formatExactSize(row.have))
  const { part, total } = formatSizePair(Math.min(row.have, row.wanted), row.wanted, units)
  const exact = words.doneOf(formatExactSize(row.have), formatExactSize(row.wanted))
  return fact('done', words.done, words.doneOf(part, total), exact)
}

const wasted = ({ wasted: bytes, hashFails }: Overview, units: Units): Fact => {
  const words = messages().overview
  const text = bytes === 0 ? words.wastedNone : formatSize(bytes, units)
  const failed = hashFails === 0 ? '' : ` · ${words.hashFails(hashFails)}`
  return fact('wasted', words.wasted, text + failed, `${formatExactSize(bytes)}. ${words.wastedHint}`)
}

const overhead = ({ overheadDown, overheadUp }: Overview, units: Units): Fact => {
  const words = messages().overview
  const exact = words.overheadHint(formatSize(overheadDown, units), formatSize(overheadUp, units))
  return fact('overhead', words.overhead, formatSize(overheadDown + overheadUp, units), exact)
}

const left = ({ eta, progress }: TorrentRow): Fact[] =>
  progress === 1 ? [] : [fact('eta', messages().overview.eta, formatEta(eta))]

/** What moves. `details` null: not here yet, only what the list knows. */
export const transferFacts = (row: TorrentRow, details: Overview | null, units: Units): readonly Fact[] => {
  const { control, overview: words } = messages()
  const known = details && [
    wasted(details, units),
    overhead(details, units),
    fact('active', words.active, formatSpan(details.activeSeconds)),
    ...(details.seedingSeconds > 0 ? [fact('seeding', control.factSeeding, formatSpan(details.seedingSeconds))] : []),
  ]
  return [
    done(row, units),
    ...left(row),
    amount('downloaded', words.downloaded, row.downloaded, units),
    amount('uploaded', words.uploaded, row.uploaded, units),
    fact('ratio', words.ratio, formatRatio(row.ratio)),
    fact('place', control.factPlace, placeText(row)),
    fact('seeds', words.seeds, formatCount(row.seeds)),
    fact(
      'peers',
      words.peers,
      details ? words.peersOf(formatCount(row.peers), formatCount(details.known)) : formatCount(row.peers),
    ),
    ...(known ?? []),
  ]
}

const moment = (key: string, term: string, at: number): Fact => fact(key, term, formatDateTime(at), formatExactTime(at))

/** What it is. Save path, infohash and comment have controls of their own and are not here. */
export const torrentFacts = (row: TorrentRow, details: Overview | null, units: Units): readonly Fact[] => {
  const words = messages().overview
  const { size } = row
  const pieces = details?.pieceCount != null && details.pieceLength !== null
  return [
    ...(size === null ? [] : [amount('size', words.size, size, units)]),
    ...(pieces
      ? [
          fact(
            'pieces',
            words.pieces,
            words.piecesOf(formatCount(details.pieceCount ?? 0), formatSize(details.pieceLength ?? 0, units)),
          ),
        ]
      : []),
    moment('added', words.added, row.addedAt),
    ...(row.doneAt === null ? [] : [moment('completed', words.completed, row.doneAt)]),
    ...created(details),
    fact('private', words.private, row.isPrivate ? words.isPrivate : words.notPrivate),
  ]
}

const created = (details: Overview | null): Fact[] => {
  const words = messages().overview
  if (details === null || (details.createdAt === null && details.createdBy === null)) return []
  const date = details.createdAt === null ? null : formatDateTime(details.createdAt)
  return [
    fact(
      'created',
      words.created,
      details.createdBy === null ? (date ?? '') : words.createdWith(details.createdBy, date),
    ),
  ]
}
