// The files of a torrent as a few large values instead of a hundred thousand small ones, so that they cross from the
// parsing thread at once, and are unpacked a slice at a time. Invariant: unpack(pack(info)) equals info.

import { setImmediate as turn } from 'node:timers/promises'
import type { Info, MetaFile } from '../../../app/torrent/metainfo.ts'

/** Files unpacked before everybody else gets a turn. */
const SLICE = 4_096

/** Of each file, in order. */
interface PackedFiles {
  /** Safe paths hold neither control characters nor slashes. */
  readonly paths: string
  readonly lengths: Float64Array
  readonly pads: Uint8Array
  /** Which files have an `original`, and what it is. */
  readonly renamed: Uint32Array
  readonly originals: readonly string[]
}

export type Packed<I extends Info> = Omit<I, 'files'> & { readonly files: PackedFiles }

const [NEXT_FILE, NEXT_NAME] = ['\0', '/']

export const packFiles = (files: readonly MetaFile[]): PackedFiles => {
  const renamed = files.flatMap(({ original }, index) => (original === null ? [] : [index]))
  return {
    paths: files.map(({ path }) => path.join(NEXT_NAME)).join(NEXT_FILE),
    lengths: Float64Array.from(files, ({ length }) => length),
    pads: Uint8Array.from(files, ({ pad }) => (pad ? 1 : 0)),
    renamed: Uint32Array.from(renamed),
    originals: renamed.map((index) => files[index]?.original ?? ''),
  }
}

/** Never on this thread for long, however many there are. */
export const unpackFiles = async ({ paths, lengths, pads, renamed, originals }: PackedFiles): Promise<MetaFile[]> => {
  const files: MetaFile[] = []
  let [at, next] = [0, 0]
  for (let index = 0; index < lengths.length; index++) {
    if (index % SLICE === SLICE - 1) await turn()
    const found = paths.indexOf(NEXT_FILE, at)
    const end = found < 0 ? paths.length : found
    const original = renamed[next] === index ? (originals[next++] ?? null) : null
    const path = paths.slice(at, end).split(NEXT_NAME)
    files.push({ path, length: lengths[index] ?? 0, pad: pads[index] === 1, original })
    at = end + 1
  }
  return files
}

export const pack = <I extends Info>(info: I): Packed<I> => ({ ...info, files: packFiles(info.files) })

export const unpack = async <I extends Info>({ files, ...rest }: Packed<I>): Promise<I> =>
  ({ ...rest, files: await unpackFiles(files) }) as unknown as I
