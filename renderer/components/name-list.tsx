// Names of files a dialog is about, as many as anybody reads; the rest is counted.

import './name-list.css'

const MOST_NAMES = 100

interface NameListProps {
  readonly label: string
  readonly names: readonly string[]
  /** The sentence for those that are not listed. */
  readonly more: (count: number) => string
}

export const NameList = ({ label, names, more }: NameListProps) => (
  <ul className="name-list selectable" aria-label={label}>
    {names.slice(0, MOST_NAMES).map((name) => (
      <li key={name}>{name}</li>
    ))}
    {names.length > MOST_NAMES && <li>{more(names.length - MOST_NAMES)}</li>}
  </ul>
)
