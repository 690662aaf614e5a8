// A torrent's data as web seeds hold it (BEP 19): which part of which file is where, and the URL of each. Names are
// the torrent's own, percent-encoded, and never touch the disk. Elements that would lead up or nowhere are left out.

import type { Info } from './metainfo.ts'
import { urlPath, webUrl } from './metainfo-urls.ts'

export interface WebFile {
  readonly path: readonly string[]
  /** Where it begins in the torrent's bytes. */
  readonly offset: number
  readonly length: number
  /** Zeros that no server has. */
  readonly pad: boolean
}

export interface WebLayout {
  /** Null: a URL that does not end in `/` is that of the torrent's one file. */
  readonly folder: string | null
  readonly files: readonly WebFile[]
}

/** Bytes `from` … `to` − 1 of a file. */
export interface WebSegment {
  readonly file: number
  readonly from: number
  readonly to: number
}

export const webLayout = ({ rawName, single, files }: Pick<Info, 'rawName' | 'single' | 'files'>): WebLayout => {
  let offset = 0
  const all = files.map(({ path, original, length, pad }): WebFile => {
    const at = offset
    offset += length
    const own = original === null ? path : original.split('/')
    return { path: single ? own : [rawName, ...own], offset: at, length, pad }
  })
  return { folder: files.length === 1 ? null : rawName, files: all }
}

/** The last file that begins at or before the byte. */
const fileAt = (files: readonly WebFile[], byte: number): number => {
  let [low, high] = [0, files.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((files[middle]?.offset ?? Infinity) <= byte) low = middle
    else high = middle - 1
  }
  return low
}

/** The parts of files that these bytes of the torrent are made of, in order; empty files have none. */
export const webSegments = ({ files }: WebLayout, offset: number, length: number): WebSegment[] => {
  const segments: WebSegment[] = []
  const end = offset + length
  for (let file = fileAt(files, offset); file < files.length; file++) {
    const { offset: begin, length: size } = files[file] ?? { offset: end, length: 0 }
    if (begin >= end) break
    const [from, to] = [Math.max(0, offset - begin), Math.min(size, end - begin)]
    if (to > from) segments.push({ file, from, to })
  }
  return segments
}

/** Null: it cannot be written as a URL that we would follow. */
export const webFileUrl = (base: string, { folder, files }: WebLayout, file: number): string | null => {
  const path = files[file]?.path ?? []
  if (folder === null) return webUrl(base.endsWith('/') ? base + urlPath(path) : base)
  return webUrl(`${base.endsWith('/') ? base : `${base}/`}${urlPath(path)}`)
}

/** One bit a piece, BEP 3 order: those that need none of the files. */
export const piecesWithout = (
  { files }: WebLayout,
  without: ReadonlySet<number>,
  pieceLength: number,
  pieceCount: number,
): Uint8Array => {
  const bits = new Uint8Array(Math.ceil(pieceCount / 8)).fill(0xff)
  for (const index of without) {
    const file = files[index]
    if (!file || file.length === 0) continue
    const last = Math.floor((file.offset + file.length - 1) / pieceLength)
    for (let piece = Math.floor(file.offset / pieceLength); piece <= last; piece++) {
      bits[piece >> 3] = (bits[piece >> 3] ?? 0) & ~(0x80 >> (piece & 7))
    }
  }
  return bits
}
