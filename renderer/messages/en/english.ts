// All of English, put together from one file a view.

import { common } from './common.ts'
import { add, paste } from './add.ts'
import { create } from './create.ts'
import { closing } from './closing.ts'
import { control } from './control.ts'
import { details, overview, peers, trackers } from './details.ts'
import { errors } from './errors.ts'
import { files } from './files.ts'
import { frame } from './frame.ts'
import { keys } from './keys.ts'
import { log } from './log.ts'
import { network } from './network.ts'
import { notices } from './notices.ts'
import { palette } from './palette.ts'
import { changed } from './changed.ts'
import { removal } from './removal.ts'
import { settings } from './settings.ts'
import { skipping } from './skipping.ts'
import { earnings } from './earnings.ts'
import { speed } from './speed.ts'
import { speedOrders } from './speed-orders.ts'
import { speedSetup } from './speed-setup.ts'
import { status } from './status.ts'
import { torrents } from './torrents.ts'
import { units } from './units.ts'
import { wallet } from './wallet.ts'
import { webSeeds } from './web-seeds.ts'

export const english = {
  add,
  closing,
  common,
  control,
  create,
  details,
  earnings,
  errors,
  files,
  frame,
  keys,
  log,
  network,
  notices,
  overview,
  palette,
  paste,
  peers,
  changed,
  removal,
  settings,
  skipping,
  speed,
  speedOrders,
  speedSetup,
  status,
  torrents,
  trackers,
  units,
  wallet,
  webSeeds,
}
