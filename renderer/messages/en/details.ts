// The details pane: tabs, facts, peers, trackers.

import { plural } from './plural.ts'
import { trackerProblem } from './tracker-problems.ts'

export const details = {
  label: 'Details',
  tabs: 'Details of the torrent',
  overview: 'Overview',
  files: 'Files',
  peers: 'Peers',
  trackers: 'Trackers',
  speed: 'Speed',
  log: 'Log',
  open: 'Show details',
  hide: 'Hide details',
  resize: 'Height of the details',
  nothingSelected: 'No torrent selected',
  nothingSelectedText: 'Select one in the list to see its files, peers and trackers.',
  waiting: 'Waiting for the engine…',
  noMetadata: 'The list of files is not here yet',
  noMetadataText: 'It comes from the first peer that has it.',

  several: (n: number) => `${plural(n, { one: 'torrent', other: 'torrents' })} selected`,
  severalSize: 'Size',
  severalHave: 'Downloaded so far',
  severalLeft: 'Left to download',
  severalUploaded: 'Uploaded',
  severalRatio: 'Ratio of them all',
  severalDown: 'Download rate',
  severalUp: 'Upload rate',
  severalStates: 'Status',
}

export const overview = {
  pieces: 'Pieces',
  piecesOf: (count: string, length: string) => `${count} of ${length} each`,
  piecesShare: (share: string) => `${share} here`,
  piecesSpoken: (share: string) => `Pieces we have: ${share}`,
  availability: 'Availability',
  availabilitySpoken: (copies: string, missing: string | null, webSeeds: number) => {
    const among = `${copies} copies among ${webSeeds === 0 ? 'connected peers' : 'connected peers and web seeds'}.`
    return missing === null ? among : `${among} ${missing} of the torrent is with none of them.`
  },
  availabilityNobody: 'No peer connected',
  missing: (share: string) => `${share} with nobody connected`,
  rates: 'Rates, last 5 minutes',
  ratesLegendDown: 'Download',
  ratesLegendUp: 'Upload',
  ratesSpoken: (down: string, up: string, mostDown: string, mostUp: string) =>
    `Download now ${down}, at most ${mostDown}. Upload now ${up}, at most ${mostUp}, in the last five minutes.`,
  ratesNow: 'now',
  ratesAgo: (minutes: number) => `−${minutes} min`,
  ratesBefore: (span: string) => `Rates ${span} ago`,

  transfer: 'Transfer',
  torrent: 'Torrent',
  done: 'Done',
  doneOf: (done: string, total: string) => `${done} of ${total}`,
  size: 'Size',
  wanted: (size: string) => `${size} chosen`,
  downloaded: 'Downloaded',
  uploaded: 'Uploaded',
  ratio: 'Ratio',
  eta: 'Time left',
  seeds: 'Seeds connected',
  peers: 'Peers connected',
  peersOf: (connected: string, known: string) => `${connected} of ${known} known`,
  /** `webSeeds`: how many of those that have it are no peers. */
  copiesText: (copies: string, peers: number, webSeeds: number) => {
    if (webSeeds === 0) return `${copies} copies`
    const seeds = plural(webSeeds, { one: 'web seed', other: 'web seeds' })
    return peers === 0 ? `${copies} copies, at ${seeds}` : `${copies} copies, with ${seeds}`
  },
  wasted: 'Wasted',
  wastedHint: 'Data that came twice, or failed its check and was fetched again.',
  wastedNone: 'Nothing',
  overhead: 'Overhead',
  overheadHint: (down: string, up: string) =>
    `${down} received and ${up} sent beside the data since the start: handshakes, requests, who has what.`,
  hashFails: (n: number) => plural(n, { one: 'piece failed its check', other: 'pieces failed their check' }),
  active: 'Active for',
  added: 'Added',
  completed: 'Completed',
  savePath: 'Saved in',
  showInFolder: 'Show in folder',
  infoHash: 'Infohash',
  copyInfoHash: 'Copy infohash',
  comment: 'Comment',
  created: 'Created',
  createdWith: (program: string, date: string | null) =>
    date === null ? `with ${program}` : `${date}, with ${program}`,
  private: 'Private',
  isPrivate: 'Yes: peers come from its trackers only',
  notPrivate: 'No',
}

/** What peers want cannot be known, only that they hung up. */
export const otherEncryption = (ours: 'off' | 'require', count: number): string =>
  ours === 'off'
    ? `${plural(count, { one: 'peer that was reached takes', other: 'peers that were reached take' })} no unencrypted connection. Encryption is off in the settings.`
    : `${plural(count, { one: 'peer that was reached takes', other: 'peers that were reached take' })} no encrypted connection. The settings require encryption.`

