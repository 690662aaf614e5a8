// What an earlier life of the torrent, or somebody else, left of a file under an incomplete file's name: none of it
// could be told to be the torrent's, so the file was downloaded beside it. Once that is complete, what was left goes if
// the complete file has all that is in it. Invariant: no byte goes that is not in the complete file, save zeros.

import { dirname, join } from 'node:path'
import { type Disk, readFully } from './disk.ts'
import { diskErrorOf } from './disk-fault.ts'
import { FileNames } from './file-names.ts'
import type { Parts } from './store-parts.ts'

const CHUNK = 1024 * 1024
/** Names that are looked at. */
const MOST = 100

/** The file has its final name. In a folder of many owners, which a single file lies in, nothing is taken. */
export async function clearLeftParts({ files, spec }: Parts, disk: Disk, file: number): Promise<void> {
  if (spec.single) return
  const whole = files.pathOf(file)
  const names = new FileNames(spec)
  try {
    for (let n = 0; n < MOST; n++) {
      const left = join(dirname(whole), names.part(file, n))
      const info = await disk.info(left)
      if (info === null) return
      const mayGo = info.kind === 'file' && info.size <= (spec.files[file]?.length ?? 0)
      if (mayGo && !(await adds(disk, left, whole, info.size))) await disk.remove(left)
    }
  } catch (error) {
    // It is in nobody's way.
    diskErrorOf(error)
  }
}

/** Whether the first `size` bytes of `left` hold any that `whole` does not have in the same place. */
async function adds(disk: Disk, left: string, whole: string, size: number): Promise<boolean> {
  await using stack = new AsyncDisposableStack()
  const openToRead = async (path: string): Promise<number> =>
    stack.adopt((await disk.open(path, 'read')).fd, (fd) => disk.close(fd))
  const [ofLeft, ofWhole] = [await openToRead(left), await openToRead(whole)]
  const [some, same] = [Buffer.alloc(CHUNK), Buffer.alloc(CHUNK)]
  for (let at = 0; at < size; at += CHUNK) {
    const length = Math.min(CHUNK, size - at)
    const [a, b] = [some.subarray(0, length), same.subarray(0, length)]
    const read = [await readFully(disk, ofLeft, a, at), await readFully(disk, ofWhole, b, at)]
    if (read.some((count) => count < length)) return true
    if (!a.equals(b) && a.some((byte, index) => byte !== 0 && byte !== b[index])) return true
  }
  return false
}
