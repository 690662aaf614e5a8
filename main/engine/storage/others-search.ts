// Looks for files of somebody else's under the names of files that we lack: what is claimed was found when the store
// was opened, the rest nobody has asked for yet. Looks into folders rather than for each of many thousand files.

import { basename, dirname, join } from 'node:path'
import { codeOf } from './disk-fault.ts'
import { eachOf } from './each-of.ts'
import type { Parts, Shared } from './store-parts.ts'
import { realFiles } from './survey.ts'

const LOOKS_AT_ONCE = 8

/** Of wanted files that are not whole. What is found is used from then on. */
export async function findOthers(parts: Parts, disk: Shared['disk'], wants: (file: number) => boolean): Promise<void> {
  const { claims, files, spec } = parts
  const unknown = [...realFiles(parts)].filter((file) => wants(file) && !files.exists(file) && !claims.isComplete(file))
  if (unknown.length === 0 || !(await parts.root.present())) return
  const listed = new Map<string, Promise<ReadonlySet<string>>>()
  const namesIn = (folder: string): Promise<ReadonlySet<string>> => {
    const known = listed.get(folder) ?? list(disk, folder)
    listed.set(folder, known)
    return known
  }
  await eachOf(unknown, LOOKS_AT_ONCE, async (file) => {
    const path = join(parts.root.folder, ...(spec.single ? [basename(spec.root)] : (spec.files[file]?.path ?? [])))
    if ((await namesIn(dirname(path))).has(fold(basename(path)))) await files.find(file)
  })
}

/** The user gives these up: they are ours, and incomplete, from now on. */
export async function takeOver({ files }: Parts, given: readonly number[]): Promise<void> {
  for (const file of given) {
    await files.find(file)
    await files.takeOver(file)
  }
}

async function list(disk: Shared['disk'], folder: string): Promise<ReadonlySet<string>> {
  try {
    return new Set((await disk.list(folder)).map(fold))
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return new Set()
    throw error
  }
}

const fold = (name: string): string => name.normalize('NFC').toLowerCase()
