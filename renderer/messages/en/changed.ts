// The dialog about files that somebody changed on disk, for which a torrent stands still.

import { number, plural, pluralWord } from './plural.ts'

const those = (n: number): string => pluralWord(n, { one: 'this file', other: 'these files' })
const them = (n: number): string => pluralWord(n, { one: 'it', other: 'them' })

export const changed = {
  decide: 'Decide…',
  menu: 'Changed on disk…',
  title: (n: number) => `Changed on disk: ${plural(n, { one: 'file', other: 'files' })}`,
  what: (name: string, n: number) =>
    `What is in ${those(n)} is not the data of “${name}”, and Swiftseed did not write it. It may be your own work, or another program’s unfinished download.`,
  files: 'The files',
  more: (n: number) => `and ${number(n)} more`,
  choices: 'What happens to the files',
  keep: (n: number) => (n === 1 ? 'Keep the file as it is' : 'Keep the files as they are'),
  keepText: (n: number) => `Nothing is written to ${them(n)}. The torrent skips ${those(n)} and goes on with the rest.`,
  check: 'Check again',
  checkText: (n: number) =>
    `If you have put ${them(n)} back as ${n === 1 ? 'it was' : 'they were'}. Nothing is written.`,
  over: (n: number) => (n === 1 ? 'Download over the file' : 'Download over the files'),
  overText: (n: number) => `What is in ${them(n)} and not in the torrent is lost. This cannot be undone.`,
  confirm: {
    keep: (n: number) => (n === 1 ? 'Keep the file' : `Keep ${number(n)} files`),
    check: () => 'Check again',
    over: (n: number) => `Download over ${plural(n, { one: 'file', other: 'files' })}`,
  },
}
