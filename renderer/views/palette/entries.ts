// What the command palette offers at the moment: commands for the selected torrents, for all of them, for the window.
// Made anew each time it opens; what is not possible now is left out.

import {
  ArrowDown,
  ArrowDownToLine,
  ArrowUp,
  ArrowUpToLine,
  Copy,
  FastForward,
  FileBox,
  FilePlus,
  FolderOpen,
  Info,
  Layers,
  Link,
  ListRestart,
  Lock,
  Moon,
  Square,
  Play,
  Power,
  RadioTower,
  Rows3,
  ScanSearch,
  Search,
  Settings as SettingsIcon,
  SlidersHorizontal,
  Sun,
  SunMoon,
  Trash2,
  Turtle,
  Wallet,
  type LucideIcon,
} from 'lucide-react'
import type { QueueMove } from '../../../app/queue/order.ts'
import type { Settings } from '../../../app/settings/settings.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { messages } from '../../messages/messages.ts'
import { askForLinks, chooseFiles } from '../../state/adding.ts'
import { act } from '../../state/api.ts'
import {
  allIds,
  backToQueue,
  copyMagnets,
  forceStart,
  mayBeForced,
  moveInQueue,
  reannounce,
  recheck,
  remove,
  showDetails,
  showInFolder,
  start,
  startAll,
  stop,
  switchAlternative,
} from '../../state/commands.ts'
import { askForLimits } from '../../state/limiting.ts'
import { filterKeys } from '../../state/filter.ts'
import { chosenIds, chosenRows } from '../../state/selecting.ts'
import { changeSettings, settingsNow } from '../../state/settings.ts'
import { setFilter, showView, useUi } from '../../state/ui.ts'
import { lock, useWallet } from '../../state/wallet.ts'
import { filterIcons } from '../frame/filter-icons.ts'
import { deleteKey, queueKeys, shortcut } from '../frame/platform.ts'
import { focusSearch } from '../frame/shortcuts.ts'
import { entry, type Entry } from './entry.ts'
import { speedOfAll, speedOfSelected } from './speed-entries.ts'

export interface EntryGroup {
  readonly label: string
  readonly items: readonly Entry[]
}

const queueMoves = (ids: readonly TorrentId[]): readonly Entry[] => {
  const words = messages().control
  const move = (to: QueueMove, icon: LucideIcon): Entry =>
    entry(`queue-${to}`, words.inQueue(words[to]), icon, () => moveInQueue(ids, to), queueKeys[to])
  return [move('top', ArrowUpToLine), move('up', ArrowUp), move('down', ArrowDown), move('bottom', ArrowDownToLine)]
}

/** What Shift+Space does, and the other where some are forced and some are not. */
const forcing = (): readonly Entry[] => {
  const words = messages().control
  const rows = chosenRows()
  const forced = rows.filter((row) => row.forced).map(({ id }) => id)
  const force = entry('force-start', words.forceStart, FastForward, () => forceStart(chosenIds()), 'Shift+Space')
  const mayForce = rows.some(mayBeForced)
  const key = mayForce ? undefined : 'Shift+Space'
  const back = entry('back-to-queue', words.backToQueue, ListRestart, () => backToQueue(forced), key)
  return [...(mayForce ? [force] : []), ...(forced.length > 0 ? [back] : [])]
}

const forSelected = (ids: readonly TorrentId[]): readonly Entry[] => {
  const { palette: words, control } = messages()
  const [id] = ids
  if (id === undefined) return []
  const one = ids.length === 1 ? [entry('show', words.showInFolder, FolderOpen, () => showInFolder(id))] : []
  return [
    entry('start', words.start, Play, () => start(ids)),
    ...forcing(),
    entry('stop', words.stop, Square, () => stop(ids)),
    ...queueMoves(ids),
    entry('limits', control.limits, SlidersHorizontal, () => askForLimits(ids), shortcut('L')),
    ...one,
    ...speedOfSelected(ids),
    entry('recheck', words.recheck, ScanSearch, () => recheck(ids)),
    entry('reannounce', words.reannounce, RadioTower, () => reannounce(ids)),
    entry('copy-magnet', words.copyMagnet, Copy, () => void copyMagnets(ids)),
    entry('remove', words.remove, Trash2, () => remove(ids), deleteKey),
  ]
}

const forAll = (): readonly Entry[] => {
  const words = messages().palette
  return [
    entry('add-files', words.addFiles, FilePlus, chooseFiles, shortcut('O')),
    entry('add-links', words.addLinks, Link, () => askForLinks(true), shortcut('V')),
    entry('start-all', words.startAll, Play, startAll),
    entry('create', words.create, FileBox, () => showView('create'), shortcut('N')),
    entry('stop-all', words.stopAll, Square, () => stop(allIds())),
  ]
}

const forShowing = ({ layout }: Settings): readonly Entry[] => {
  const { palette: words, frame } = messages()
  const open = layout.detailsOpen
  return [
    entry('search', words.search, Search, focusSearch, shortcut('F')),
    ...filterKeys.map((key) =>
      entry(`filter-${key}`, words.show(frame.filters[key]), filterIcons[key], () => setFilter(key)),
    ),
    entry('details', open ? words.hideDetails : words.showDetails, Info, () => showDetails(!open)),
  ]
}

const themes = (look: Settings['look']): readonly Entry[] => {
  const words = messages().palette
  const themed = (theme: Settings['look']['theme'], label: string, icon: LucideIcon): Entry =>
    entry(`theme-${theme}`, label, icon, () => void changeSettings({ look: { theme } }))
  const all = [
    themed('light', words.themeLight, Sun),
    themed('dark', words.themeDark, Moon),
    themed('system', words.themeSystem, SunMoon),
  ]
  return all.filter(({ id }) => id !== `theme-${look.theme}`)
}

const forWallet = (): readonly Entry[] => {
  const words = messages().palette
  const unlocked = useWallet.getState().home?.wallet.vault.is === 'unlocked'
  return [
    ...(useUi.getState().view === 'wallet' ? [] : [entry('wallet', words.wallet, Wallet, () => showView('wallet'))]),
    ...(unlocked ? [entry('lock', words.lockWallet, Lock, lock)] : []),
  ]
}

const forApp = ({ look, limits }: Settings): readonly Entry[] => {
  const words = messages().palette
  const compact = look.density === 'compact'
  const density = compact ? 'comfortable' : 'compact'
  const elsewhere = useUi.getState().view !== 'torrents'
  return [
    elsewhere
      ? entry('torrents', words.backToTorrents, Layers, () => showView('torrents'))
      : entry('settings', words.settings, SettingsIcon, () => showView('settings'), shortcut(',')),
    ...forWallet(),
    ...speedOfAll(),
    entry('alternative', limits.alternative ? words.alternativeOff : words.alternativeOn, Turtle, () =>
      switchAlternative(!limits.alternative),
    ),
    ...themes(look),
    entry('density', words[density], Rows3, () => void changeSettings({ look: { density } })),
    entry('quit', words.quit, Power, () => void act('app.quit', undefined)),
  ]
}

export const entryGroups = (): readonly EntryGroup[] => {
  const { groups } = messages().palette
  const settings = settingsNow()
  return [
    { label: groups.selected, items: forSelected(chosenIds()) },
    { label: groups.all, items: forAll() },
    { label: groups.show, items: forShowing(settings) },
    { label: groups.app, items: forApp(settings) },
  ]
}
