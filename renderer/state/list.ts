// The list in sight: ids in order, and the counts of the filters. What the user asks for is done at once; what the
// engine changes is taken in at most once a second, and not at all while something holds the rows still. Rows that are
// gone leave at once in any case.

import { create } from 'zustand'
import type { TorrentId } from '../../app/torrent/row.ts'
import { countByFilter, noCounts, sameCounts, type FilterCounts } from './filter.ts'
import { NameIndex } from './name-index.ts'
import { canChange, isSortKey, isSpeedKey, keepOrder, orderOf, type Sort, type Wish } from './order.ts'
import { prune } from './selection.ts'
import { selectionNow, setSelection, useSelection } from './selecting.ts'
import { useSettingsStore } from './settings.ts'
import { useSpeed } from './speed.ts'
import { speedOrder } from './speed-order.ts'
import { torrents, type RowsStep } from './torrents.ts'
import { useUi } from './ui.ts'

interface List {
  /** Null before the first snapshot. */
  readonly ids: readonly TorrentId[] | null
  readonly counts: FilterCounts
}

const PERIOD = 1000

export const useList = create<List>(() => ({ ids: null, counts: noCounts }))

export const names = new NameIndex()

export const defaultSort: Sort = { key: 'addedAt', descending: true }

export const sortOf = (stored: { readonly key: string; readonly descending: boolean } | undefined): Sort =>
  stored && isSortKey(stored.key) ? { key: stored.key, descending: stored.descending } : defaultSort

const wish = (): Wish => {
  const { filter, search } = useUi.getState()
  return { filter, search, sort: sortOf(useSettingsStore.getState().settings?.layout.sort) }
}

const holds = new Set<symbol>()
let timer: ReturnType<typeof setTimeout> | null = null
let lastMade = 0
/** What the engine changed since the list was last made. */
let namesAreOld = true
let orderIsOld = true

const noteStep = ({ membership, fields }: RowsStep): void => {
  namesAreOld ||= membership || fields.has('name')
  orderIsOld ||= membership || canChange(wish(), fields)
}

const sameIds = (a: readonly TorrentId[], b: readonly TorrentId[]): boolean =>
  a.length === b.length && a.every((id, index) => id === b[index])

const show = (ids: readonly TorrentId[]): void => {
  const before = useList.getState()
  const counts = countByFilter(torrents.rows.values())
  const kept = before.ids !== null && (ids === before.ids || sameIds(before.ids, ids)) ? before.ids : ids
  if (kept === before.ids && sameCounts(counts, before.counts)) return
  useList.setState({ ids: kept, counts: sameCounts(counts, before.counts) ? before.counts : counts })
  if (kept !== before.ids)
    setSelection(prune(selectionNow(), before.ids ?? [], kept, (id) => torrents.row(id) !== undefined))
}

const freshOrder = (): readonly TorrentId[] => {
  if (namesAreOld) names.update(torrents.rows)
  namesAreOld = false
  orderIsOld = false
  const { sort } = wish()
  const speed = isSpeedKey(sort.key) ? speedOrder(useSpeed.getState().torrents, sort.key) : undefined
  return orderOf(torrents.rows, wish(), names, speed)
}

const remake = (moveRows: boolean): void => {
  lastMade = performance.now()
  if (torrents.seq === null) return
  const inSight = useList.getState().ids
  if (inSight !== null && !moveRows && !orderIsOld) return show(inSight)
  const fresh = freshOrder()
  const still = !moveRows && inSight !== null && useSelection.getState().chosen.size > 1
  show(still ? keepOrder(inSight, fresh, torrents.rows) : fresh)
}

/** Soon, but a second after the last time, and when nothing holds. */
const remakeInTime = (): void => {
  if (timer !== null || holds.size > 0) return
  const wait = Math.max(0, lastMade + PERIOD - performance.now())
  timer = setTimeout(() => {
    timer = null
    if (holds.size === 0) remake(false)
  }, wait)
}

const stopTimer = (): void => {
  if (timer !== null) clearTimeout(timer)
  timer = null
}

const remakeNow = (): void => {
  stopTimer()
  remake(true)
}

const dropGone = (): void => {
  const { ids } = useList.getState()
  const left = ids?.filter((id) => torrents.row(id)) ?? null
  if (left !== null && left.length !== ids?.length) show(left)
}

/** Keeps every row where it is until the returned function is called: a menu is open, rows are dragged. */
export const holdStill = (): (() => void) => {
  const hold = Symbol('hold')
  holds.add(hold)
  return () => {
    if (holds.delete(hold)) remakeInTime()
  }
}

let pointerHold: { readonly release: () => void; readonly timer: ReturnType<typeof setTimeout> } | null = null
const AIMING = 1500

/** The pointer moves over the rows, or keys walk through them: nothing moves for a moment. */
export const holdWhileAiming = (): void => {
  const release = pointerHold?.release ?? holdStill()
  if (pointerHold) clearTimeout(pointerHold.timer)
  const end = setTimeout(() => {
    pointerHold = null
    release()
  }, AIMING)
  pointerHold = { release, timer: end }
}

/** Keeps the list in step with rows, filter, search and sort until the returned function is called. */
export const keepList = (): (() => void) => {
  const offs = [
    torrents.onStep((step) => {
      noteStep(step)
      if (useList.getState().ids === null) return remakeNow()
      if (step.membership) dropGone()
      remakeInTime()
    }),
    useSpeed.subscribe((now, before) => {
      if (now.torrents === before.torrents || !isSpeedKey(wish().sort.key)) return
      orderIsOld = true
      remakeInTime()
    }),
    useUi.subscribe((now, before) => {
      if (now.filter !== before.filter || now.search !== before.search) remakeNow()
    }),
    useSettingsStore.subscribe((now, before) => {
      if (now.settings?.layout.sort !== before.settings?.layout.sort) remakeNow()
    }),
  ]
  if (torrents.seq !== null) remakeNow()
  return () => {
    for (const off of offs) off()
    stopTimer()
  }
}
