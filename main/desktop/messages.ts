// Every word the desktop parts of main show: tray, menu, dialogs, notifications. The windows have theirs in
// renderer/messages.

import type { CapName } from '../../app/speed/allowance.ts'
import type { CashNow } from '../../app/speed/cash-now.ts'
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

/** Of `n` payers. */
const cashNow: { readonly [B in CashNow['because']]: (n: number) => string } = {
  'exit-asked': (n) => `${n === 1 ? 'A payer is' : `${n} payers are`} withdrawing what they would pay you from`,
  'signer-changed': (n) => `${n === 1 ? 'A payer has' : `${n} payers have`} changed the key that pays you`,
  'payer-runs-dry': (n) => `${n === 1 ? 'A payer has' : `${n} payers have`} little left to pay you with`,
}

const caps: { readonly [C in CapName]: string } = {
  torrent: 'Its budget is spent. The download goes on without paying; raise the budget to pay on.',
  day: 'Your limit for a day is reached. Paying goes on tomorrow, or when you allow more.',
  peer: 'Every seller it could pay has got as much as your limits allow for one peer.',
  total: 'Your limit in all is reached. Approve limits anew to pay on.',
  price: 'Every seller asks more than your limit for a GiB.',
  deposit: 'Nothing of your deposit is left to promise. Add to it to pay on.',
  off: 'Spending is stopped.',
}

export const words = {
  app: 'Swiftseed',
  tooltip: (down: string, up: string) => `Swiftseed\n↓ ${down}  ↑ ${up}`,
  rates: (down: string, up: string) => `↓ ${down}    ↑ ${up}`,
  engineAway: 'Engine restarting…',
  show: 'Show Swiftseed',
  hide: 'Hide Swiftseed',
  stopAll: 'Stop all torrents',
  startAll: 'Start all torrents',
  alternativeLimits: 'Alternative limits',
  stopSpending: 'Stop all spending',
  spendingStopped: 'All spending is stopped (see Earnings)',
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
  cashNow,
  cashNowBody: (owes: string) => `You are owed ${owes} BTT. Cash out before it may be gone.`,
  stoppedPaying: (name: string | null) =>
    name === null ? 'Speed stopped paying' : `Speed pays nobody for “${name}” now`,
  caps,
  moneyMany: 'Speed needs a look',
  practice: (title: string) => `Practice: ${title}`,
  /** At most a few names, then a count. */
  names: (names: readonly string[]) =>
    names.length <= 3 ? names.join('\n') : `${names.slice(0, 3).join('\n')}\n… and ${names.length - 3} more`,
  cannotStart: 'Swiftseed cannot start',
  cannotStartWhy: (logFolder: string, logId: string) => `The reason is in the log in ${logFolder}, under ${logId}.`,
} as const
