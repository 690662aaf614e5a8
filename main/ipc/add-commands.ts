// Adding by the system's dialog: the files chosen go the way of everything that comes from outside a window.

import { ok } from '../../app/result.ts'
import type { Intake } from '../desktop/intake.ts'
import type { MainHandlers } from './server.ts'
import type { Shell } from './shell.ts'

export const addCommands = (intake: Pick<Intake, 'takeFiles'>, shell: Shell) =>
  ({
    'add.chooseFiles': async () => {
      intake.takeFiles(await shell.chooseTorrentFiles())
      return ok(undefined)
    },
  }) satisfies Partial<MainHandlers>
