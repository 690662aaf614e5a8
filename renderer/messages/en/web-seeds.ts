// Servers that hold a torrent's files, and why one of them gives nothing.

import type { WebSeedState } from '../../../app/torrent/details.ts'
import type { WebSeedProblem } from '../../../app/torrent/web-seed.ts'
import { plural } from './plural.ts'

const states: { readonly [S in WebSeedState]: string } = {
  stopped: 'Not while stopped',
  idle: 'Not needed now',
  off: 'Not used',
  crowded: 'Waiting for a free connection',
  connecting: 'Connecting…',
  working: 'In use',
  failing: 'Not working',
  banned: 'Banned',
}

const problems: { readonly [P in Exclude<WebSeedProblem, 'http-status'>]: string } = {
  'bad-url': 'The address cannot be used.',
  'no-such-name': 'No computer of that name was found.',
  'refused-address': 'It is on your own network. Allow such web seeds in Settings, under Network.',
  'not-encrypted': 'It is not encrypted (http), and Settings, under Network, require that.',
  unreachable: 'It cannot be reached.',
  timeout: 'It does not answer.',
  tls: 'Its certificate is not valid.',
  redirects: 'It leads from one address to the next without end.',
  busy: 'It has too much to do at the moment.',
  'not-there': 'The files are not there.',
  'wrong-size': 'A file there has another size than in the torrent.',
  'no-ranges': 'It sends whole files only, and these are too large for that.',
  'bad-answer': 'Its answer makes no sense.',
  interrupted: 'It stopped in the middle.',
  'bad-data': 'It sent data that does not match the torrent.',
}

const problem = (code: WebSeedProblem, message: string | null): string =>
  code === 'http-status' ? `It answers with the HTTP status ${message ?? ''}.` : problems[code]

export const webSeeds = {
  label: 'Web seeds',
  url: 'Web seed',
  state: 'Status',
  message: 'Message',
  downRate: 'Down',
  downloaded: 'Received',
  next: 'Next try',
  states,
  problem,
  missing: (files: number) => `${plural(files, { one: 'file is', other: 'files are' })} not there.`,
  edit: 'Edit web seeds…',
  editTitle: 'Edit web seeds',
  editLabel: 'Addresses of web seeds',
  editHint:
    'One address a line, http or https. If it ends in “/”, the files are looked for below it by their names in the torrent.',
  editConfirm: 'Save',
  fault: (line: number, why: 'not-an-address' | 'too-many') =>
    ({
      'not-an-address': `Line ${line} is not an address that begins with http or https.`,
      'too-many': `More than 100 web seeds, from line ${line} on.`,
    })[why],
  copyUrl: 'Copy address',
  remove: 'Remove web seed',
}
