// The dialog that removes torrents, and what it reports.

import { plural } from '../plural.ts'

const torrents = (n: number): string => plural(n, { one: 'torrent', other: 'torrents' })
const possessive = (n: number): string => (n === 1 ? 'its' : 'their')

export const removal = {
  title: (n: number, name: string | null) => (name === null ? `Remove ${torrents(n)}` : `Remove “${name}”`),
  choices: 'What happens to the downloaded data',
  keep: 'Remove from the list only',
  keepText: (size: string | null) =>
    size === null ? 'Nothing has been downloaded yet.' : `${size} of downloaded data stay on the disk.`,
  trash: 'Move the data to the trash',
  trashText: (size: string) => `${size} go to the trash and can be restored from there.`,
  delete: 'Delete the data for good',
  deleteText: (size: string) => `${size} are deleted at once. This cannot be undone.`,
  onlyOurs: 'Only files Swiftseed wrote are touched. Anything else in the folder stays.',
  partial: (n: number) =>
    `${plural(n, { one: 'torrent is', other: 'torrents are' })} not finished: what is there of ${n === 1 ? 'it' : 'them'} is incomplete.`,
  confirmKeep: (n: number) => (n === 1 ? 'Remove from the list' : `Remove ${n} from the list`),
  confirmTrash: (n: number, size: string) =>
    n === 1 ? `Move ${size} to the trash` : `Move ${n} torrents’ ${size} to the trash`,
  confirmDelete: (n: number, size: string) =>
    n === 1 ? `Delete ${size} for good` : `Delete ${n} torrents’ ${size} for good`,
  working: 'Removing…',
  leftBehindTitle: 'Some files are still there',
  leftBehind: (files: number, n: number) =>
    `The ${n === 1 ? 'torrent is' : 'torrents are'} gone from the list, but ${plural(files, { one: 'file', other: 'files' })} of ${possessive(n)} could not be removed: in use by another program, or not permitted.`,
}
