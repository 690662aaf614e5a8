// The system calls that the vault's file needs, and nothing more, on one folder. An interface, so that tests can let
// each of them fail and can cut the power anywhere; how they are put together is vault-store.ts's matter.

import { link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

export interface NewFile {
  /** How many bytes were taken, as of write(2). */
  write(bytes: Uint8Array): Promise<number>
  sync(): Promise<void>
  close(): Promise<void>
}

/** Names are of files in the wallet's folder. Rejects with the system's error codes. */
export interface VaultDisk {
  names(): Promise<readonly string[]>
  /** Null: not there. Rejects when there is more than `most` bytes of it. */
  read(name: string, most: number): Promise<Uint8Array | null>
  /** For this user alone; rejects when it is there already. */
  create(name: string): Promise<NewFile>
  /** A second name for the same file. */
  link(from: string, to: string): Promise<void>
  rename(from: string, to: string): Promise<void>
  /** Nothing when it is not there. */
  remove(name: string): Promise<void>
  /** What was renamed, linked or removed is so after a power cut as well. */
  syncFolder(): Promise<void>
}

export class TooLarge extends Error {}

const codeOf = (cause: unknown): unknown => (cause instanceof Error && 'code' in cause ? cause.code : undefined)

const readAll = async (path: string, most: number): Promise<Uint8Array | null> => {
  try {
    await using handle = await open(path, 'r')
    if ((await handle.stat()).size > most) throw new TooLarge()
    return await handle.readFile()
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return null
    throw cause
  }
}

const createNew = async (path: string): Promise<NewFile> => {
  const handle = await open(path, 'wx', 0o600)
  return {
    write: async (bytes) => (await handle.write(bytes)).bytesWritten,
    sync: () => handle.sync(),
    close: () => handle.close(),
  }
}

/** Windows cannot open a folder for syncing; its file system journals the rename itself. */
const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return
  await using handle = await open(folder, 'r')
  await handle.sync()
}

/** Makes the folder, for this user alone, if it is not there; takes others' rights from it if it is. */
export const openDisk = async (folder: string): Promise<VaultDisk> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (process.platform !== 'win32' && ((await stat(folder)).mode & 0o077) !== 0) {
    await using handle = await open(folder, 'r')
    await handle.chmod(0o700)
  }
  const at = (name: string): string => join(folder, name)
  return {
    names: () => readdir(folder),
    read: (name, most) => readAll(at(name), most),
    create: (name) => createNew(at(name)),
    link: (from, to) => link(at(from), at(to)),
    rename: (from, to) => rename(at(from), at(to)),
    remove: (name) => rm(at(name), { force: true }),
    syncFolder: () => syncFolder(folder),
  }
}
