// Every word the desktop parts of main show: tray, menu, dialogs, notifications. The windows have theirs in
// renderer/messages.

import type { Settings } from '../../app/settings/settings.ts'

type Units = Settings['look']['units']

const SYMBOLS = { binary: ['KiB/s', 'MiB/s', 'GiB/s'], decimal: ['kB/s', 'MB/s', 'GB/s'] } as const

/** 12.4 MiB/s, cut and never below kilobytes, as the windows write it. */
export const rateText = (bytesPerSecond: number, units: Units): string => {
  const base = units === 'binary' ? 1024 : 1000
  const symbols = SYMBOLS[units]
  let value = bytesPerSecond / base
  let scale = 0
  while (value >= base && scale < symbols.length - 1) {
    value /= base
    scale++
  }
  const number = value >= 100 || value === 0 ? String(Math.floor(value)) : (Math.floor(value * 10) / 10).toFixed(1)
  return value === 0 ? '0 B/s' : `${number} ${symbols[scale]}`
}

export const words = {
  app: 'Swiftseed',
  tooltip: (down: string, up: string) => `Swiftseed\n↓ ${down}  ↑ ${up}`,
  rates: (down: string, up: string) => `↓ ${down}    ↑ ${up}`,
  engineAway: 'Engine restarting…',
  show: 'Show Swiftseed',
  hide: 'Hide Swiftseed',
  stopAll: 'Stop all',
  startAll: 'Start all',
  alternativeLimits: 'Alternative limits',
  stopSpending: 'Stop all spending',
  spendingStopped: 'All spending is stopped',
  quit: 'Quit Swiftseed',
  settings: 'Settings…',
  file: 'File',
  addFile: 'Add torrent file…',
  create: 'Create torrent…',
  edit: 'Edit',
  view: 'View',
  palette: 'Commands…',
  chooseFolder: 'Save to',
  chooseFiles: 'Add torrent files',
  chooseSourceFiles: 'Choose files for the torrent',
  chooseSourceFolder: 'Choose a folder for the torrent',
  saveTorrent: 'Save the torrent file',
  saveActivity: 'Save the activity',
  csvFiles: 'Tables (CSV)',
  torrentFiles: 'Torrent files',
  allFiles: 'All files',
  finished: 'Download finished',
  finishedMany: (count: number) => `${count} downloads finished`,
  /** At most a few names, then a count. */
  names: (names: readonly string[]) =>
    names.length <= 3 ? names.join('\n') : `${names.slice(0, 3).join('\n')}\n… and ${names.length - 3} more`,
  cannotStart: 'Swiftseed cannot start',
  cannotStartWhy: (logFolder: string, logId: string) => `The reason is in the log in ${logFolder}, under ${logId}.`,
} as const
