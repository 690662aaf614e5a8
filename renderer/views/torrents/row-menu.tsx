// The context menu of the chosen torrents. It is built when it opens, from what they are at that moment.

import {
  Copy,
  FastForward,
  FileSymlink,
  FileWarning,
  FolderOpen,
  Info,
  ListOrdered,
  ListRestart,
  Play,
  RadioTower,
  ScanSearch,
  SlidersHorizontal,
  Square,
  Trash2,
} from 'lucide-react'
import type { TorrentId, TorrentRow } from '../../../app/torrent/row.ts'
import { MenuGroup, MenuItem, MenuSeparator, Submenu } from '../../components/menu.tsx'
import { useMessages } from '../../messages/messages.ts'
import {
  backToQueue,
  cancelCheck,
  copyHashes,
  copyMagnets,
  copyNames,
  forceStart,
  mayBeForced,
  moveInQueue,
  openFiles,
  reannounce,
  recheck,
  remove,
  showDetails,
  showInFolder,
  start,
  stop,
} from '../../state/commands.ts'
import { useEngineAway } from '../../state/engine.ts'
import { askAboutChanged } from '../../state/deciding.ts'
import { askForLimits } from '../../state/limiting.ts'
import { chosenRows } from '../../state/selecting.ts'
import { deleteKey, queueKeys, shortcut } from '../frame/platform.ts'
import { SpeedItems } from './speed-items.tsx'

interface PartProps {
  readonly rows: readonly TorrentRow[]
  readonly ids: readonly TorrentId[]
}

const isStopped = ({ status }: TorrentRow): boolean => status === 'stopped' || status === 'error'

const Running = ({ rows, ids }: PartProps) => {
  const { torrents: words, control } = useMessages()
  const mayForce = rows.some(mayBeForced)
  const forced = rows.filter((row) => row.forced).map((row) => row.id)
  return (
    <>
      <MenuItem icon={Play} disabled={!rows.some(isStopped)} onSelect={() => start(ids)}>
        {words.start}
      </MenuItem>
      {mayForce && (
        <MenuItem icon={FastForward} shortcut="⇧Space" onSelect={() => forceStart(ids)}>
          {control.forceStart}
        </MenuItem>
      )}
      {forced.length > 0 && (
        <MenuItem icon={ListRestart} {...(!mayForce && { shortcut: '⇧Space' })} onSelect={() => backToQueue(forced)}>
          {control.backToQueue}
        </MenuItem>
      )}
      <MenuItem icon={Square} disabled={rows.every((row) => row.status === 'stopped')} onSelect={() => stop(ids)}>
        {words.stop}
      </MenuItem>
    </>
  )
}

const Queue = ({ ids }: Pick<PartProps, 'ids'>) => {
  const words = useMessages().control
  return (
    <Submenu label={words.queue} icon={ListOrdered}>
      {(['top', 'up', 'down', 'bottom'] as const).map((to) => (
        <MenuItem key={to} shortcut={queueKeys[to]} onSelect={() => moveInQueue(ids, to)}>
          {words[to]}
        </MenuItem>
      ))}
    </Submenu>
  )
}

/** Under way, or waiting for its turn. */
const isChecked = ({ status, reason }: TorrentRow): boolean =>
  status === 'checking' ? reason === null : reason?.code === 'check-held' || isDue(reason)

const isDue = (reason: TorrentRow['reason']): boolean => reason?.code === 'turn' && reason.for === 'check'

const Files = ({ rows, ids }: PartProps) => {
  const words = useMessages().torrents
  const [id] = ids
  const [row] = rows
  const one = ids.length === 1 && id !== undefined && row !== undefined
  return (
    <>
      <MenuItem icon={FileSymlink} disabled={!one || row.progress < 1} onSelect={() => one && openFiles(id)}>
        {words.open}
      </MenuItem>
      <MenuItem icon={FolderOpen} disabled={!one || row.have === 0} onSelect={() => one && showInFolder(id)}>
        {words.showInFolder}
      </MenuItem>
      <MenuItem icon={Info} shortcut="↵" onSelect={() => showDetails(true)}>
        {words.details}
      </MenuItem>
    </>
  )
}

/** Of one torrent that stands still for files changed on disk. */
const Changed = ({ rows }: Pick<PartProps, 'rows'>) => {
  const words = useMessages().changed
  const [row] = rows
  if (rows.length !== 1 || row?.reason?.code !== 'changed') return null
  return (
    <MenuItem icon={FileWarning} onSelect={() => askAboutChanged(row.id)}>
      {words.menu}
    </MenuItem>
  )
}

const Upkeep = ({ rows, ids }: PartProps) => {
  const { torrents: words, control } = useMessages()
  const checked = rows.filter(isChecked).map((row) => row.id)
  const announcing = rows.filter((row) => !isStopped(row) && row.status !== 'waiting').map((row) => row.id)
  return (
    <>
      {checked.length > 0 && (
        <MenuItem icon={ScanSearch} onSelect={() => cancelCheck(checked)}>
          {control.cancelCheck}
        </MenuItem>
      )}
      <MenuItem
        icon={ScanSearch}
        disabled={rows.every((row) => row.size === null || row.status === 'checking')}
        onSelect={() => recheck(ids)}
      >
        {words.recheck}
      </MenuItem>
      <MenuItem icon={RadioTower} disabled={announcing.length === 0} onSelect={() => reannounce(announcing)}>
        {words.reannounce}
      </MenuItem>
    </>
  )
}

const Copying = ({ ids }: Pick<PartProps, 'ids'>) => {
  const words = useMessages().torrents
  return (
    <Submenu label={words.copy} icon={Copy}>
      <MenuItem onSelect={() => void copyMagnets(ids)}>{words.copyMagnet(ids.length)}</MenuItem>
      <MenuItem onSelect={() => void copyHashes(ids)}>{words.copyHash(ids.length)}</MenuItem>
      <MenuItem onSelect={() => void copyNames(ids)}>{words.copyName(ids.length)}</MenuItem>
    </Submenu>
  )
}

const Items = ({ rows, ids }: PartProps) => {
  const { torrents: words, control } = useMessages()
  return (
    <>
      <Running rows={rows} ids={ids} />
      <Queue ids={ids} />
      <MenuItem icon={SlidersHorizontal} shortcut={shortcut('L')} onSelect={() => askForLimits(ids)}>
        {control.limits}
      </MenuItem>
      <SpeedItems rows={rows} />
      <MenuSeparator />
      <Files rows={rows} ids={ids} />
      <MenuSeparator />
      <Changed rows={rows} />
      <Upkeep rows={rows} ids={ids} />
      <Copying ids={ids} />
      <MenuSeparator />
      <MenuItem icon={Trash2} shortcut={deleteKey} onSelect={() => remove(ids)}>
        {words.remove}
      </MenuItem>
    </>
  )
}

export const RowMenu = () => {
  const words = useMessages().torrents
  const away = useEngineAway()
  const rows = chosenRows()
  const ids = rows.map((row) => row.id)
  if (away || ids.length === 0) return <Copying ids={ids} />
  if (ids.length === 1) return <Items rows={rows} ids={ids} />
  return (
    <MenuGroup label={words.chosen(ids.length)}>
      <Items rows={rows} ids={ids} />
    </MenuGroup>
  )
}
