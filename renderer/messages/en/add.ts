// The add dialog and the dialog to paste links into.

import { number, plural } from './plural.ts'

export const add = {
  title: 'Add torrent',
  titleSeveral: (n: number) => `Add ${plural(n, { one: 'torrent', other: 'torrents' })}`,
  list: 'Torrents to add',
  reading: (subject: string) => `Reading ${subject}…`,
  magnetSize: 'Size not known yet',

  files: (n: number) => plural(n, { one: 'file', other: 'files' }),
  trackers: (n: number) => plural(n, { one: 'tracker', other: 'trackers' }),
  noTrackers: 'No tracker',
  webSeeds: (n: number) => plural(n, { one: 'web seed', other: 'web seeds' }),
  private: 'Private',
  privateHint: 'Only its trackers may introduce peers. DHT and peer exchange stay off for it.',
  hybrid: 'Hybrid v1 and v2',
  hybridHint: 'This torrent exists in two versions. Swiftseed joins the v1 swarm.',
  renamed: (n: number) =>
    `${plural(n, { one: 'file name was', other: 'file names were' })} changed to be safe on this computer.`,
  about: 'About this torrent',
  aboutShort: 'About',
  comment: 'Comment',
  createdBy: 'Created with',
  createdAt: 'Created',
  trackerList: 'Trackers',
  webSeedList: 'Web seeds',
  infoHash: 'Infohash',

  duplicate: (name: string) => `Already in your list as “${name}”.`,
  duplicateShort: 'In your list already',
  duplicateEffect: (n: number) =>
    n === 0
      ? 'This one names no tracker and no web seed, so adding it changes nothing.'
      : 'Adding it merges its trackers and web seeds into the one you have. Files and progress stay as they are.',

  duplicatePrivate:
    'It is private, so it takes no trackers from elsewhere, and adding it changes nothing. If its tracker has a new address, change it in the Trackers tab.',

  folder: 'Save to',
  chooseFolder: 'Choose…',
  recentFolders: 'Recent folders',
  free: (size: string) => `${size} free`,
  needed: (size: string, free: string) => `${size} to download, ${free} free`,
  tooLittle: (size: string, free: string, missing: string) =>
    `Not enough room: ${size} to download, ${free} free, so ${missing} short. Choose fewer files or another folder.`,
  freeUnknown: 'Free space not known',
  freeChecking: 'Looking at the free space…',
  start: 'Start when added',
  together: (n: number) => `Same folder and start for all ${n}`,

  metadataFetching: 'Asking peers for the list of files',
  metadataFetchingText:
    'A magnet link names only the torrent. Its files appear here as soon as a peer sends the list. You may add it now: everything in it will be downloaded.',
  metadataIdle: 'Came from another program',
  metadataIdleText: 'Nothing has been contacted for it yet.',
  metadataFetch: 'Get file list',
  metadataFailed: 'No peer sent the list of files in time',
  metadataFailedText:
    'Perhaps nobody is sharing it at the moment. Try again, or add it: Swiftseed goes on asking for as long as it is in your list.',
  metadataAgain: 'Try again',

  obstacles: {
    'no-file': 'No file is chosen. Choose at least one to add this torrent.',
    'no-folder': 'Choose a folder to save to.',
    'relative-folder': 'Give the whole path of the folder, from its disk or from your home folder (~).',
  },
  confirm: 'Add',
  confirmMerge: 'Merge',
  confirmAll: (n: number) => `Add all ${n}`,
  confirmOne: 'Add only this one',
  skip: (name: string) => `Leave out ${name}`,
  unreadableTitle: (n: number) => (n === 1 ? 'This could not be read' : `${n} could not be read`),
  unreadableMore: (n: number) => `Show ${number(n)} more`,
  forgetUnreadable: 'Dismiss',
  adding: 'Adding…',
}

export const paste = {
  title: 'Add from links',
  label: 'Magnet links, infohashes or web addresses of .torrent files',
  hint: 'One or several, each on its own line.',
  placeholder: 'magnet:?xt=urn:btih:…',
  confirm: (n: number) => (n > 1 ? `Continue with ${n}` : 'Continue'),
  nothing: 'None of this is a magnet link, an infohash or a web address.',
  tooMany: (taken: number, beyond: number) =>
    `The first ${number(taken)} are taken. Paste the other ${number(beyond)} once these are added.`,
  someUnknown: (word: string, more: number) =>
    more === 0
      ? `“${word}” is not a link and will be left out.`
      : `“${word}” and ${plural(more, { one: 'other word', other: 'other words' })} are not links and will be left out.`,
}