export const peers = {
  label: 'Peers',
  address: 'Address',
  client: 'Client',
  connection: 'Connection',
  source: 'From',
  progress: 'Has',
  progressHint: 'How much of the torrent the peer has',
  traffic: 'Flow',
  trafficHint: 'Arrows: data wanted from it and by it; coloured while it flows, grey while waiting for a turn',
  downRate: 'Down',
  upRate: 'Up',
  downloaded: 'Received',
  uploaded: 'Sent',
  transport: { tcp: 'TCP', utp: 'µTP' },
  transportHint: {
    tcp: 'Connected over TCP',
    utp: 'Connected over µTP, which gives way to other traffic',
  },
  encrypted: 'Encrypted',
  encryptedHint: 'encrypted',
  plainHint: 'not encrypted',
  incomingHint: 'It connected to you.',
  outgoingHint: 'You connected to it.',
  sources: {
    tracker: 'Tracker',
    dht: 'DHT',
    pex: 'Exchange',
    lsd: 'Local network',
    incoming: 'Came to us',
    magnet: 'Magnet link',
    manual: 'Added by you',
  },
  sourceHint: {
    tracker: 'A tracker named it',
    dht: 'Found in the distributed hash table',
    pex: 'Another peer named it',
    lsd: 'Found on your own network',
    incoming: 'It connected to us',
    magnet: 'The magnet link named it',
    manual: 'You added it',
  },
  unknownClient: 'Not known yet',
  theyChoke: 'We ask for data; it does not send to us yet',
  theySend: 'It sends to us',
  weChoke: 'It asks for data; we do not send to it yet',
  weSend: 'We send to it',
  idle: 'Neither side asks for anything',
  none: 'No peer is connected',
  noneText: 'Peers appear here as soon as a connection stands.',
  stopped: 'The torrent is stopped, so it has no peers.',
  privateNote: 'The torrent is private: its peers come from its trackers only.',
  add: 'Add peer…',
  addTitle: 'Add a peer',
  addLabel: 'Address and port',
  addHint: 'For example 192.0.2.7:6881, or [2001:db8::7]:6881.',
  addConfirm: 'Connect',
  addWrong: 'Write an IP address and a port, with a colon between them.',
  copyAddress: 'Copy address',
  count: (n: number) => plural(n, { one: 'peer', other: 'peers' }),
  otherEncryption,
  encryptionSettings: 'Encryption settings',
}

/** A way of finding peers that is not used for a torrent. */
const notUsed = { stopped: 'stopped', off: 'off in the settings', private: 'off, it is private' }

export const trackers = {
  label: 'Trackers',
  tier: 'Tier',
  url: 'Address',
  state: 'Status',
  seeds: 'Seeds',
  leechers: 'Leechers',
  next: 'Next announce',
  message: 'Message',
  states: {
    'not-contacted': 'Not contacted yet',
    announcing: 'Announcing…',
    working: 'In use',
    waiting: 'In reserve',
    failing: 'Not working',
    off: 'Off',
  },
  dht: 'DHT',
  pex: 'Peer exchange',
  dhtState: (state: 'stopped' | 'off' | 'private' | 'looking' | 'working', nodes: number) =>
    ({
      ...notUsed,
      looking: nodes === 0 ? 'no node yet' : plural(nodes, { one: 'node', other: 'nodes' }),
      working: plural(nodes, { one: 'node', other: 'nodes' }),
    })[state],
  pexState: (state: 'stopped' | 'off' | 'private' | 'working', peerCount: number) =>
    ({
      ...notUsed,
      working: peerCount === 0 ? 'no peer yet' : plural(peerCount, { one: 'peer', other: 'peers' }),
    })[state],
  lsd: 'Local network',
  lsdState: (state: 'stopped' | 'off' | 'private' | 'looking' | 'working', peerCount: number) =>
    ({
      ...notUsed,
      looking: 'nobody yet',
      working: `${plural(peerCount, { one: 'peer', other: 'peers' })} found`,
    })[state],
  none: 'No tracker',
  noneText:
    'This torrent names none. Peers are found through DHT, peer exchange and your network, unless it is private.',
  problem: trackerProblem,
  stateHint: {
    'not-contacted': null,
    announcing: null,
    working: 'This one answers and is asked for peers.',
    waiting: 'Asked when those above do not answer.',
    failing: null,
    off: 'Swiftseed does not speak this kind of tracker.',
  },
  allowedAt: (time: string) => `The tracker may be asked again ${time}`,
  announcedAt: (time: string) => `Last announce ${time}`,
  edit: 'Edit trackers…',
  reannounce: 'Announce now',
  editTitle: 'Edit trackers',
  editLabel: 'Tracker addresses',
  editHint:
    'One address a line. A blank line starts the next tier, which is asked when the one before does not answer or knows no peer.',
  editConfirm: 'Save',
  fault: (line: number, why: 'not-an-address' | 'unknown-scheme' | 'too-long' | 'too-many') =>
    ({
      'not-an-address': `Line ${line} is not an address.`,
      'unknown-scheme': `Line ${line}: a tracker’s address begins with http, https, udp, ws or wss.`,
      'too-long': `The address in line ${line} is too long.`,
      'too-many': `More than 200 trackers, from line ${line} on.`,
    })[why],
  copyUrl: 'Copy address',
}
