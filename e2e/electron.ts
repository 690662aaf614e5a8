// Where the Electron that tests run in is. It doubles as the Node (24) that runs TypeScript as it is.

import { homedir } from 'node:os'
import { join } from 'node:path'

export const electronPath = (): string =>
  process.env['SWIFTSEED_ELECTRON'] ?? join(homedir(), '.cache/swiftseed/electron/42.0.0/electron')
