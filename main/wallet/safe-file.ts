// Writes a file so that whatever happens, the old content or the new is there and whole: written beside it, synced,
// read back and checked, the old kept as the backup, renamed over it, folder synced. Nothing is ever deleted that might
// be all there is: a file that cannot be read is set aside. Writes must not overlap.

import { setTimeout as delay } from 'node:timers/promises'
import { equalBytes } from './secret-bytes.ts'
import type { VaultDisk } from './vault-disk.ts'

/** Virus scanners hold new files for a moment, on Windows. */
const HELD = new Set<unknown>(['EPERM', 'EBUSY', 'EACCES'])
const TRIES = process.platform === 'win32' ? 10 : 1
const PAUSE_MS = 100

const codeOf = (cause: unknown): unknown => (cause instanceof Error && 'code' in cause ? cause.code : undefined)

const renamed = async (disk: VaultDisk, from: string, to: string): Promise<void> => {
  for (let tries = 1; ; tries++) {
    try {
      return await disk.rename(from, to)
    } catch (cause) {
      if (tries >= TRIES || !HELD.has(codeOf(cause))) throw cause
      await delay(PAUSE_MS)
    }
  }
}

/** Under a name of its own that was not there, or whose leftover is removed first. */
const writeNew = async (disk: VaultDisk, name: string, content: Uint8Array): Promise<void> => {
  await disk.remove(name)
  const file = await disk.create(name)
  try {
    for (let at = 0; at < content.length;) {
      const taken = await file.write(content.subarray(at))
      if (taken <= 0) throw new Error('a write took nothing')
      at += taken
    }
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Whether it is on disk as it was given; the cache may still hold it, but a lying write or a full disk shows. */
const verify = async (disk: VaultDisk, name: string, content: Uint8Array): Promise<void> => {
  const there = await disk.read(name, content.length)
  if (there === null || !equalBytes(there, content)) throw new Error('what was written reads differently')
}

/** A second name for what is at `from`, in place of what had that name. */
const keepAs = async (disk: VaultDisk, from: string, content: Uint8Array, to: string): Promise<void> => {
  const temporary = `${to}.new`
  await disk.remove(temporary)
  try {
    await disk.link(from, temporary)
  } catch {
    // Not every file system has links.
    await writeNew(disk, temporary, content)
  }
  await renamed(disk, temporary, to)
}

/** `name.word-1`, or the next that is free. */
export const freeName = async (disk: VaultDisk, name: string, word: string): Promise<string> => {
  const names = new Set(await disk.names())
  for (let n = 1; ; n++) if (!names.has(`${name}.${word}-${String(n)}`)) return `${name}.${word}-${String(n)}`
}

const quietly = async (act: () => Promise<void>): Promise<void> => {
  try {
    await act()
  } catch {
    // Only tidies up: what failed is said by what came before it.
  }
}

export interface SafeWrite {
  readonly disk: VaultDisk
  readonly name: string
  readonly content: Uint8Array
  /** Whether the file that is there is whole: then it becomes the backup, else it is set aside. */
  readonly isWhole: (there: Uint8Array) => boolean
  /** Tries what was read back, throws if it does not do. */
  readonly check: (written: Uint8Array) => void
}

const LARGEST = 1_048_576

const keepOld = async ({ disk, name, isWhole }: SafeWrite): Promise<void> => {
  const old = await disk.read(name, LARGEST)
  if (old === null) return
  await keepAs(disk, name, old, isWhole(old) ? `${name}.bak` : await freeName(disk, name, 'damaged'))
}

/** When it rejects, the file is as it was. The rename decides; that it outlives a power cut follows or is made up for. */
export const writeSafely = async (write: SafeWrite): Promise<void> => {
  const { disk, name, content, check } = write
  const temporary = `${name}.new`
  try {
    await writeNew(disk, temporary, content)
    await verify(disk, temporary, content)
    check(content)
    await keepOld(write)
    await renamed(disk, temporary, name)
  } catch (cause) {
    await quietly(() => disk.remove(temporary))
    throw cause
  }
  // Not every file system can; the file is there and whole in any case, the new one or, after a power cut, the old.
  await quietly(() => disk.syncFolder())
}

/** Makes the backup the same as the file, so that nothing older is left of it. */
export const renewBackup = async (disk: VaultDisk, name: string): Promise<void> => {
  const content = await disk.read(name, LARGEST)
  if (content === null) return
  const temporary = `${name}.bak.new`
  await writeNew(disk, temporary, content)
  await verify(disk, temporary, content)
  await renamed(disk, temporary, `${name}.bak`)
  await quietly(() => disk.syncFolder())
}
