// Making a torrent, as windows, main and the engine speak of it: what is asked, what is told, and what can go wrong.

import * as v from 'valibot'
import type { AppError } from '../ipc/errors.ts'
import type { TorrentId } from '../torrent/row.ts'
import { pieceLengths } from './piece-length.ts'
import type { LeftOutReason } from './source-files.ts'

/** What the user chose; `ref` stands for its paths, which windows may read but never name. */
export interface CreationSource {
  readonly ref: number
  /** What the torrent is called unless the user says otherwise. */
  readonly name: string
  /** For people. */
  readonly place: string
}

export interface SourceSurvey {
  readonly single: boolean
  readonly files: number
  readonly size: number
  /** The first few, and how many there are of each kind. */
  readonly leftOut: readonly {
    readonly why: LeftOutReason
    readonly count: number
    readonly examples: readonly string[]
  }[]
  /** Files and folders that may not be read: the first few. While there are any, no torrent can be made. */
  readonly unreadable: readonly string[]
  /** Files whose names other systems cannot have: their torrent cannot be seeded from where they lie. */
  readonly renamed: number
}

const Line = (most: number) =>
  v.pipe(
    v.string(),
    v.maxLength(most),
    v.check((text) => text.isWellFormed()),
  )
const Url = v.pipe(v.string(), v.minLength(1), v.maxLength(2_048))
const Ref = v.pipe(v.number(), v.integer(), v.minValue(1))

export const CreateOptionsSchema = v.strictObject({
  ref: Ref,
  name: v.pipe(
    Line(255),
    v.check((name) => name.trim() !== '' && name !== '.' && name !== '..' && !/[/\\\0]/u.test(name)),
  ),
  /** Null: as suits the size. */
  pieceLength: v.nullable(v.picklist(pieceLengths)),
  /** BEP 12. */
  trackers: v.pipe(v.array(v.pipe(v.array(Url), v.maxLength(200))), v.maxLength(200)),
  webSeeds: v.pipe(v.array(Url), v.maxLength(100)),
  isPrivate: v.boolean(),
  comment: Line(10_000),
  source: Line(255),
  /** With hidden files and what systems leave in folders. */
  hidden: v.boolean(),
  /** The .torrent says when it was made. */
  dated: v.boolean(),
  /** Adds it to the list and starts it, with the data where it is. */
  seed: v.boolean(),
})
export type CreateOptions = v.InferOutput<typeof CreateOptionsSchema>

/** Private, and without anybody who may introduce peers: a torrent that nobody could ever join. */
export const findsNobody = ({ isPrivate, trackers }: Pick<CreateOptions, 'isPrivate' | 'trackers'>): boolean =>
  isPrivate && trackers.flat().length === 0

export interface CreationProgress {
  readonly ref: number
  readonly hashed: number
  readonly size: number
  /** Bytes per second. */
  readonly rate: number
  /** Seconds; null: not known yet. */
  readonly remaining: number | null
}

interface Made {
  readonly id: TorrentId
  readonly name: string
  readonly size: number
  readonly pieceLength: number
  readonly pieceCount: number
  readonly magnet: string
  /** In the list; null: not asked for. */
  readonly seeding: 'added' | 'known' | AppError | null
}

/** From the engine. */
export interface NewTorrent extends Made {
  readonly bytes: Uint8Array
}

/** To the window. */
export interface Created extends Made {
  /** The .torrent's path, or why it could not be written. */
  readonly saved: { readonly path: string } | { readonly error: AppError }
}
