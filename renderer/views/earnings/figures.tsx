// The sums of the books. Each is a button that opens the rows it is the sum of.

import type { Amount } from '../../../app/money/amount.ts'
import type { BooksKind, BooksTotals } from '../../../app/speed/speed-state.ts'
import { classes } from '../../components/class-names.ts'
import { formatBtt, formatExactBtt } from '../../format/prices.ts'
import { useMessages } from '../../messages/messages.ts'
import { trx } from '../wallet/money-text.tsx'
import type { Range } from './books-feed.ts'
import { openRows } from './opening.ts'

interface FigureProps {
  readonly name: string
  readonly range: Range
  readonly kinds: readonly BooksKind[]
  readonly text: string
  readonly exact: string
  readonly zero: boolean
  readonly hint?: string
  readonly tone?: 'upload' | 'speed'
}

const Figure = ({ name, range, kinds, text, exact, zero, hint, tone }: FigureProps) => {
  const words = useMessages().earnings
  return (
    <li>
      <button
        type="button"
        className="figure"
        title={hint === undefined ? exact : `${exact}\n${hint}`}
        onClick={() =>
          openRows({ what: name, filter: { range, torrent: null, counterparty: null, kinds: [...kinds] } })
        }
      >
        <span className="figure__name">{name}</span>{' '}
        <span className={classes('figure__amount numeric', tone && !zero && `figure__amount--${tone}`)}>{text}</span>
        <span className="hidden-visually">{words.figureOpens}</span>
      </button>
    </li>
  )
}

interface FiguresProps {
  readonly totals: BooksTotals
  readonly range: Range
}

export const Figures = ({ totals, range }: FiguresProps) => {
  const words = useMessages().earnings
  const btt = (amount: Amount) => ({ text: formatBtt(amount), exact: formatExactBtt(amount), zero: amount === 0n })
  const fees = words.trx(trx(totals.fees))
  return (
    <ul className="figures" aria-label={words.figures}>
      <Figure name={words.earned} range={range} kinds={['earn']} tone="upload" {...btt(totals.earned)} />
      {/* It is what it is now, whatever time is looked at. */}
      <Figure
        name={words.uncashed}
        range="all"
        kinds={['earn', 'cash:in', 'retract:out', 'bounce']}
        {...btt(totals.uncashed)}
      />
      <Figure name={words.cashed} range={range} kinds={['cash:in', 'retract:out']} {...btt(totals.cashed)} />
      <Figure name={words.bounced} range={range} kinds={['bounce']} hint={words.bouncedHint} {...btt(totals.bounced)} />
      <Figure name={words.spent} range={range} kinds={['pay', 'reserve']} tone="speed" {...btt(totals.spent)} />
      <Figure name={words.fees} range={range} kinds={['fee']} text={fees} exact={fees} zero={totals.fees === 0n} />
    </ul>
  )
}
