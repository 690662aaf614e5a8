// The v1 files of an info dictionary (BEP 3, BEP 47), as the torrent has them: types and sizes are checked, names are
// still hostile. Safe names come after (paths.ts).

import { isDictionary, textOf, type Dictionary, type Value } from '../bencode/document.ts'
import { fail, ok, type Result } from '../result.ts'
import type { MetainfoFault } from './metainfo-fault.ts'
import { bytesAt, hasAttribute, listAt, sizeAt, textsOf } from './metainfo-fields.ts'

const MAX_FILES = 100_000
/** How BitComet names its padding, which has no attribute. */
const BITCOMET_PAD = '_____padding_file_'

/**
 * `data`: has a name on disk; `pad`: only zeros between files; `link`: a symbolic link, which has no bytes. `path` is
 * empty for a pad file without one.
 */
export interface RawFile {
  readonly kind: 'data' | 'pad' | 'link'
  readonly path: readonly string[]
  readonly length: number
}

export interface RawFiles {
  readonly name: string
  readonly single: boolean
  readonly files: readonly RawFile[]
  readonly length: number
}

const nameOf = (info: Dictionary): string | null => {
  const name = bytesAt(info, 'name.utf-8') ?? bytesAt(info, 'name')
  return name && textOf(name)
}

/** A link is one only with a place to lead to; where that is does not matter, as links are never made. */
const kindOf = (file: Dictionary, name: string): Result<RawFile['kind'], MetainfoFault> => {
  if (hasAttribute(file, 'p') || name.startsWith(BITCOMET_PAD)) return ok('pad')
  const target = hasAttribute(file, 'l') ? listAt(file, 'symlink path') : null
  if (!target) return ok('data')
  return textsOf(target) ? ok('link') : fail('bad-name')
}

const pathOf = (file: Dictionary): Result<readonly string[], MetainfoFault> => {
  const list = listAt(file, 'path.utf-8') ?? listAt(file, 'path') ?? []
  const path = textsOf(list)
  if (!path) return fail('bad-name')
  return path.length > 0 || hasAttribute(file, 'p') ? ok(path) : fail('no-name')
}

/** With `l` the length does not count, whatever it says: it is that of the file the link leads to. */
const lengthOf = (file: Dictionary): number | null => (hasAttribute(file, 'l') ? 0 : sizeAt(file, 'length'))

const readFile = (file: Value, path: Result<readonly string[], MetainfoFault>): Result<RawFile, MetainfoFault> => {
  if (!isDictionary(file)) return fail('bad-files')
  if (!path.ok) return path
  const length = lengthOf(file)
  if (length === null) return fail('bad-size')
  const kind = kindOf(file, path.value.at(-1) ?? '')
  return kind.ok ? ok({ kind: kind.value, path: path.value, length }) : kind
}

const readList = (list: readonly Value[]): Result<readonly RawFile[], MetainfoFault> => {
  if (list.length === 0) return fail('no-files')
  if (list.length > MAX_FILES) return fail('too-many-files')
  const files: RawFile[] = []
  for (const entry of list) {
    const file = readFile(entry, isDictionary(entry) ? pathOf(entry) : ok([]))
    if (!file.ok) return file
    files.push(file.value)
  }
  return ok(files)
}

/** All files, pad files and links included, and their lengths together: above 0 and below 2^53. */
export const readFiles = (info: Dictionary): Result<RawFiles, MetainfoFault> => {
  const name = nameOf(info)
  if (name === null) return fail('no-name')
  const single = !info.has('files')
  const list = listAt(info, 'files')
  if (!single && !list) return fail('bad-files')
  const file = single ? readFile(info, ok([name])) : null
  const files = list ? readList(list) : file?.ok ? ok([file.value]) : (file ?? fail('no-files'))
  if (!files.ok) return files
  const length = files.value.reduce((sum, one) => sum + one.length, 0)
  if (length === 0 || !Number.isSafeInteger(length)) return fail('bad-size')
  if (!files.value.some(({ kind }) => kind === 'data')) return fail('no-files')
  return ok({ name, single, files: files.value, length })
}
