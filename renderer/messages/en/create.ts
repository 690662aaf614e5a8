// The page that makes a torrent of the user's own files.

import type { LeftOutReason } from '../../../app/creating/source-files.ts'
import type { SourceSurvey } from '../../../app/creating/creation.ts'
import type { AppError } from '../../../app/ipc/errors.ts'
import { errors } from './errors.ts'
import { number, plural } from './plural.ts'

const KIB = 1024
const MIB = 1024 * KIB

const leftOut: { readonly [W in LeftOutReason]: (n: number) => string } = {
  hidden: (n) => plural(n, { one: 'hidden or system file or folder', other: 'hidden or system files and folders' }),
  link: (n) => plural(n, { one: 'symbolic link', other: 'symbolic links' }),
  special: (n) => plural(n, { one: 'pipe, socket or device', other: 'pipes, sockets or devices' }),
  'not-unicode': (n) => plural(n, { one: 'name that is not valid text', other: 'names that are not valid text' }),
}

export const create = {
  title: 'Create torrent',
  source: 'Files',
  dropTitle: 'Drop a folder or files here',
  dropText: 'They become the content of the torrent. They stay where they are, unchanged.',
  chooseFolder: 'Choose folder…',
  chooseFiles: 'Choose files…',
  looking: 'Looking…',
  sums: (n: number, size: string) => `${plural(n, { one: 'file', other: 'files' })}, ${size}`,
  remove: 'Choose something else',
  leftOut: (all: SourceSurvey['leftOut']) =>
    `Left out: ${all
      .map(({ why, count, examples }) => {
        const more = count > examples.length ? ', …' : ''
        return `${leftOut[why](count)} (${examples.join(', ')}${more})`
      })
      .join('; ')}.`,
  unreadableTitle: 'Some of it may not be read:',
  unreadable: (names: readonly string[]) => `${names.join(', ')}. Change the permissions, then choose it again.`,
  empty: 'There is nothing in it to share.',
  renamed: (n: number) =>
    `${plural(n, { one: 'file has a name', other: 'files have names' })} that not every system can have. Others will get changed names, and the torrent cannot be seeded from here.`,
  hidden: 'Include hidden and system files',

  name: 'Name',
  nameHint: 'What others see. It also names the folder or file they download.',
  nameWrong: 'A name may not be empty, “.” or “..”, or have a slash in it.',
  pieceLength: 'Piece size',
  automatic: 'Automatic',
  automaticWith: (length: string) => `Automatic (${length})`,
  pieceOf: (length: number) => (length < MIB ? `${length / KIB} KiB` : `${length / MIB} MiB`),
  pieces: (n: number) => plural(n, { one: 'piece', other: 'pieces' }),
  pieceHint: 'Peers check and pass on one piece at a time.',
  trackers: 'Trackers',
  trackersHint:
    'One address a line. A blank line begins the next tier, used when the one before does not answer. Without any, peers find it by DHT, while that is on.',
  trackersPrivateHint: 'One address a line, a blank line between tiers. A private torrent needs at least one.',
  private: 'Private',
  privateHint: 'Only its trackers may introduce peers. DHT, peer exchange and local discovery stay off for it.',
  more: 'More options',
  webSeeds: 'Web seeds',
  webSeedsHint: 'Web addresses that serve the same files, one a line.',
  webSeedWrong: (url: string) => `“${url}” is not a web address.`,
  comment: 'Comment',
  sourceTag: 'Source',
  sourceTagHint: 'A tag some private trackers ask for. It makes the torrent another one than without.',
  dated: 'Say when it was made',
  seed: 'Seed it at once',
  seedHint: 'Adds it to your list with the files where they are. Nothing has to be checked again.',
  seedImpossible: 'Not possible with these file names.',

  confirm: 'Create torrent…',
  making: (name: string) => `Hashing ${name}`,
  finishing: 'Finishing…',
  progress: (done: string, total: string, rate: string) => `${done} of ${total} at ${rate}`,
  remaining: (span: string) => `${span} left`,
  cancel: 'Stop',

  done: (name: string) => `“${name}” is ready`,
  savedAs: 'Saved as',
  notSaved: (why: string) => `It could not be saved: ${why}`,
  facts: (size: string, count: number, length: string) =>
    `${size} in ${number(count)} ${count === 1 ? 'piece' : 'pieces'} of ${length}`,
  infoHash: 'Infohash',
  seeding: 'It is in your list and being seeded.',
  known: 'This very torrent was in your list already.',
  notSeeding: (error: AppError) => `It was not added to your list. ${errors.sentence(error)}`,
  show: 'Show in folder',
  save: 'Save…',
  saveAgain: 'Save a copy…',
  copyMagnet: 'Copy magnet link',
  another: 'Create another',
}
