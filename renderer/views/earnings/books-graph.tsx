// What was earned and spent, step by step: as bars, or as a table that says the same to the last unit.

import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { formatBtt, formatExactBtt } from '../../format/prices.ts'
import { formatDate, formatTime } from '../../format/times.ts'
import { useMessages } from '../../messages/messages.ts'
import type { Books, Range } from './books-feed.ts'
import { barsOf, mostOf, type Bar } from './series.ts'
import './books-graph.css'

const whenOf = (range: Range): ((at: number) => string) => (range === 'today' ? formatTime : formatDate)

interface BarsProps {
  readonly bars: readonly Bar[]
  readonly range: Range
}

/** The first, the one in the middle, the last: more would run into each other. */
const labelled = (length: number): readonly number[] => [...new Set([0, Math.floor((length - 1) / 2), length - 1])]

const Bars = ({ bars, range }: BarsProps) => {
  const words = useMessages().earnings
  const when = whenOf(range)
  return (
    <>
      <div className="books-graph__bars">
        {bars.map(({ at, earned, spent, earnedHeight, spentHeight }) => (
          <div
            key={at}
            className="books-graph__step"
            title={words.bar(when(at), formatExactBtt(earned), formatExactBtt(spent))}
          >
            <span className="books-graph__bar books-graph__bar--earned" style={{ height: `${earnedHeight}%` }} />
            <span className="books-graph__bar books-graph__bar--spent" style={{ height: `${spentHeight}%` }} />
          </div>
        ))}
      </div>
      <div className="books-graph__times numeric">
        {labelled(bars.length).map((place) => (
          <span key={place}>{when(bars[place]?.at ?? 0)}</span>
        ))}
      </div>
    </>
  )
}

const Table = ({ bars, range }: BarsProps) => {
  const words = useMessages().earnings
  const when = whenOf(range)
  return (
    <table className="books-table">
      <thead>
        <tr>
          <th scope="col">{words.when}</th>
          <th scope="col">{words.earned}</th>
          <th scope="col">{words.spent}</th>
        </tr>
      </thead>
      <tbody className="numeric">
        {bars.map(({ at, earned, spent }) => (
          <tr key={at}>
            <th scope="row">{when(at)}</th>
            <td>{formatExactBtt(earned)}</td>
            <td>{formatExactBtt(spent)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const Legend = () => {
  const words = useMessages().earnings
  return (
    <>
      <span className="books-graph__legend books-graph__legend--earned" aria-hidden>
        {words.earned}
      </span>
      <span className="books-graph__legend books-graph__legend--spent" aria-hidden>
        {words.spent}
      </span>
    </>
  )
}

export const BooksGraph = ({ books, range }: { readonly books: Books; readonly range: Range }) => {
  const words = useMessages().earnings
  const [table, setTable] = useState(false)
  const bars = barsOf(books.series)
  const most = mostOf(books.series)
  const spoken = words.graphSpoken(formatBtt(books.totals.earned), formatBtt(books.totals.spent), range)
  return (
    <section className="books-graph" aria-label={words.graph}>
      <header className="earnings__head">
        <h2>{words.graph}</h2>
        {most > 0n && (
          <>
            <span className="earnings__aside numeric">{words.graphMost(formatBtt(most))}</span>
            <Legend />
            <Button look="quiet" aria-pressed={table} onClick={() => setTable(!table)}>
              {words.asTable}
            </Button>
          </>
        )}
      </header>
      {most === 0n && <p className="earnings__quiet">{words.graphNothing}</p>}
      {most > 0n && table && <Table bars={bars} range={range} />}
      {most > 0n && !table && (
        <div role="img" aria-label={spoken}>
          <Bars bars={bars} range={range} />
        </div>
      )}
    </section>
  )
}
