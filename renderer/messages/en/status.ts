// What a torrent is doing and why nothing moves, in plain words: a headline, a short reason beneath it, and one whole
// sentence for the tooltip and the details. Counts come with the reason; nothing here is worked out anew.

import type { DiskFault } from '../../../app/ipc/errors.ts'
import type { Reason, TorrentRow, TorrentStatus } from '../../../app/torrent/row.ts'
import { otherEncryption } from './details.ts'
import { number, plural } from './plural.ts'

export interface StatusWords {
  readonly headline: string
  /** Null when the headline says it all. */
  readonly because: string | null
  readonly sentence: string
}

const besides = 'Besides the queue'

const names: { readonly [S in TorrentStatus]: string } = {
  stopped: 'Stopped',
  queued: 'Queued',
  checking: 'Checking',
  metadata: 'Getting file list',
  downloading: 'Downloading',
  stalled: 'Nothing arriving',
  seeding: 'Seeding',
  waiting: 'Waiting',
  error: 'Error',
}

const sentences: { readonly [S in TorrentStatus]: string } = {
  stopped: 'Stopped. It contacts nobody until you start it.',
  queued: 'Waiting for its turn in the queue.',
  checking: 'Checking the data on the disk against the torrent.',
  metadata: 'Getting the list of files from a peer.',
  downloading: 'Downloading.',
  stalled: 'No data arrives at the moment.',
  seeding: 'Complete. Others download it from you.',
  waiting: 'Waiting to go on by itself.',
  error: 'Stopped by an error.',
}

const peers = (n: number): string => plural(n, { one: 'peer', other: 'peers' })
const trackers = (n: number): string => plural(n, { one: 'tracker', other: 'trackers' })
const nodes = (n: number): string => plural(n, { one: 'DHT node', other: 'DHT nodes' })

const sources = (trackerCount: number, nodeCount: number | null): string =>
  nodeCount === null
    ? trackers(trackerCount)
    : trackerCount === 0
      ? nodes(nodeCount)
      : `${trackers(trackerCount)}, ${nodes(nodeCount)}`

type Of<C extends Reason['code']> = Extract<Reason, { readonly code: C }>

const looking = ({ trackers: count, nodes: known }: Of<'looking'>): StatusWords => ({
  headline: 'Looking for peers',
  because: sources(count, known),
  sentence: `Looking for peers: asking ${sources(count, known)}.`,
})

const trackersSilent = ({ trackersFailed, trackers: count }: Of<'no-source'>): string => {
  if (count === 0) return 'it names no tracker'
  if (trackersFailed === 0) return 'the trackers know no peer'
  if (trackersFailed < count) return `${number(trackersFailed)} of ${trackers(count)} did not answer`
  return count === 1 ? 'its tracker did not answer' : 'no tracker answered'
}

