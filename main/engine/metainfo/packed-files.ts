// What was parsed as a few large values, so that it crosses from the parsing thread at once, and is unpacked a slice at
// a time. Invariant: unpack(pack(info)) equals info.

import { setImmediate as turn } from 'node:timers/promises'
import type { Info, MetaFile } from '../../../app/torrent/metainfo.ts'
import { filesIn, packFiles, type PackedFiles } from '../../../app/torrent/packed-files.ts'

/** Files unpacked before everybody else gets a turn. */
const SLICE = 4_096

interface PackedMetaFiles extends PackedFiles {
  /** One per file. */
  readonly pads: Uint8Array
  /** Which files have an `original`, and what it is. */
  readonly renamed: Uint32Array
  readonly originals: readonly string[]
}

export type Packed<I extends Info> = Omit<I, 'files'> & { readonly files: PackedMetaFiles }

export const packMetaFiles = (files: readonly MetaFile[]): PackedMetaFiles => {
  const renamed = files.flatMap(({ original }, index) => (original === null ? [] : [index]))
  return {
    ...packFiles(files),
    pads: Uint8Array.from(files, ({ pad }) => (pad ? 1 : 0)),
    renamed: Uint32Array.from(renamed),
    originals: renamed.map((index) => files[index]?.original ?? ''),
  }
}

/** Never on this thread for long, however many there are. */
export const unpackMetaFiles = async (packed: PackedMetaFiles): Promise<MetaFile[]> => {
  const files: MetaFile[] = []
  let next = 0
  for (const { path, length } of filesIn(packed)) {
    const index = files.length
    if (index % SLICE === SLICE - 1) await turn()
    const original = packed.renamed[next] === index ? (packed.originals[next++] ?? null) : null
    files.push({ path, length, pad: packed.pads[index] === 1, original })
  }
  return files
}

export const pack = <I extends Info>(info: I): Packed<I> => ({ ...info, files: packMetaFiles(info.files) })

export const unpack = async <I extends Info>({ files, ...rest }: Packed<I>): Promise<I> =>
  ({ ...rest, files: await unpackMetaFiles(files) }) as unknown as I
