// The system calls the store needs, and no other: so that a test can refuse them or lose what was not synced. Errors
// are the system's, with their codes. Invariant: a link is never followed at the last step of a path, and what is
// opened is a regular file.

import { close, constants, fdatasync, fstat, fsync, ftruncate, open, read, readSync, write } from 'node:fs'
import { link, lstat, mkdir, readdir, realpath, rename, rmdir, unlink } from 'node:fs/promises'
import type { Stats } from 'node:fs'
import { promisify } from 'node:util'
import { codeOf } from './disk-fault.ts'
import { eachOf } from './each-of.ts'
import { DiskError } from './store.ts'

/** `inode` and `device` together tell one file from another while both exist. */
export interface FileInfo {
  readonly kind: 'file' | 'folder' | 'link' | 'other'
  readonly size: number
  /** Bytes of the disk it takes: fewer than `size` when it has holes. */
  readonly allocated: number
  readonly mtimeMs: number
  /** When anything about it changed last, or it was made: unlike `mtimeMs`, nobody can set that back. */
  readonly touchedMs: number
  readonly inode: number
  readonly device: number
}

/** `create` fails with EEXIST when anything has that name. */
export type OpenMode = 'read' | 'write' | 'create'

export interface OpenFile {
  readonly fd: number
  readonly info: FileInfo
}

export interface Disk {
  open(path: string, mode: OpenMode): Promise<OpenFile>
  close(fd: number): Promise<void>
  /** Bytes read: fewer than asked for at the end of the file. */
  read(fd: number, target: Uint8Array, position: number): Promise<number>
  readNow(fd: number, target: Uint8Array, position: number): number
  /** Bytes written, possibly fewer than given. */
  write(fd: number, data: Uint8Array, position: number): Promise<number>
  truncate(fd: number, length: number): Promise<void>
  /** Data and what is needed to find it. */
  sync(fd: number): Promise<void>
  /** The names in a folder. Does nothing where the system has no such thing. */
  syncFolder(path: string): Promise<void>
  /** Null: nothing there. */
  info(path: string): Promise<FileInfo | null>
  realpath(path: string): Promise<string>
  /** One level; EEXIST when anything has that name. */
  makeFolder(path: string): Promise<void>
  list(path: string): Promise<string[]>
  /** Never takes another's name: EEXIST then. */
  rename(from: string, to: string): Promise<void>
  remove(path: string): Promise<void>
  /** Only when empty. */
  removeFolder(path: string): Promise<void>
}

const call = {
  open: promisify(open),
  close: promisify(close),
  fstat: promisify(fstat),
  read: promisify(read),
  write: promisify(write),
  ftruncate: promisify(ftruncate),
  fsync: promisify(fsync),
  fdatasync: promisify(fdatasync),
}

// Windows has neither; a pipe must not hang the open, and a link must not be followed.
const GUARD = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
const FLAGS: Readonly<Record<OpenMode, number>> = {
  read: constants.O_RDONLY | GUARD,
  write: constants.O_RDWR | GUARD,
  create: constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | GUARD,
}

export const realDisk: Disk = {
  open: openRegular,
  close: call.close,
  async read(fd, target, position) {
    const { bytesRead } = await call.read(fd, target, 0, target.length, position)
    return bytesRead
  },
  readNow: (fd, target, position) => readSync(fd, target, 0, target.length, position),
  async write(fd, data, position) {
    const { bytesWritten } = await call.write(fd, data, 0, data.length, position)
    return bytesWritten
  },
  truncate: call.ftruncate,
  sync: call.fdatasync,
  syncFolder: process.platform === 'win32' ? () => Promise.resolve() : syncFolder,
  async info(path) {
    try {
      return infoOf(await lstat(path))
    } catch (error) {
      const code = codeOf(error)
      if (code === 'ENOENT' || code === 'ENOTDIR') return null
      throw error
    }
  },
  realpath: (path) => realpath(path),
  async makeFolder(path) {
    await mkdir(path)
  },
  list: (path) => readdir(path),
  rename: renameToFree,
  remove: unlink,
  removeFolder: (path) => rmdir(path),
}

async function openRegular(path: string, mode: OpenMode): Promise<OpenFile> {
  // Where O_NOFOLLOW is missing, look first: the race is left to systems on which making links takes privileges.
  if (constants.O_NOFOLLOW === undefined && mode !== 'create') {
    if ((await lstat(path)).isSymbolicLink()) throw new DiskError('outside')
  }
  const fd = await call.open(path, FLAGS[mode], 0o666)
  try {
    const info = infoOf(await call.fstat(fd))
    if (info.kind !== 'file') throw new DiskError('denied')
    return { fd, info }
  } catch (error) {
    await call.close(fd)
    throw error
  }
}

async function syncFolder(path: string): Promise<void> {
  const fd = await call.open(path, constants.O_RDONLY | (constants.O_DIRECTORY ?? 0))
  try {
    await call.fsync(fd)
  } catch (error) {
    // Some file systems cannot; they then keep names in order by themselves or not at all.
    if (codeOf(error) !== 'EINVAL') throw error
  } finally {
    await call.close(fd)
  }
}

/** A hard link fails when the name is taken, a rename replaces: so link first, where the file system has links. */
async function renameToFree(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    if (!LINKLESS.has(codeOf(error) ?? '')) throw error
    if ((await realDisk.info(to)) !== null) throw new TakenError()
    await rename(from, to)
    return
  }
  await unlink(from)
}

const LINKLESS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL', 'EISDIR', 'EACCES', 'EXDEV'])

class TakenError extends Error {
  readonly code = 'EEXIST'
}

const infoOf = (stats: Stats): FileInfo => ({
  kind: stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : stats.isSymbolicLink() ? 'link' : 'other',
  size: stats.size,
  allocated: stats.blocks * 512,
  mtimeMs: stats.mtimeMs,
  touchedMs: Math.max(stats.mtimeMs, stats.ctimeMs, stats.birthtimeMs),
  inode: stats.ino,
  device: stats.dev,
})

const WRITE_PART = 256 * 1024
const WRITES_AT_ONCE = 4

/** Bytes read: all of `target`, or fewer when the file ends before. */
export async function readFully(disk: Disk, fd: number, target: Uint8Array, position: number): Promise<number> {
  let at = 0
  while (at < target.length) {
    const count = await disk.read(fd, at === 0 ? target : target.subarray(at), position + at)
    if (count === 0) break
    at += count
  }
  return at
}

/**
 * In parts: one call of a megabyte makes Linux look for as much memory in one run, which can cost eight times more and
 * hold up every thread that wants a page meanwhile. All parts at once: else each waits for the event loop to come
 * round.
 */
export async function writeFully(disk: Disk, fd: number, data: Uint8Array, position: number): Promise<void> {
  const parts = Array.from({ length: Math.ceil(data.length / WRITE_PART) }, (_, part) => part * WRITE_PART)
  await eachOf(parts, WRITES_AT_ONCE, async (from) => {
    const end = Math.min(data.length, from + WRITE_PART)
    for (let at = from; at < end;) {
      const count = await disk.write(fd, data.subarray(at, end), position + at)
      if (count === 0) throw new DiskError('io')
      at += count
    }
  })
}
