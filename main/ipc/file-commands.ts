// Opening and showing files of torrents. The path comes from the engine, never from the window; what could run is
// shown in its folder instead of being opened.

import { promises } from 'node:original-fs'
import { basename, isAbsolute } from 'node:path'
import { isOpenable } from '../../app/desktop/openable.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import type { EngineClient } from '../supervisor/engine-client.ts'
import { codeOf } from '../../app/ipc/disk-fault.ts'
import type { MainHandlers } from './server.ts'
import type { Shell } from './shell.ts'

const done = ok(undefined)

interface OfFile {
  readonly id: TorrentId
  readonly file: number | null
}

/** A folder is opened as such, unless its name makes the system run it (macOS bundles). */
const mayOpen = async (path: string): Promise<boolean> => {
  const name = basename(path)
  // To Electron's `fs` a file called `.asar` is a folder.
  const found = await promises.stat(path)
  if (found.isDirectory()) return process.platform !== 'darwin' || isOpenable(name) || !name.includes('.')
  return found.isFile() && isOpenable(name)
}

export const fileCommands = (engine: EngineClient, shell: Shell) => {
  /** What exists there, or `not-found`. */
  const locate = async (of: OfFile): Promise<Result<string, AppError>> => {
    const path = await engine.call('engine.path', of)
    if (!path.ok) return path
    return isAbsolute(path.value) && !path.value.includes('\0') ? path : fail({ code: 'not-found' })
  }
  const open = async (path: string): Promise<Result<void, AppError>> => {
    try {
      if (await mayOpen(path)) {
        if (!(await shell.open(path))) shell.showInFolder(path)
        return done
      }
    } catch (cause) {
      if (codeOf(cause) === 'ENOENT') return fail({ code: 'not-found' })
      throw cause
    }
    shell.showInFolder(path)
    return fail({ code: 'forbidden' })
  }
  return {
    'files.open': async (of) => {
      const path = await locate(of)
      return path.ok ? open(path.value) : path
    },
    'files.show': async (of) => {
      const path = await locate(of)
      if (!path.ok) return path
      shell.showInFolder(path.value)
      return done
    },
  } satisfies Partial<MainHandlers>
}
