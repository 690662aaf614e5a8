// Trees of files, in the add dialog and in the details.

import { number, plural } from './plural.ts'

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
  allHint: 'Download every file shown',
  noneHint: 'Download none of the files shown',
  invertHint: 'Swap what is downloaded and what is skipped among the files shown',
  chosen: (n: number, total: number, size: string) => {
    const all = plural(total, { one: 'file', other: 'files' })
    if (n === total) return total === 1 ? `${all}, ${size}` : `All ${all}, ${size}`
    return `${number(n)} of ${all}, ${size}`
  },
  download: (name: string) => `Download ${name}`,
  priorities: ['Skip', 'Low', 'Normal', 'High'],
  mixed: 'Mixed',
  notOnDisk: 'Not on disk',
  priorityOf: (name: string) => `Priority of ${name}`,
  expand: (name: string) => `Open folder ${name}`,
  collapse: (name: string) => `Close folder ${name}`,
  open: 'Open',
  showInFolder: 'Show in folder',
  inFolder: (n: number) => plural(n, { one: 'file', other: 'files' }),
}
