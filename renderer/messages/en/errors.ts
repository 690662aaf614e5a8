// Every error code as a sentence: what happened, and what can be done where something can.

import type { CreateFault } from '../../../app/creating/create-fault.ts'
import type { AppError, DiskFault, FetchFault } from '../../../app/ipc/errors.ts'
import type { MagnetFault } from '../../../app/torrent/magnet.ts'
import type { MetainfoFault } from '../../../app/torrent/metainfo-fault.ts'
import { chainFault } from './chain-errors.ts'
import { walletFault } from './wallet-errors.ts'

const disk: { readonly [F in DiskFault]: string } = {
  full: 'The disk is full. Make room, or choose another folder.',
  denied: 'The folder does not allow it. Change its permissions, or choose another one.',
  'read-only': 'The disk can only be read. Choose another folder.',
  io: 'The disk reported an error. Check its cable and its health, or choose another folder.',
  missing: 'The file or folder is not there. Plug its disk in, or choose another folder.',
  'too-many-files': 'The system allows no more open files. Close other programs and try again.',
  'not-a-folder': 'There is a file where a folder is needed. Choose another place.',
  outside: 'A link leads outside the torrent’s folder. Remove it, or choose another folder.',
  changed: 'A file there was changed by somebody else, and would be lost. It was left as it is.',
  'state-full':
    'The disk on which Swiftseed keeps its own list and settings is full. Make room on that disk, usually the one your home folder is on.',
  state:
    'The folder in which Swiftseed keeps its own list and settings does not let it write. Change its permissions, and check its disk.',
}

/** Where that lies is not chosen in the app, so none of the advice above fits. */
const stateDisk = (fault: DiskFault): string => {
  const kept = 'the folder in which Swiftseed keeps its own list and settings'
  switch (fault) {
    case 'full':
    case 'state-full':
      return 'The disk on which Swiftseed keeps its own list and settings is full. Make room on that disk, usually the one your home folder is on, and try again.'
    case 'denied':
    case 'read-only':
      return `This could not be kept: ${kept} does not let it write. Change its permissions and try again.`
    default:
      return `This could not be kept: ${kept} is not there or cannot be written at the moment.`
  }
}

const fetching: { readonly [F in FetchFault]: string } = {
  'bad-url': 'This is not a web address.',
  'refused-address': 'This address leads into your own network, so it was not fetched.',
  'too-large': 'What is at this address is too large for a .torrent file.',
  timeout: 'The server did not answer in time. Try again later.',
  unreachable: 'The server could not be reached. Check the address and your connection.',
  'http-status': 'The server refused it.',
  redirects: 'The server sent us on too many times. Download the file in a browser and open it from there.',
}

const magnet: { readonly [F in MagnetFault]: string } = {
  'not-magnet': 'This is not a magnet link.',
  'too-long': 'This magnet link is too long.',
  'control-character': 'This magnet link has characters in it that do not belong there.',
  'bad-escape': 'This magnet link is damaged. Copy the whole link and try again.',
  'no-hash': 'This magnet link has no infohash, so it names no torrent. Copy the whole link and try again.',
  'bad-hash': 'The infohash in this magnet link is damaged. Copy the whole link and try again.',
  'two-hashes': 'This magnet link names two torrents at once. Add them one by one.',
  'v2-only': 'This is a v2-only torrent. Swiftseed joins v1 and hybrid torrents.',
}

const broken = 'This .torrent file is damaged. Download it again, or take it from another place.'

const metainfo: { readonly [F in MetainfoFault]: string } = {
  'not-bencode': 'This is not a .torrent file, or it is damaged. Download it again.',
  'too-large': 'This file is too large for a .torrent file.',
  'too-deep': broken,
  'no-dict': 'This is not a .torrent file.',
  'no-info': 'This .torrent file describes no torrent.',
  'no-name': broken,
  'bad-name': broken,
  'path-too-long': 'A file in this torrent has a path too long for any system.',
  'piece-length': 'The piece size in this .torrent file is not allowed.',
  'no-pieces': broken,
  'bad-hashes': 'The hashes in this .torrent file do not fit its size.',
  'bad-size': 'This .torrent file gives sizes that cannot be.',
  'no-files': 'This torrent has no files in it.',
  'bad-files': broken,
  'too-many-pieces': 'This torrent has too many pieces.',
  'too-many-files': 'This torrent has more than 100,000 files.',
  'too-many-duplicates': 'Too many files in this torrent have the same name.',
  'v2-only': 'This is a v2-only torrent. Swiftseed joins v1 and hybrid torrents.',
  'v2-version': 'This torrent is in a format newer than Swiftseed knows.',
  'v2-file-tree': broken,
  'v2-root': broken,
  'v2-piece-layers': broken,
  'hybrid-mismatch': 'The two versions in this hybrid torrent describe different files.',
  'pad-file': broken,
  'too-complex': 'This .torrent file is made so that it takes too long to read, so it was refused.',
  'wrong-hash': 'What arrived is not the torrent that was asked for.',
}

