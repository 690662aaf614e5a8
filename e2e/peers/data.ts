// Deterministic data for torrents: the same seed gives the same bytes and the same names on every run. The names are
// the ones that break clients; what a client writes them as is its own affair, so trees are compared by content.

import { createCipheriv, createHash, type Cipheriv } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'

export interface PlannedFile {
  readonly path: readonly string[]
  readonly length: number
}

const CHUNK = 1 << 20
const ZEROS = Buffer.alloc(CHUNK)

const keystream = (seed: string): Cipheriv =>
  createCipheriv('aes-128-ctr', createHash('md5').update(seed).digest(), Buffer.alloc(16))

const fill = async (file: FileHandle, length: number, stream: Cipheriv): Promise<void> => {
  for (let left = length; left > 0; left -= CHUNK)
    await file.write(stream.update(ZEROS.subarray(0, Math.min(CHUNK, left))))
}

/** Writes the files under `root`, each filled with noise of its own. */
export const writeTree = async (root: string, files: readonly PlannedFile[], seed: string): Promise<void> => {
  for (const [index, { path, length }] of files.entries()) {
    const target = join(root, ...path)
    await mkdir(dirname(target), { recursive: true })
    await using file = await open(target, 'wx')
    await fill(file, length, keystream(`${seed}/${index}`))
  }
}

export const hashFile = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: CHUNK }), hash)
  return hash.digest('hex')
}

/** Every file below `folder`: its path, with `/`, and the SHA-256 of its content. */
export const hashTree = async (folder: string): Promise<Map<string, string>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const tree = new Map<string, string>()
  for (const path of files.toSorted()) tree.set(path.slice(folder.length + 1), await hashFile(path))
  return tree
}

const NFC = 'Caf\u00e9 cr\u00e8me.txt'
const deep = Array.from({ length: 16 }, (_, level) => `level ${level + 1}`)

/** 40 paths; on Windows or after cleaning some of them are the same name. */
const awkwardPaths: readonly (readonly string[])[] = [
  ['a plain name.bin'],
  ['  spaces  inside  and before.bin'],
  [NFC],
  [NFC.normalize('NFD')],
  ['emoji 🎬🏳️‍🌈👩🏽‍🚀.mkv'],
  ['.hidden'],
  ['..two dots.txt'],
  ['…ellipsis.txt'],
  ['long', `${'n'.repeat(240)}.bin`],
  ['long', `${'😀'.repeat(60)}.bin`],
  ['#%& hash percent ampersand.bin'],
  ['100%25 encoded%2Fslash.bin'],
  [`quotes ' " \` ”.bin`],
  ['$(touch pwned); rm -rf $HOME.sh'],
  ['right\u200fto\u200fleft.bin'],
  ['invoice\u202efdp.exe'],
  ['עברית وعربي.bin'],
  ['日本語のファイル名.bin'],
  ['CON'],
  ['aux.txt'],
  ['NUL.tar.gz'],
  ['com1', 'LPT1.bin'],
  ['trailing dot.'],
  ['trailing space '],
  ['folder with trailing dot.', 'inside.bin'],
  ['colon: question? star*.bin'],
  ['angle <brackets> pipe|.bin'],
  ['back\\slash.bin'],
  ['Readme.TXT'],
  ['README.txt'],
  [...deep, 'bottom.bin'],
  ['empty', 'zero.bin'],
  ['empty', 'also zero.bin'],
  ['one byte.bin'],
  ['-rf'],
  ['~tilde'],
  ['name.part'],
  ['desktop.ini'],
  ['sub', '.DS_Store'],
  ['sub', 'the big one.iso'],
]

const awkwardLength = (path: readonly string[], index: number, share: number): number => {
  if (path[0] === 'empty') return 0
  if (path[0] === 'one byte.bin') return 1
  return share * (1 + (index % 3)) + index * 7
}

/** The 40 files, exactly `size` bytes together: two empty, one of a byte, odd sizes, and a last one with all the rest. */
export const awkwardFiles = (size: number): PlannedFile[] => {
  let left = size
  return awkwardPaths.map((path, index) => {
    const length = index === awkwardPaths.length - 1 ? left : awkwardLength(path, index, Math.floor(size / 160))
    left -= length
    return { path, length }
  })
}
