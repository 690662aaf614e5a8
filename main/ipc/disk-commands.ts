// Folders: choosing one, and the room there is in one.

import { statfs } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, isAbsolute } from 'node:path'
import type { AppError } from '../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import { expandHome } from '../../app/torrent/save-folder.ts'
import { codeOf } from '../../app/ipc/disk-fault.ts'
import { onDisk } from './disk-error.ts'
import type { MainHandlers } from './server.ts'
import type { Shell } from './shell.ts'

/** Bytes the user may still write where the folder is, or would be. */
const freeIn = async (folder: string): Promise<number> => {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch (cause) {
    const parent = dirname(folder)
    if (codeOf(cause) !== 'ENOENT' || parent === folder) throw cause
    return freeIn(parent)
  }
}

export const free = async (named: string): Promise<Result<number, AppError>> => {
  const folder = expandHome(named, homedir())
  return isAbsolute(folder) && !folder.includes('\0')
    ? onDisk(async () => ok(await freeIn(folder)))
    : fail({ code: 'invalid-argument', field: 'folder' })
}

export const diskCommands = (shell: Shell) =>
  ({
    'disk.chooseFolder': async ({ start }) => {
      const usable = start !== null && isAbsolute(start) && !start.includes('\0')
      return ok(await shell.chooseFolder(usable ? start : null))
    },
    'disk.free': ({ folder }) => free(folder),
  }) satisfies Partial<MainHandlers>
