// Where a torrent's files may lie. Names from a torrent are hostile: here each becomes one plain name that means the
// same on every system, so that no path leaves the torrent's own root, no two files share a name (also where case and
// normal form do not count), and the same torrent has the same paths everywhere. Pure text; what is on disk already is
// the caller's to ask.

import { utf8Length } from '../bencode/utf8.js'
import { fail, ok, type Result } from '../result.ts'
import type { TorrentId } from './row.ts'

export type PathFault = 'too-deep' | 'path-too-long' | 'too-many-duplicates'

/** File systems take 255 bytes; the rest is room for `.part` while a file is incomplete. */
export const MAX_NAME_BYTES = 250
/** Linux takes 4,096 bytes with the save path and the torrent's root. */
const MAX_PATH_BYTES = 3_072
const MAX_DEPTH = 100
const MAX_COLLISIONS = 500
/** What the store adds to the name of an incomplete file: those names must not meet others either. */
export const PART_SUFFIX = '.part'

const EXTENSION_BYTES = 20
/** Of longer names only the two ends are looked at: normal forms of hostile text take time by the square. */
const MAX_RAW = 1_024
const RAW_TAIL = 64
/** Invisible, and some turn the direction of what follows: `exe.gpj` shown as `jpg.exe`. */
const INVISIBLE = /[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/gu
const SEPARATORS = /[/\\]/gu
/** C0, DEL, C1, line breaks, lone surrogates, and what Windows forbids. */
const FORBIDDEN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\p{Cs}<>:"|?*]/gu
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\.|$)/iu