const creating: { readonly [F in CreateFault]: (names: string) => string } = {
  nothing: () => 'There is nothing in it to share: no files, or only empty ones.',
  'too-many-files': () => 'It holds more than 100,000 files. Pack some of them together first.',
  'too-large': () => 'The .torrent file would be larger than other programs read. Choose a larger piece size.',
  names: () => 'The names in it are too long, too deep or too much alike for a torrent.',
  apart: () => 'What you chose lies in different folders. Choose things of one folder, or the folder itself.',
  unreadable: (names) => `It could not be read${names}. Check the permissions.`,
  gone: (names) => `It is not there any more${names}.`,
  changed: (names) => `It changed while it was hashed${names}. Try again when nothing writes to it.`,
  busy: (names) => `Another torrent in your list is not complete there${names}.`,
}

/** Something is in the way that is not the user's. */
const own = (error: Extract<AppError, { code: 'internal' | 'engine-unavailable' }>): string =>
  error.code === 'internal'
    ? `Something in Swiftseed went wrong. The log has it as ${error.logId}.`
    : 'The engine is not running at the moment. Try again when it is back.'

const fetchFailed = ({ fault, status }: Extract<AppError, { code: 'fetch-failed' }>): string =>
  status === undefined ? fetching[fault] : `The server answered with HTTP ${String(status)} instead of a .torrent file.`

const sentence = (error: AppError): string => {
  switch (error.code) {
    case 'invalid-argument':
      return error.field === '' ? 'That is not possible.' : `That is not a possible value for “${error.field}”.`
    case 'forbidden':
      return 'That is not allowed from here.'
    case 'cancelled':
      return 'It was cancelled.'
    case 'closed':
      return 'Swiftseed is closing.'
    case 'internal':
    case 'engine-unavailable':
      return own(error)
    case 'not-found':
      return 'It is not there any more.'
    case 'torrent-invalid':
      return metainfo[error.fault]
    case 'magnet-invalid':
      return magnet[error.fault]
    case 'not-a-torrent-link':
      return 'This is neither a magnet link, nor an infohash, nor the web address of a .torrent file.'
    case 'fetch-failed':
      return fetchFailed(error)
    case 'file-unreadable':
      return `“${error.name}” could not be read.`
    case 'no-metadata':
      return 'The list of files is not here yet.'
    case 'already-added':
      return `“${error.name}” is in your list already.`
    case 'too-many-waiting':
      return `${String(error.most)} torrents are waiting to be added. Add or leave out some of them first.`
    case 'private-torrent':
      return `“${error.name}” is in your list already and private, so it takes no trackers from elsewhere. If its tracker has a new address, change it in its Trackers tab.`
    case 'disk':
      return disk[error.fault]
    case 'state-disk':
      return stateDisk(error.fault)
    case 'port-in-use':
      return `Port ${String(error.port)} is used by another program, so another one is used for now. Settings, under Network, say which.`
    case 'tracker-invalid':
      return `“${error.url}” is not the address of a tracker.`
    case 'private-without-tracker':
      return 'A private torrent without a tracker finds nobody. Name a tracker, or make it public.'
    case 'web-seed-invalid':
      return `“${error.url}” is not a web address.`
    case 'create-failed':
      return creating[error.fault](error.names.length === 0 ? '' : `: ${error.names.join(', ')}`)
    case 'wallet':
    case 'wallet-disk':
    case 'transaction-refused':
      return walletFault(error)
    case 'wallet-unavailable':
    case 'speed-unavailable':
    case 'chain':
    case 'chain-unavailable':
    case 'send-refused':
    case 'vault-refused':
      return chainFault(error)
  }
}

export const errors = { sentence }
