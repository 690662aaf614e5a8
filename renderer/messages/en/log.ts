// The events of a torrent, as sentences.

import type { DiskFault } from '../../../app/ipc/errors.ts'
import type { LogEvent } from '../../../app/torrent/details.ts'
import { number, plural, pluralWord } from './plural.ts'
import { errors } from './errors.ts'
import { trackerProblem } from './tracker-problems.ts'
import { webSeeds } from './web-seeds.ts'

const pieces = (n: number): string => plural(n, { one: 'piece', other: 'pieces' })

const faults: { readonly [F in DiskFault]: true } = {
  full: true,
  denied: true,
  'read-only': true,
  io: true,
  missing: true,
  'too-many-files': true,
  'not-a-folder': true,
  outside: true,
  changed: true,
  'state-full': true,
  state: true,
}

const checked = ({ pieces: all, good, bad }: Extract<LogEvent, { readonly code: 'checked' }>): string => {
  const done = `Checked ${pieces(all)};`
  if (good === all) return `${done} ${all === 1 ? 'it is' : 'all of them are'} good.`
  const here =
    good === 0
      ? 'none is here'
      : `${number(good)} of them ${pluralWord(good, { one: 'is', other: 'are' })} here and good`
  return bad === 0
    ? `${done} ${here}.`
    : `${done} ${here}. ${number(bad)} that ${pluralWord(bad, { one: 'was', other: 'were' })} here before ${pluralWord(bad, { one: 'is', other: 'are' })} missing or damaged.`
}

/** Web seeds are named only where there are some. */
export const merged = (trackers: number, servers: number): string => {
  const learned = plural(trackers, { one: 'tracker', other: 'trackers' })
  return servers === 0 ? learned : `${learned} and ${plural(servers, { one: 'web seed', other: 'web seeds' })}`
}

const sentence = (event: LogEvent): string => {
  switch (event.code) {
    case 'added':
      return 'Added to the list.'
    case 'started':
      return 'Started.'
    case 'stopped':
      return 'Stopped.'
    case 'metadata':
      return 'The list of files arrived.'
    case 'goal':
      return event.goal === 'ratio' ? 'Its ratio is reached; stopped.' : 'Its seeding time is reached; stopped.'
    case 'checked':
      return checked(event)
    case 'data-removed':
      return 'Its files are gone from the folder they were in, so nothing of it is here any more. When it runs, it is downloaded again.'
    case 'resumed':
      return event.hashed === 0
        ? `Went on with ${pieces(event.pieces)}; none had to be checked again.`
        : `Went on with ${pieces(event.pieces)}; ${number(event.hashed)} checked again.`
    case 'finished':
      return 'Download finished.'
    case 'tracker-failed':
      return `${event.url} does not work: ${trackerProblem(event.failure.problem, event.failure.message)}`
    case 'tracker-ok':
      return `${event.url} answered with ${plural(event.peers, { one: 'peer', other: 'peers' })}.`
    case 'web-seed-failed':
      return `Web seed ${event.url}: ${webSeeds.problem(event.failure.problem, event.failure.message)}`
    case 'hash-failed':
      return `Piece ${number(event.piece)} failed its check and is fetched again.`
    case 'peer-dropped':
      return `Closed the connection to ${event.address}: ${event.why}`
    case 'peer-banned':
      return `Banned ${event.address} until Swiftseed is restarted: it sent bad data for piece ${number(event.piece)}.`
    case 'metadata-lied':
      return `Banned ${event.address} until Swiftseed is restarted: what it sent as this torrent’s description is not. Others that do the same are banned too.`
    case 'disk':
      return event.fault in faults
        ? errors.sentence({ code: 'disk', fault: event.fault as DiskFault })
        : `Disk: ${event.fault}`
    case 'changed':
      return `Stands still so as not to write over ${event.name}${event.files === 1 ? '' : ` and ${plural(event.files - 1, { one: 'more file', other: 'more files' })}`}: changed on disk by somebody else.`
    case 'disk-ok':
      return 'The disk works again.'
    case 'trackers-merged':
      return `Took over ${merged(event.added, event.webSeeds)} from a torrent added twice.`
  }
}

export const log = {
  label: 'Log',
  sentence,
  kinds: { all: 'Everything', problems: 'Problems', trackers: 'Trackers', progress: 'Progress' },
  kind: 'Show',
  problem: 'Problem',
  search: 'Search the log',
  empty: 'Nothing has happened yet.',
  noneFound: 'No entry matches.',
  copy: 'Copy the log',
  count: (n: number) => plural(n, { one: 'entry', other: 'entries' }),
}