const dhtSilent = (known: number | null): string => {
  if (known === null) return 'DHT is off for it'
  if (known === 0) return 'no DHT node is known yet'
  return known === 1
    ? 'the one DHT node known does not know this torrent yet'
    : `${nodes(known)}, none knows this torrent yet`
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const noSource = (reason: Of<'no-source'>): StatusWords => ({
  headline: 'No peers found',
  because: upperFirst(trackersSilent(reason)),
  sentence: `No peers found: ${trackersSilent(reason)}; ${dhtSilent(reason.nodes)}. It goes on looking.`,
})

const webSeeds = ({ count }: Of<'web-seeds'>): StatusWords => {
  const because = plural(count, { one: 'web seed', other: 'web seeds' })
  const sentence = `Asking ${because} for data; nothing arrives at the moment.`
  return { headline: 'Nothing arriving', because, sentence }
}

const incomplete = ({ peers: count, availability }: Of<'incomplete-swarm'>): StatusWords => {
  if (availability >= 1) {
    const sentence = `Connected to ${peers(count)}, but nothing arrives at the moment.`
    return { headline: 'Nothing arriving', because: `${peers(count)} connected`, sentence }
  }
  const share = `${number(Math.floor(availability * 100))}%`
  const together =
    count === 1
      ? `The one peer connected has ${share} of this torrent.`
      : `The ${peers(count)} connected have ${share} of this torrent together.`
  return {
    headline: 'Parts are missing',
    because: `${plural(count, { one: 'peer has', other: 'peers have' })} ${share} of it`,
    sentence: `${together} The rest must come from somebody else.`,
  }
}

const encryption = ({ ours, peers: count }: Of<'encryption'>): StatusWords => ({
  headline: 'No connection',
  because: ours === 'off' ? `Encryption is off; ${peers(count)} may want it` : `Encryption required of ${peers(count)}`,
  sentence: otherEncryption(ours, count),
})

const choked = ({ peers: count }: Of<'choked'>): StatusWords => {
  const sending = { one: 'peer sends to others now', other: 'peers send to others now' }
  const having = {
    one: 'peer has what is needed, but sends to others at the moment.',
    other: 'peers have what is needed, but send to others at the moment.',
  }
  return {
    headline: 'Waiting for a turn',
    because: plural(count, sending),
    sentence: `${plural(count, having)} Your turn comes.`,
  }
}

const turns: { readonly [F in Of<'turn'>['for']]: StatusWords } = {
  download: {
    headline: names.queued,
    because: 'Waits for its turn',
    sentence: 'As many torrents download as may at once. It starts by itself in its turn.',
  },
  seed: {
    headline: names.queued,
    because: 'Complete, seeds in its turn',
    sentence: 'Complete. As many torrents seed as may at once; it seeds in its turn.',
  },
  check: {
    headline: names.queued,
    because: 'Is checked in its turn',
    sentence: 'Another torrent is being checked. This one follows by itself.',
  },
}

const goals: { readonly [G in Of<'goal'>['goal']]: StatusWords } = {
  ratio: {
    headline: 'Ratio reached',
    because: 'Start it to seed on',
    sentence: 'Stopped: it has reached its ratio. Start it to seed on all the same.',
  },
  time: {
    headline: 'Seeded long enough',
    because: 'Start it to seed on',
    sentence: 'Stopped: it has reached its seeding time. Start it to seed on all the same.',
  },
}

const checkHeld: StatusWords = {
  headline: names.stopped,
  because: 'In the middle of a check',
  sentence: 'Stopped in the middle of a check, which goes on where it was when you start it.',
}

const changed = ({ name, files }: Of<'changed'>): StatusWords => {
  const because = files === 1 ? name : `${name} and ${number(files - 1)} more`
  return {
    headline: 'Changed on disk',
    because,
    sentence: `Changed on disk: ${because}. What is there is not this torrent’s data, and Swiftseed did not write it, so nothing is written over it until you decide.`,
  }
}

const disk: { readonly [F in DiskFault]: StatusWords } = {
  full: {
    headline: 'Disk full',
    because: 'Goes on when there is room',
    sentence: 'The disk, or your share of it, is full. Make room; it goes on by itself.',
  },
  denied: {
    headline: 'May not write',
    because: 'The folder refuses it',
    sentence: 'The folder does not allow writing. Change its permissions; it goes on by itself.',
  },
  'read-only': {
    headline: 'Disk is read-only',
    because: 'Goes on when it can write',
    sentence: 'The disk can only be read. Make it writable or check it for errors; it goes on by itself.',
  },
  io: {
    headline: 'Disk error',
    because: 'The disk failed to answer',
    sentence: 'The disk reported an error. Check its cable and its health; it goes on by itself.',
  },
  missing: {
    headline: 'Disk or folder gone',
    because: 'Goes on when it is back',
    sentence:
      'The folder or its disk is not there. Plug it in or put it back; it goes on by itself. If you removed the files, “Check data again” lets it download them anew.',
  },
  'too-many-files': {
    headline: 'Too many open files',
    because: 'Goes on in a moment',
    sentence: 'The system allows no more open files. Close other programs if it lasts; it goes on by itself.',
  },
  'not-a-folder': {
    headline: 'Save path is a file',
    because: 'A folder is needed there',
    sentence: 'There is a file where the folder should be. Move it away; it goes on by itself.',
  },
  changed: {
    headline: 'Changed on disk',
    because: 'A file there is not its data',
    sentence: 'A file was changed by you or another program. Nothing is written over it until you decide.',
  },
  'state-full': {
    headline: 'Swiftseed’s disk full',
    because: 'Not the disk it is saved on',
    sentence:
      'The disk on which Swiftseed keeps its own list and settings is full, not the one this is saved on. Make room there, usually where your home folder is; it goes on by itself.',
  },
  state: {
    headline: 'Nothing can be noted',
    because: 'Swiftseed’s own folder refuses',
    sentence:
      'The folder in which Swiftseed keeps its own list and settings cannot be written to, not the one this is saved in. Change its permissions, or check its disk; it goes on by itself.',
  },
  outside: {
    headline: 'Path leads elsewhere',
    because: 'A file would leave its folder',
    sentence: 'A link in the folder leads its files elsewhere, so nothing is written. Remove it; it goes on by itself.',
  },
}

const unreadable: { readonly [A in Of<'metadata-unreadable'>['again']]: StatusWords } = {
  disk: {
    headline: 'File list unread',
    because: 'Reading it takes too long; tries again',
    sentence: 'Reading its stored list of files took too long. It is tried again every 20 seconds.',
  },
  peers: {
    headline: 'Stored one is damaged',
    because: 'Its stored list of files is damaged',
    sentence: 'The one stored here is damaged; what was downloaded stays where it is.',
  },
}

const ofReason = (reason: Reason): StatusWords => {
  switch (reason.code) {
    case 'starting':
      return { headline: 'Starting', because: null, sentence: 'Starting.' }
    case 'turn':
      return turns[reason.for]
    case 'goal':
      return goals[reason.goal]
    case 'check-held':
      return checkHeld
    case 'metadata-unreadable':
      return unreadable[reason.again]
    case 'looking':
      return looking(reason)
    case 'no-source':
      return noSource(reason)
    case 'connecting': {
      const because = `${peers(reason.known)} known`
      return { headline: 'Connecting', because, sentence: `Connecting: ${because}, none has answered yet.` }
    }
    case 'encryption':
      return encryption(reason)
    case 'web-seeds':
      return webSeeds(reason)
    case 'choked':
      return choked(reason)
    case 'incomplete-swarm':
      return incomplete(reason)
    case 'nothing-wanted':
      return { headline: 'Nothing chosen', because: 'No file to download', sentence: 'No file is chosen to download.' }
    case 'rate-limit':
      return {
        headline: 'Held by your limit',
        because: 'The download limit is used up',
        sentence: 'Your download limit leaves nothing for it at the moment.',
      }
    case 'disk':
      return disk[reason.fault]
    case 'changed':
      return changed(reason)
    case 'nobody-wants': {
      const because = reason.peers === 0 ? 'Nobody asks for it now' : `${peers(reason.peers)}, none asks for it`
      return { headline: names.seeding, because, sentence: `Complete and ready to share. ${because}.` }
    }
    case 'internal':
      return {
        headline: 'Fault in Swiftseed',
        because: 'Start it to try again',
        sentence: `Stopped by a fault in Swiftseed, which is in the log as ${reason.logId}. Start it to try again.`,
      }
  }
}

/** Getting the file list stays in the headline: the reason says what it waits for. */
const ofMetadata = (reason: Reason | null): StatusWords => {
  if (reason === null) return { headline: names.metadata, because: null, sentence: sentences.metadata }
  const { headline, sentence } = ofReason(reason)
  return { headline: names.metadata, because: headline, sentence: `${sentences.metadata} ${sentence}` }
}

type Described = Pick<TorrentRow, 'status' | 'reason' | 'progress'> & Partial<Pick<TorrentRow, 'forced'>>

/** It runs whatever the queue says. */
const isBesides = ({ forced, status: state }: Described): boolean =>
  forced === true && state !== 'stopped' && state !== 'queued' && state !== 'error'

const of = (row: Described): StatusWords => {
  const words = ofState(row)
  if (!isBesides(row)) return words
  return { ...words, because: words.because ?? besides, sentence: `${words.sentence} It runs besides the queue.` }
}

const ofState = (row: Described): StatusWords => {
  const { status, reason } = row
  if (status === 'metadata') return ofMetadata(reason)
  if (reason !== null) return ofReason(reason)
  if (status === 'stopped' && row.progress === 1) return { ...plain('stopped'), because: 'Complete' }
  return plain(status)
}

const plain = (status: TorrentStatus): StatusWords => ({
  headline: names[status],
  because: null,
  sentence: sentences[status],
})

export const status = { names, of, besides, isBesides }
