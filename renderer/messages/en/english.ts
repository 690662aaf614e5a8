// All of English, put together from one file a view.

import { common } from './common.ts'
import { add, paste } from './add.ts'
import { closing } from './closing.ts'
import { details, overview, peers, trackers } from './details.ts'
import { files } from './files.ts'
import { log } from './log.ts'
import { removal } from './removal.ts'
import { settings } from './settings.ts'
import { units } from './units.ts'

export const english = {
  common,
  add,
  closing,
  details,
  files,
  log,
  overview,
  paste,
  peers,
  removal,
  settings,
  trackers,
  units,
}
