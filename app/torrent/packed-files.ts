// The files of a torrent as two large values instead of a hundred thousand small ones, so that they cross from process
// to process at once. Safe paths hold neither control characters nor slashes: those part them here. Invariant:
// unpackFiles(packFiles(files)) has the paths and lengths of `files`, in their order.

import type { FileEntry } from './details.ts'

export interface PackedFiles {
  readonly paths: string
  /** One per file. */
  readonly lengths: Float64Array
}

const [NEXT_FILE, NEXT_NAME] = ['\0', '/']

export const packFiles = (files: readonly FileEntry[]): PackedFiles => ({
  paths: files.map(({ path }) => path.join(NEXT_NAME)).join(NEXT_FILE),
  lengths: Float64Array.from(files, ({ length }) => length),
})

/** One file after another, for those who make pauses between them. */
export function* filesIn({ paths, lengths }: PackedFiles): Generator<FileEntry> {
  let at = 0
  for (const length of lengths) {
    const found = paths.indexOf(NEXT_FILE, at)
    const end = found < 0 ? paths.length : found
    yield { path: paths.slice(at, end).split(NEXT_NAME), length }
    at = end + 1
  }
}

export const unpackFiles = (packed: PackedFiles): FileEntry[] => [...filesIn(packed)]
