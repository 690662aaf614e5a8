// Trees of files, in the add dialog and in the details.

import { plural } from '../plural.ts'

export const files = {
  label: 'Files',
  name: 'Name',
  size: 'Size',
  progress: 'Progress',
  priority: 'Priority',
  search: 'Search files',
  found: (n: number) => plural(n, { one: 'file found', other: 'files found' }),
  noneFound: (text: string) => `No file matches “${text}”.`,
  choose: 'Choose files',
  all: 'All',
  none: 'None',
  invert: 'Invert',
  allHint: 'Choose every file shown',
  noneHint: 'Choose none of the files shown',
  invertHint: 'Swap chosen and not chosen among the files shown',
  chosen: (n: number, total: number, size: string) =>
    n === total
      ? `All ${plural(total, { one: 'file', other: 'files' })}, ${size}`
      : `${n.toLocaleString('en')} of ${plural(total, { one: 'file', other: 'files' })}, ${size}`,
  download: (name: string) => `Download ${name}`,
  priorities: ['Skip', 'Low', 'Normal', 'High'],
  mixed: 'Mixed',
  priorityOf: (name: string) => `Priority of ${name}`,
  expand: (name: string) => `Open folder ${name}`,
  collapse: (name: string) => `Close folder ${name}`,
  open: 'Open',
  showInFolder: 'Show in folder',
  copyPath: 'Copy path',
  inFolder: (n: number) => plural(n, { one: 'file', other: 'files' }),
}
