// Is there a tray at all? Windows and macOS always have one; on Linux a tray icon needs a host on the session bus
// (StatusNotifierItem), and plain GNOME has none. Asked once at start. In doubt the answer is no: a window must not
// be hidden where nothing brings it back.

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
const HOST = 'org.kde.StatusNotifierWatcher'
const BUS = 'org.freedesktop.DBus'
const PATIENCE_MS = 1_000

/** The same question put with either tool; one of the two is on nearly every desktop. */
const QUESTIONS: readonly (readonly [command: string, ...args: string[]])[] = [
  [
    'gdbus',
    'call',
    '--session',
    '--dest',
    BUS,
    '--object-path',
    '/org/freedesktop/DBus',
    '--method',
    `${BUS}.NameHasOwner`,
    HOST,
  ],
  ['busctl', '--user', 'call', BUS, '/org/freedesktop/DBus', BUS, 'NameHasOwner', 's', HOST],
]

const ask = async ([command, ...args]: readonly [string, ...string[]]): Promise<boolean | null> => {
  try {
    const { stdout } = await run(command, args, { timeout: PATIENCE_MS, windowsHide: true })
    return /\btrue\b/.test(stdout)
  } catch {
    return null
  }
}

export const hasTrayHost = async (): Promise<boolean> => {
  if (process.platform !== 'linux') return true
  // Without a bus both tools would try to start one.
  if (!process.env['DBUS_SESSION_BUS_ADDRESS'] && !process.env['XDG_RUNTIME_DIR']) return false
  for (const question of QUESTIONS) {
    const answer = await ask(question)
    if (answer !== null) return answer
  }
  return false
}
