// Asks the system which router leads to the internet. On Linux a file tells; elsewhere the system's own netstat, by its
// full path, with fixed arguments, no shell, and a bounded answer.

import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gatewayOfNetstat, gatewayOfProc, isOwnRouter } from '../../../app/net/routes.ts'

const MAX_TABLE = 1_000_000
const TIMEOUT = 5_000

const netstat = (): Promise<string> => {
  const windows = process.platform === 'win32'
  const path = windows
    ? join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'netstat.exe')
    : '/usr/sbin/netstat'
  const options = { timeout: TIMEOUT, maxBuffer: MAX_TABLE, windowsHide: true }
  return new Promise((resolve) => {
    execFile(path, windows ? ['-rn'] : ['-rn', '-f', 'inet'], options, (_error, printed) => resolve(printed))
  })
}

/** Its IPv4 address; null when there is none, or it is not on a network of the user's. */
export const findGateway = async (): Promise<string | null> => {
  const found =
    process.platform === 'linux'
      ? gatewayOfProc(await readFile('/proc/net/route', 'latin1').catch(() => ''))
      : gatewayOfNetstat(await netstat())
  return found !== null && isOwnRouter(found) ? found : null
}
