// The frame around the work: sidebar, toolbar, status line, engine banner, drop target.

import type { Why } from '../../../app/supervision/supervision.ts'
import type { FilterKey } from '../../state/filter.ts'
import { number, plural } from './plural.ts'

const filters: { readonly [K in FilterKey]: string } = {
  all: 'All',
  downloading: 'Downloading',
  seeding: 'Seeding',
  queued: 'Queued',
  finished: 'Finished',
  stopped: 'Stopped',
  active: 'Active now',
  problems: 'Problems',
}

const torrentCount = (n: number): string => plural(n, { one: 'torrent', other: 'torrents' })

export const frame = {
  sidebar: 'Torrents and settings',
  torrents: 'Torrents',
  filters,
  filterTitle: (name: string) => `Torrents: ${name}`,
  filterSpoken: (name: string, count: number) => `${name}, ${torrentCount(count)}`,
  settings: 'Settings',
  resizeSidebar: 'Width of the sidebar',

  toolbar: 'Torrent actions',
  add: 'Add',
  addFiles: 'Torrent files…',
  addLinks: 'Magnet or link…',
  create: 'Create torrent…',
  start: 'Start',
  stop: 'Stop',
  remove: 'Remove…',
  startChosen: (n: number) => (n === 0 ? 'Start: select torrents first' : `Start ${torrentCount(n)}`),
  stopChosen: (n: number) => (n === 0 ? 'Stop: select torrents first' : `Stop ${torrentCount(n)}`),
  removeChosen: (n: number) => (n === 0 ? 'Remove: select torrents first' : `Remove ${torrentCount(n)}…`),
  search: 'Search torrents',
  searchPlaceholder: 'Search',

  rates: (down: string, up: string) => `Rates and limits: download ${down}, upload ${up}`,
  ratesHint: (down: string, up: string) =>
    ['Rates of all torrents together', `Download limit: ${down}`, `Upload limit: ${up}`].join('\n'),
  limits: 'Speed limits',
  limitsNormal: 'Normal',
  limitsAlternative: 'Alternative',
  limitsInForce: 'in force',
  limitDown: 'Download',
  limitUp: 'Upload',
  limitDownLabel: (which: string) => `${which}: download limit`,
  limitUpLabel: (which: string) => `${which}: upload limit`,
  noLimit: 'No limit',
  limitHint:
    'Leave empty for no limit. Applies to all torrents together; each can have limits of its own, in its menu.',
  turtle: 'Alternative limits',
  turtleHint: (on: boolean, down: string, up: string) =>
    on
      ? `Alternative limits are on: ${down} down, ${up} up. Press for the normal ones.`
      : `Use the alternative limits: ${down} down, ${up} up.`,

  statusLine: 'Status',
  count: torrentCount,
  shown: (shown: number, all: number) => `${number(shown)} of ${torrentCount(all)}`,
  chosen: (n: number, size: string) => `${torrentCount(n)} selected, ${size}`,
  peers: (n: number) => plural(n, { one: 'peer', other: 'peers' }),
  nodes: (n: number) => plural(n, { one: 'DHT node', other: 'DHT nodes' }),
  dhtOff: 'DHT off',
  port: (port: number) => `Port ${String(port)}`,
  portReached: 'Others have reached you on this port. Press for details.',
  portUnproven:
    'Nobody has reached you on this port yet. Downloads work; more peers can connect if your router forwards it. Press for details.',
  notListening: 'No port',
  notListeningHint:
    'The port could not be opened, so nobody can connect to you. Choose another one in Settings, under Network.',

  engineStarting: 'Starting the engine…',
  engineRestarts: {
    crashed: 'The engine stopped and is being restarted.',
    hung: 'The engine did not answer and is being restarted.',
    'disk-full': 'The disk with Swiftseed’s own data is full. Make room, and it starts by itself.',
    'disk-refuses': 'Swiftseed’s own folder does not allow writing. Change that, and it starts by itself.',
  } satisfies { readonly [W in Why]: string },
  engineRestartingIn: (seconds: number) =>
    seconds <= 0 ? 'Your torrents are back in a moment.' : `Next try in ${number(seconds)} s.`,
  engineAttempt: (attempt: number) => (attempt < 2 ? '' : `Attempt ${number(attempt)}.`),
  engineKept: 'Nothing is lost: what was downloaded stays.',
  engineStopping: 'Stopping the engine…',
  engineFailed: 'The engine could not be started.',
  engineFailedText: (logId: string) => `The log has the cause as ${logId}. Your torrents are safe.`,
  engineRetry: 'Try again',

  announceDone: (name: string) => `Finished: ${name}`,
  announceTrouble: (name: string, why: string) => `${name}: ${why}`,

  dropToCreate: 'Drop to make a torrent',
  dropToCreateText: 'A folder, one file, or several files of one folder.',
  drop: 'Drop to add',
  dropText: 'Torrent files, magnet links or web addresses. You choose what to download next.',
}
