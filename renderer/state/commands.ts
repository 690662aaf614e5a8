// What the user can do with torrents, from whichever button, menu or key it is asked. Each acts on the ids it is given;
// failures become notices.

import type { TorrentId, TorrentRow } from '../../app/torrent/row.ts'
import type { Input } from '../../app/ipc/contract.ts'
import { act, api } from './api.ts'
import { notify } from './notices.ts'
import { askToRemove } from './removing.ts'
import { chosenIds, chosenRows } from './selecting.ts'
import { changeSettings } from './settings.ts'
import { torrents } from './torrents.ts'

type Ids = readonly TorrentId[]

const withAny = (ids: Ids, run: (ids: TorrentId[]) => void): void => {
  if (ids.length > 0) run([...ids])
}

/** The name when it is about one torrent only. */
const subject = (ids: Ids): string | null => {
  const [first] = ids
  return ids.length === 1 && first !== undefined ? (torrents.row(first)?.name ?? null) : null
}

type Running = Pick<TorrentRow, 'forced' | 'status'>

const isStopped = ({ status }: Running): boolean => status === 'stopped' || status === 'error'

/** It would start, or leave the queue. */
export const mayBeForced = (row: Running): boolean => isStopped(row) || !row.forced

/** What runs besides the queue goes on doing so. */
export const start = (ids: Ids): void => {
  const wanted = ids.filter((id) => mayBeForced(torrents.row(id) ?? { forced: false, status: 'stopped' }))
  withAny(wanted, (all) => void act('torrents.start', { ids: all }, subject(all)))
}
export const stop = (ids: Ids): void => withAny(ids, (all) => void act('torrents.stop', { ids: all }, subject(ids)))
export const forceStart = (ids: Ids): void =>
  withAny(ids, (all) => void act('torrents.forceStart', { ids: all }, subject(ids)))
export const backToQueue = (ids: Ids): void =>
  withAny(ids, (all) => void act('torrents.backToQueue', { ids: all }, subject(ids)))
export const moveInQueue = (ids: Ids, to: Input<'torrents.queue'>['to']): void =>
  withAny(ids, (all) => void act('torrents.queue', { ids: all, to }, subject(ids)))
export const cancelCheck = (ids: Ids): void =>
  withAny(ids, (all) => void act('torrents.cancelCheck', { ids: all }, subject(ids)))
export const recheck = (ids: Ids): void =>
  withAny(ids, (all) => void act('torrents.recheck', { ids: all }, subject(ids)))
export const reannounce = (ids: Ids): void =>
  withAny(ids, (all) => void act('torrents.reannounce', { ids: all }, subject(ids)))
export const remove = (ids: Ids): void => askToRemove(ids)

export const allIds = (): Ids => [...torrents.rows.keys()]

/** What has seeded enough stays stopped: it is started by name, which overrules its goal. */
export const startAll = (): void => {
  const rows = [...torrents.rows.values()]
  start(rows.filter(({ reason, status }) => status === 'stopped' && reason?.code !== 'goal').map(({ id }) => id))
}

/** Runs the chosen besides the queue; when all of them do so, they go back to it. */
export const toggleForced = (): void => (chosenRows().some(mayBeForced) ? forceStart : backToQueue)(chosenIds())

/** Starts what is stopped among the chosen; when nothing is, stops them all. */
export const toggleChosen = (): void => {
  const stopped = chosenRows().filter(isStopped)
  if (stopped.length > 0) start(stopped.map((row) => row.id))
  else stop(chosenIds())
}

export const openFiles = (id: TorrentId): void => void act('files.open', { id, file: null }, subject([id]))
export const showInFolder = (id: TorrentId): void => void act('files.show', { id, file: null }, subject([id]))

const copy = async (what: 'magnet' | 'hash' | 'name', lines: readonly string[]): Promise<void> => {
  if (lines.length === 0) return
  const copied = await act('app.copyText', { text: lines.join('\n') })
  if (copied) notify({ kind: 'copied', what, count: lines.length })
}

export const copyHashes = (ids: Ids): Promise<void> => copy('hash', ids)

export const copyNames = (ids: Ids): Promise<void> =>
  copy(
    'name',
    ids.flatMap((id) => torrents.row(id)?.name ?? []),
  )

export const copyMagnets = async (ids: Ids): Promise<void> => {
  const links = await Promise.all(ids.map((id) => api().call('torrents.magnet', { id })))
  await copy(
    'magnet',
    links.flatMap((link) => (link.ok ? link.value : [])),
  )
}

export const showDetails = (open: boolean): void => void changeSettings({ layout: { detailsOpen: open } })

export const switchAlternative = (on: boolean): void => void changeSettings({ limits: { alternative: on } })
