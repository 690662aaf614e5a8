// The dialog before files are skipped of which something is there already.

import { number, plural, pluralWord } from './plural.ts'

const them = (n: number): string => pluralWord(n, { one: 'it', other: 'them' })

export const skipping = {
  title: (n: number, name: string) =>
    n === 1 ? `Skip “${name}”` : `Skip ${plural(n, { one: 'file', other: 'files' })}`,
  what: (n: number, size: string) =>
    n === 1
      ? `It is not complete, and ${size} of it is downloaded already.`
      : `They are not complete, and ${size} of them is downloaded already.`,
  files: 'The files',
  more: (n: number) => `and ${number(n)} more`,
  choices: 'What happens to what is downloaded',
  keep: 'Keep what is there',
  keepText: (n: number) => `It stays on the disk. If you want ${them(n)} after all, the download goes on from there.`,
  delete: 'Delete what is there',
  deleteText: (n: number, size: string) =>
    `${size} is deleted at once. If you want ${them(n)} after all, it has to be downloaded again.`,
  confirm: {
    keep: (n: number, size: string) => (n === 1 ? `Skip, keep ${size}` : `Skip ${number(n)} files, keep ${size}`),
    delete: (n: number, size: string) =>
      n === 1 ? `Skip and delete ${size}` : `Skip and delete ${number(n)} files, ${size}`,
  },
}
