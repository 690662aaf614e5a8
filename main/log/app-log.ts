// The log of this app: its file, how large it may grow, and whose folders must not show in it.

import { redactor, type Redaction } from '../../app/log/redaction.ts'
import { createLog, type Log } from './log.ts'
import { LogFile } from './log-file.ts'

const MAX_BYTES = 1_000_000
const FILES = 3

/** `folders` is asked for every line: the download folder may change. */
export const openAppLog = (folder: string, folders: () => readonly Redaction[]): Log => {
  const file = new LogFile({ folder, name: 'swiftseed.log', maxBytes: MAX_BYTES, files: FILES })
  const ignoreCase = process.platform !== 'linux'
  return createLog({
    write: (line) => file.write(line),
    redact: (line) => redactor(folders(), { ignoreCase })(line),
    now: Date.now,
  })
}
