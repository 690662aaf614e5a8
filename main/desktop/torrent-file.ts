// Reads a .torrent somebody pointed at: a plain file of a plausible size, and nothing that would block or never end.

import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import type { AppError } from '../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../app/result.ts'

const LARGEST = 10_000_000

export interface TorrentFile {
  readonly bytes: Uint8Array
  readonly name: string
}

export const readTorrentFile = async (path: string): Promise<Result<TorrentFile, AppError>> => {
  const name = basename(path)
  try {
    // Without O_NONBLOCK opening a pipe waits for whoever writes to it.
    await using file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    const found = await file.stat()
    const { size } = found
    if (!found.isFile() || size === 0 || size > LARGEST) return fail({ code: 'file-unreadable', name })
    const bytes = new Uint8Array(size)
    const { bytesRead } = await file.read(bytes, 0, size, 0)
    return ok({ bytes: bytes.subarray(0, bytesRead), name })
  } catch {
    return fail({ code: 'file-unreadable', name })
  }
}