/** Names that most files have: nothing in them to change, one byte a character. */
const ORDINARY = /^[\w!#$%&'()+,=@^~[\]{}-](?:[\w !#$%&'()+,.=@^~[\]{}-]*[\w!#$%&'()+,=@^~[\]{}-])?$/u
const ASCII = /^[\u0000-\u007f]*$/u

const isOuter = (unit: string | undefined): boolean => unit === ' ' || unit === '.'

/** Without spaces and dots at both ends. No regular expression: one takes the square of a long run of spaces. */
const trimOuter = (text: string): string => {
  let [start, end] = [0, text.length]
  while (start < end && isOuter(text[start])) start++
  while (end > start && isOuter(text[end - 1])) end--
  return text.slice(start, end)
}

const shortenRaw = (raw: string): string =>
  raw.length > MAX_RAW ? raw.slice(0, MAX_RAW - RAW_TAIL) + raw.slice(-RAW_TAIL) : raw

/** The longest start of `text` that takes at most `limit` bytes in UTF-8, cut between code points. */
const cut = (text: string, limit: number): string => {
  let bytes = 0
  let kept = ''
  for (const character of text) {
    bytes += utf8Length(character)
    if (bytes > limit) return kept
    kept += character
  }
  return kept
}

const splitExtension = (name: string): readonly [stem: string, extension: string] => {
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 ? name.slice(dot) : ''
  return utf8Length(extension) <= EXTENSION_BYTES
    ? [name.slice(0, name.length - extension.length), extension]
    : [name, '']
}

/** `name` with `suffix` before its extension, the stem cut so that it still fits. */
const withSuffix = (name: string, suffix: string): string => {
  const [stem, extension] = splitExtension(name)
  const room = MAX_NAME_BYTES - utf8Length(suffix) - utf8Length(extension)
  return `${trimOuter(cut(stem, room)) || '_'}${suffix}${extension}`
}

const shorten = (name: string): string => (utf8Length(name) > MAX_NAME_BYTES ? withSuffix(name, '') : name)

const guardDevice = (name: string): string => (RESERVED.test(name) ? `_${name}` : name)

/** What is left of a name: safe, but possibly nothing. */
const clean = (raw: string): string => {
  if (raw.length <= MAX_NAME_BYTES && ORDINARY.test(raw) && !RESERVED.test(raw)) return raw
  const visible = shortenRaw(raw).replace(INVISIBLE, '').replace(SEPARATORS, '').normalize('NFC')
  const name = guardDevice(trimOuter(visible.replace(FORBIDDEN, '_')))
  return guardDevice(trimOuter(shorten(name)))
}

/**
 * One element of a path, made safe; null when it names nothing (`` or `.`). `..` becomes `__`; separators and
 * invisible characters vanish, what no file name may hold becomes `_`, spaces and dots go from both ends, names that
 * Windows keeps for devices get a `_`, and at most MAX_NAME_BYTES remain, the extension among them. NFC. Of a name that
 * vanishes altogether `_` remains. Doing it twice changes nothing.
 */
export const safeElement = (raw: string): string | null => {
  if (raw === '' || raw === '.') return null
  return raw === '..' ? '__' : clean(raw) || '_'
}

/** The name of a torrent and of its root: as safeElement, but the infohash when nothing is left of it, `..` included. */
export const safeName = (raw: string, id: TorrentId): string => clean(raw) || id

/**
 * Two names for which this is equal may be one file: case (also of letters like ß and ﬁ) and normal form are dropped.
 */
export const foldName = (name: string): string =>
  ASCII.test(name) ? name.toLowerCase() : name.toLowerCase().toUpperCase().toLowerCase().normalize('NFC')

/** Folders by folded name, and the folded names files have or have while incomplete. */
interface Folder {
  readonly folders: Map<string, Folder>
  readonly names: Set<string>
}

const newFolder = (): Folder => ({ folders: new Map(), names: new Set() })

const folderAt = (root: Folder, path: readonly string[]): Folder => {
  let folder = root
  for (const name of path.slice(0, -1)) {
    const folded = foldName(name)
    let next = folder.folders.get(folded)
    if (!next) folder.folders.set(folded, (next = newFolder()))
    folder = next
  }
  return folder
}

/** Folded. Of most names the second is the first and the suffix; of some it is not: a sigma that ends a word is another. */
const namesOnDisk = (name: string): readonly [whole: string, part: string] => {
  const folded = foldName(name)
  return [folded, ASCII.test(name) ? folded + PART_SUFFIX : foldName(name + PART_SUFFIX)]
}

const isTaken = ({ folders, names }: Folder, [whole, part]: readonly [string, string]): boolean =>
  names.has(whole) || names.has(part) || folders.has(whole) || folders.has(part)

const cleanPath = (raw: readonly string[]): readonly string[] => {
  const path = raw.map(safeElement).filter((element) => element !== null)
  return path.length > 0 ? path : ['_']
}

const pathFault = (path: readonly string[]): PathFault | null => {
  if (path.length > MAX_DEPTH) return 'too-deep'
  return path.reduce((sum, name) => sum + utf8Length(name) + 1, 0) > MAX_PATH_BYTES ? 'path-too-long' : null
}

/**
 * Safe paths for the files of one torrent, same order, each under the torrent's root. A file whose name meets another
 * file or a folder gets ` (1)`, ` (2)`, … before its extension; more than 500 attempts at that are a fault.
 */
export const safePaths = (raw: readonly (readonly string[])[]): Result<readonly (readonly string[])[], PathFault> => {
  const paths = raw.map(cleanPath)
  const fault = paths.map(pathFault).find((one) => one !== null)
  if (fault) return fail(fault)
  const root = newFolder()
  const folders = paths.map((path) => folderAt(root, path))
  let collisions = 0
  const unique: (readonly string[])[] = []
  for (const [index, path] of paths.entries()) {
    const [folder, name] = [folders[index] ?? root, path.at(-1) ?? '_']
    let candidate = name
    let names = namesOnDisk(name)
    for (let number = 1; isTaken(folder, names); number++) {
      if (++collisions > MAX_COLLISIONS) return fail('too-many-duplicates')
      candidate = withSuffix(name, ` (${number})`)
      names = namesOnDisk(candidate)
    }
    for (const folded of names) folder.names.add(folded)
    unique.push([...path.slice(0, -1), candidate])
  }
  return ok(unique)
}

const rootSuffix = (attempt: number, id: TorrentId): string =>
  attempt === 1 ? ` [${id.slice(0, 8)}]` : ` [${id}]${attempt === 2 ? '' : ` (${attempt - 2})`}`

/**
 * The name of the torrent's own root in a save path: `name`, or, where `taken` says that is in use, `name [hash8]`,
 * and so on with more of the infohash. `single`: the root is a file, whose extension is kept. `name` is made safe.
 */
export const rootName = (name: string, id: TorrentId, taken: (name: string) => boolean, single = false): string => {
  const safe = safeName(name, id)
  let candidate = safe
  for (let attempt = 1; attempt < 1_000 && taken(candidate); attempt++) {
    const suffix = rootSuffix(attempt, id)
    candidate = single ? withSuffix(safe, suffix) : cut(safe, MAX_NAME_BYTES - suffix.length) + suffix
  }
  return candidate
}
