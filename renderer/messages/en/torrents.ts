// The torrent list: columns, menus, empty states.

import type { SortKey } from '../../state/order.ts'
import { plural } from './plural.ts'

const columns: { readonly [K in SortKey]: string } = {
  place: '#',
  name: 'Name',
  size: 'Size',
  progress: 'Progress',
  status: 'Status',
  downRate: 'Down',
  upRate: 'Up',
  eta: 'Time left',
  ratio: 'Ratio',
  speed: 'Speed',
  earned: 'BTT earned',
  seeds: 'Seeds',
  peers: 'Peers',
  downloaded: 'Downloaded',
  uploaded: 'Uploaded',
  addedAt: 'Added',
  doneAt: 'Completed',
  savePath: 'Save path',
}

const columnHints: { readonly [K in SortKey]?: string } = {
  place: 'Place in the queue',
  downRate: 'Download rate',
  upRate: 'Upload rate',
  ratio: 'Uploaded for each byte downloaded',
  speed: 'Whether peers are paid to serve this torrent first',
  earned: 'What peers have paid you for this torrent',
  seeds: 'Connected peers that have all of it',
  peers: 'Connected peers, seeds included',
}

export const torrents = {
  label: 'Torrents',
  columns,
  columnHints,
  loading: 'Loading torrents…',

  sortAscending: 'Sort ascending',
  sortDescending: 'Sort descending',
  moveLeft: 'Move left',
  moveRight: 'Move right',
  hideColumn: (name: string) => `Hide “${name}”`,
  shownColumns: 'Columns',
  resetColumns: 'Reset columns',
  columnsMenu: 'Choose columns',
  resizeColumn: (name: string) => `Width of “${name}”`,

  chosen: (n: number) => plural(n, { one: 'torrent', other: 'torrents' }),
  start: 'Start',
  stop: 'Stop',
  open: 'Open',
  showInFolder: 'Show in folder',
  recheck: 'Check data again',
  reannounce: 'Announce now',
  copy: 'Copy',
  copyMagnet: (n: number) => (n === 1 ? 'Magnet link' : 'Magnet links'),
  copyHash: (n: number) => (n === 1 ? 'Infohash' : 'Infohashes'),
  copyName: (n: number) => (n === 1 ? 'Name' : 'Names'),
  details: 'Details',
  remove: 'Remove…',
  selectAll: 'Select all',

  private: 'Private torrent',
  progressSpoken: (share: string) => `${share} done`,

  empty: 'Add a torrent, and Swiftseed downloads it and shares it on.',
  emptyAddFiles: 'Add torrent files…',
  emptyAddLinks: 'Paste a magnet or link…',
  emptyPractise: 'Try practice mode',
  emptyHint: 'You can also drop torrent files and links anywhere in this window, or paste them.',
  noMatch: 'No torrent matches',
  noMatchSearch: (search: string) => `Nothing here is called “${search}”.`,
  clearSearch: 'Clear search',
  searchAll: 'Search in all',
  showAll: 'Show all torrents',
  noneFilter: {
    all: 'No torrents',
    downloading: 'Nothing is downloading',
    seeding: 'Nothing is being seeded',
    queued: 'Nothing waits for its turn',
    finished: 'Nothing has finished yet',
    stopped: 'Nothing is stopped',
    active: 'Nothing is being sent or received right now',
    problems: 'No problems',
  },
}
