// The files a torrent is made of, as names: which are left out unless asked for, and in which order the rest comes. The
// same files give the same torrent on every computer. Leaves looking at the disk to main/engine/creating.

import { compareUtf8 } from '../bencode/utf8.js'

/** Path from the torrent's root; for a torrent that is one file, its name alone. */
export interface SourceFile {
  readonly path: readonly string[]
  readonly length: number
}

/**
 * Why something is no part of the torrent: `hidden` as the user wishes; `link`: a symbolic link; `special`: a pipe,
 * socket or device; `not-unicode`: a name that cannot be written in a torrent.
 */
export type LeftOutReason = 'hidden' | 'link' | 'special' | 'not-unicode'

export interface LeftOut {
  readonly path: string
  readonly why: LeftOutReason
}

/** What systems put in folders for themselves, in lower case. */
const SYSTEM_FILES = new Set([
  'thumbs.db',
  'ehthumbs.db',
  'desktop.ini',
  'icon\r',
  '$recycle.bin',
  'system volume information',
  'lost+found',
  '__macosx',
])

/** Begins with a dot, or is put there by the system for its own use. */
export const isHidden = (name: string): boolean => name.startsWith('.') || SYSTEM_FILES.has(name.toLowerCase())

/** By the bytes of the names, level by level, so that what is in one folder stays together. */
export const comparePaths = (a: readonly string[], b: readonly string[]): number => {
  for (const [level, name] of a.entries()) {
    const other = b[level]
    if (other === undefined) return 1
    const order = compareUtf8(name, other)
    if (order !== 0) return order
  }
  return a.length - b.length
}
