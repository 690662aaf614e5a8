// The dialog that removes torrents. What it reports afterwards is a notice.

import { number, plural, pluralWord } from './plural.ts'

const files = (n: number): string => plural(n, { one: 'file', other: 'files' })

export const removal = {
  title: (n: number, name: string | null) =>
    name === null ? `Remove ${plural(n, { one: 'torrent', other: 'torrents' })}` : `Remove “${name}”`,
  choices: 'What happens to the downloaded data',
  wait: 'One moment…',
  looking: 'Looking at what is on the disk…',
  nothingThere: 'Nothing of it is on the disk.',
  noneOurs: (n: number) =>
    n === 1
      ? 'Its file on the disk was not written by Swiftseed, or belongs to another torrent as well. It stays where it is.'
      : `The ${number(n)} files on the disk were not written by Swiftseed, or belong to another torrent as well. They stay where they are.`,
  keep: 'Remove from the list only',
  keepText: (n: number, size: string) =>
    `${files(n)} that Swiftseed wrote, ${size}, ${pluralWord(n, { one: 'stays where it is', other: 'stay where they are' })}.`,
  trash: 'Move the data to the trash',
  trashText: (n: number, size: string) =>
    `${files(n)}, ${size}, ${pluralWord(n, { one: 'goes', other: 'go' })} to the trash and can be restored from there.`,
  delete: 'Delete the data for good',
  deleteText: (n: number, size: string) =>
    `${files(n)}, ${size}, ${pluralWord(n, { one: 'is', other: 'are' })} deleted at once. This cannot be undone.`,
  speedOff: (on: number, of: number) =>
    of === 1
      ? 'Speed is on for it and is switched off. What was spent and earned stays in the books.'
      : `Speed is on for ${number(on)} of them and is switched off. What was spent and earned stays in the books.`,
  othersStay: (n: number) =>
    `${files(n)} that Swiftseed did not write, or that ${pluralWord(n, { one: 'belongs', other: 'belong' })} to another torrent as well, ${pluralWord(n, { one: 'stays', other: 'stay' })}.`,
  onlyOurs: 'Only files Swiftseed wrote are touched. Anything else in the folder stays.',
  confirmKeep: (n: number) => (n === 1 ? 'Remove from the list' : `Remove ${n} from the list`),
  confirmTrash: (n: number, size: string) =>
    n === 1 ? `Move ${size} to the trash` : `Move ${n} torrents’ ${size} to the trash`,
  confirmDelete: (n: number, size: string) =>
    n === 1 ? `Delete ${size} for good` : `Delete ${n} torrents’ ${size} for good`,
  working: 'Removing…',
}
