// The columns of the list: which there are, their widths, order and visibility. Pure. What is stored is laid over the
// defaults, so that a column of a newer version appears and one of an older version goes. The name column is always
// shown and takes the room the others leave.

import type { Settings } from '../../app/settings/settings.ts'
import { isSpeedKey, sortKeys, type SortKey } from './order.ts'

export interface Column {
  readonly key: SortKey
  /** CSS pixels. For the name: the least it takes. */
  readonly width: number
  readonly visible: boolean
}

export type Columns = readonly Column[]

interface ColumnKind {
  readonly width: number
  readonly least: number
  /** What it takes of a narrow window, so that names can be read, as long as nobody gave it a width. */
  readonly tight?: number
  /** Gives room only once the others have given all of theirs. */
  readonly last?: boolean
  readonly visible: boolean
  /** Numbers stand at the right, under one another. */
  readonly numeric: boolean
  /** The order that is useful first. */
  readonly descendingFirst: boolean
}

const number = (width: number, visible: boolean): ColumnKind => ({
  width,
  least: 48,
  visible,
  numeric: true,
  descendingFirst: true,
})

const text = (width: number, visible: boolean): ColumnKind => ({ ...number(width, visible), numeric: false })

export const columnKinds: { readonly [K in SortKey]: ColumnKind } = {
  place: { ...number(44, false), least: 36, descendingFirst: false },
  name: { ...text(150, true), least: 140, descendingFirst: false },
  size: number(72, true),
  progress: { ...text(116, true), least: 72, tight: 80 },
  status: { ...text(164, true), least: 72, tight: 112, descendingFirst: false },
  downRate: { ...number(82, true), tight: 76 },
  upRate: { ...number(82, true), tight: 76 },
  eta: { ...number(82, true), tight: 76, descendingFirst: false },
  ratio: number(50, true),
  // As narrow as that there is only its icon, beneath its name.
  speed: { ...text(106, true), least: 28, tight: 50, last: true, descendingFirst: false },
  earned: { ...number(92, true), tight: 74 },
  seeds: number(54, false),
  peers: number(54, false),
  downloaded: number(92, false),
  uploaded: number(88, false),
  addedAt: text(144, false),
  doneAt: text(144, false),
  savePath: { ...text(200, false), descendingFirst: false },
}

const MOST = 2000

const clamp = (key: SortKey, width: number): number =>
  Math.round(Math.min(MOST, Math.max(columnKinds[key].least, width)))

const byDefault = (key: SortKey): Column => ({ key, width: columnKinds[key].width, visible: columnKinds[key].visible })

export const defaultColumns: Columns = sortKeys.map(byDefault)

const isKnown = (key: string): key is SortKey => (sortKeys as readonly string[]).includes(key)

/** The stored columns made whole: unknown and doubled ones left out, missing ones put behind their neighbour. */
export const columnsFrom = (stored: Settings['layout']['columns']): Columns => {
  const known = new Map<SortKey, Column>()
  for (const { key, width, visible } of stored) {
    if (!isKnown(key) || known.has(key)) continue
    known.set(key, { key, width: clamp(key, width), visible: visible || key === 'name' })
  }
  const columns = [...known.values()]
  for (const [place, key] of sortKeys.entries()) {
    if (known.has(key)) continue
    const before = sortKeys[place - 1]
    columns.splice(columns.findIndex((column) => column.key === before) + 1, 0, byDefault(key))
  }
  return columns
}

export const visibleColumns = (columns: Columns): Columns => columns.filter(({ visible }) => visible)

/** Those to show where there is no Speed. */
export const withoutSpeed = (columns: Columns): Columns => columns.filter(({ key }) => !isSpeedKey(key))

/** Columns that were changed while those of Speed were not shown: they are as they were, each behind its neighbour. */
export const withSpeedOf = (columns: Columns, before: Columns): Columns => {
  const whole = [...columns]
  for (const [place, column] of before.entries()) {
    if (!isSpeedKey(column.key) || whole.some(({ key }) => key === column.key)) continue
    const neighbour = before[place - 1]
    whole.splice(whole.findIndex(({ key }) => key === neighbour?.key) + 1, 0, column)
  }
  return whole
}

export const resizeColumn = (columns: Columns, key: SortKey, width: number): Columns =>
  columns.map((column) => (column.key === key ? { ...column, width: clamp(key, width) } : column))

export const showColumn = (columns: Columns, key: SortKey, visible: boolean): Columns =>
  key === 'name' ? columns : columns.map((column) => (column.key === key ? { ...column, visible } : column))

/** Puts a column before another one, or last when `before` is null. */
export const moveColumn = (columns: Columns, key: SortKey, before: SortKey | null): Columns => {
  const moved = columns.find((column) => column.key === key)
  if (moved === undefined || key === before) return columns
  const others = columns.filter((column) => column !== moved)
  const at = before === null ? others.length : others.findIndex((column) => column.key === before)
  return others.toSpliced(at < 0 ? others.length : at, 0, moved)
}

/** One place to the left (-1) or right (1) among those visible. */
export const shiftColumn = (columns: Columns, key: SortKey, by: -1 | 1): Columns => {
  const visible = visibleColumns(columns)
  const at = visible.findIndex((column) => column.key === key)
  if (at < 0 || at + by < 0 || at + by >= visible.length) return columns
  const before = by < 0 ? visible[at - 1] : visible[at + 2]
  return moveColumn(columns, key, before?.key ?? null)
}

/** From here on a name has room enough and the other columns take their full width. */
const ROOMY_NAME = 300

const tightWidth = ({ key, width }: Column): number => {
  const { tight, width: usual } = columnKinds[key]
  return tight !== undefined && width === usual ? tight : width
}

/** The least width that shows all of them. */
export const totalWidth = (visible: Columns): number => visible.reduce((sum, column) => sum + tightWidth(column), 0)

const slackOf = (columns: Columns): number =>
  columns.reduce((sum, column) => sum + column.width - tightWidth(column), 0)

/** The tracks of the grid, in a container as wide as the list: the name's takes what is left. */
export const gridTemplate = (visible: Columns): string => {
  const full = visible.reduce((sum, { key, width }) => sum + (key === 'name' ? Math.max(width, ROOMY_NAME) : width), 0)
  const [early, late] = [false, true].map((last) =>
    visible.filter(({ key }) => (columnKinds[key].last ?? false) === last),
  )
  const track = (column: Column): string => {
    const { key, width } = column
    if (key === 'name') return `minmax(${width}px, 1fr)`
    const tight = tightWidth(column)
    if (tight === width) return `${width}px`
    const isLast = columnKinds[key].last === true
    const group = (isLast ? late : early) ?? []
    const begins = isLast ? full - slackOf(early ?? []) : full
    const share = ((width - tight) / slackOf(group)).toFixed(3)
    return `clamp(${tight}px, ${width}px - (${begins}px - 100cqi) * ${share}, ${width}px)`
  }
  return visible.map(track).join(' ')
}
