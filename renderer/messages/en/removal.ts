// The dialog that removes torrents. What it reports afterwards is a notice.

import { plural } from './plural.ts'

export const removal = {
  title: (n: number, name: string | null) =>
    name === null ? `Remove ${plural(n, { one: 'torrent', other: 'torrents' })}` : `Remove “${name}”`,
  choices: 'What happens to the downloaded data',
  nothingThere: 'Nothing of it has been downloaded, so nothing is left on the disk.',
  keep: 'Remove from the list only',
  keepText: (size: string) => `The ${size} already downloaded stay where they are.`,
  trash: 'Move the data to the trash',
  trashText: (size: string) => `${size} go to the trash and can be restored from there.`,
  delete: 'Delete the data for good',
  deleteText: (size: string) => `${size} are deleted at once. This cannot be undone.`,
  onlyOurs: 'Only files Swiftseed wrote are touched. Anything else in the folder stays.',
  confirmKeep: (n: number) => (n === 1 ? 'Remove from the list' : `Remove ${n} from the list`),
  confirmTrash: (n: number, size: string) =>
    n === 1 ? `Move ${size} to the trash` : `Move ${n} torrents’ ${size} to the trash`,
  confirmDelete: (n: number, size: string) =>
    n === 1 ? `Delete ${size} for good` : `Delete ${n} torrents’ ${size} for good`,
  working: 'Removing…',
}
