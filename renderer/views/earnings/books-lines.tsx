// The books by torrent and by peer: a line each, whose name opens its rows. An address is shown whole, and copied only
// after it was compared with those the user knows.

import { Copy } from 'lucide-react'
import { useState } from 'react'
import { ZERO, type Amount } from '../../../app/money/amount.ts'
import type { BooksLine } from '../../../app/speed/speed-state.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { parseAddress } from '../../../app/tron/address.ts'
import { Button } from '../../components/button.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { formatBtt, formatExactBtt } from '../../format/prices.ts'
import { useMessages } from '../../messages/messages.ts'
import { useWallet } from '../../state/wallet.ts'
import { copyAccount } from '../speed/copy-account.ts'
import type { Range } from './books-feed.ts'
import { openRows } from './opening.ts'

const PAGE = 25

interface LineProps {
  readonly line: BooksLine
  readonly range: Range
}

const TorrentName = ({ line, range }: LineProps) => {
  const words = useMessages().earnings
  const filter = { range, torrent: line.key as TorrentId, counterparty: null, kinds: null }
  return (
    <button
      type="button"
      className="books-line__name"
      title={line.name}
      aria-label={words.rows(line.name)}
      onClick={() => openRows({ what: line.name, filter })}
    >
      {line.name}
    </button>
  )
}

const PayerName = ({ line, range }: LineProps) => {
  const words = useMessages().earnings
  const known = useWallet(({ contacts }) => contacts.find(({ address }) => address === line.key)?.name ?? null)
  const parsed = parseAddress(line.key)
  if (!parsed.ok) return line.key
  const filter = { range, torrent: null, counterparty: parsed.value, kinds: null }
  return (
    <span className="books-line__payer">
      <button
        type="button"
        className="books-line__name books-line__address"
        aria-label={words.rows(line.key)}
        title={known === null ? undefined : words.known(known)}
        onClick={() => openRows({ what: known ?? line.key, filter })}
      >
        {line.key}
      </button>
      <IconButton
        icon={Copy}
        small
        label={words.copyAddress(line.key)}
        onClick={() => void copyAccount(parsed.value)}
      />
      {known !== null && <span className="books-line__known">{known}</span>}
    </span>
  )
}

const names = { torrents: TorrentName, payers: PayerName } as const
type Of = keyof typeof names

const Row = ({ of, line, range }: LineProps & { readonly of: Of }) => {
  const Name = names[of]
  const words = useMessages().earnings
  const amounts: readonly { key: string; amount: Amount; bounced?: Amount }[] = [
    { key: 'earned', amount: line.earned },
    // A voucher is for all torrents, so this is known of its payer only.
    ...(of === 'payers' ? [{ key: 'uncashed', amount: line.uncashed, bounced: line.bounced }] : []),
    { key: 'spent', amount: line.spent },
  ]
  return (
    <tr>
      <th scope="row">
        <Name line={line} range={range} />
      </th>
      {amounts.map(({ key, amount, bounced = ZERO }) => (
        <td key={key} title={formatExactBtt(amount)}>
          {amount === 0n ? '' : formatBtt(amount)}
          {bounced > 0n && <div title={formatExactBtt(bounced)}>{words.bouncedCell(formatBtt(bounced))}</div>}
        </td>
      ))}
    </tr>
  )
}

interface LinesProps {
  readonly of: Of
  readonly lines: readonly BooksLine[]
  readonly range: Range
}

const Table = ({ of, lines, range }: LinesProps) => {
  const words = useMessages().earnings
  return (
    <table className="books-table">
      <thead>
        <tr>
          <th scope="col">{of === 'torrents' ? words.torrent : words.payer}</th>
          <th scope="col">{words.earned}</th>
          {of === 'payers' && <th scope="col">{words.uncashed}</th>}
          <th scope="col">{words.spent}</th>
        </tr>
      </thead>
      <tbody className="numeric">
        {lines.map((line) => (
          <Row key={line.key} of={of} line={line} range={range} />
        ))}
      </tbody>
    </table>
  )
}

export const BooksLines = ({ of, lines, range }: LinesProps) => {
  const words = useMessages().earnings
  const [shown, setShown] = useState(PAGE)
  const none = of === 'torrents' ? words.torrentsNone : words.payersNone
  return (
    <section className="books-lines" aria-label={words[of]}>
      <h2>{words[of]}</h2>
      {lines.length === 0 ? (
        <p className="earnings__quiet">{none}</p>
      ) : (
        <Table of={of} lines={lines.slice(0, shown)} range={range} />
      )}
      {lines.length > shown && (
        <Button look="quiet" onClick={() => setShown(shown + PAGE)}>
          {words.more(Math.min(PAGE, lines.length - shown))}
        </Button>
      )}
    </section>
  )
}
