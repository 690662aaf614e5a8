import { type PlannedFile } from './data.ts'
export interface TestTorrent {
  readonly name: string
  /** The .torrent file. */
  readonly bytes: Uint8Array
  readonly infoHash: string
  readonly files: readonly PlannedFile[]
  readonly size: number
  readonly pieceLength: number
  readonly magnet: string
}
export interface TorrentPlan {
  readonly name: string
  /** Of a torrent that is a single file, without a folder of its own, the path is empty. */
  readonly files: readonly PlannedFile[]
  readonly pieceLength: number
  readonly trackers: readonly string[]
  readonly isPrivate?: boolean
  readonly webSeeds?: readonly string[]
}
/** Of data that lies in `folder`/`plan.name`. */
export declare const makeTorrent: (folder: string, plan: TorrentPlan) => Promise<TestTorrent>
/** Writes the 40 awkwardly named files into `folder` and makes their torrent. */
export declare const awkwardTorrent: (
  folder: string,
  {
    name,
    size,
    trackers,
    pieceLength,
  }: {
    name: string
    size: number
    trackers: string[]
    pieceLength?: number
  },
) => Promise<TestTorrent>
/** Writes one file of noise, `folder`/`name`, and makes its torrent. */
export declare const singleFileTorrent: (
  folder: string,
  {
    name,
    size,
    trackers,
    pieceLength,
  }: {
    name: string
    size: number
    trackers: string[]
    pieceLength?: number
  },
) => Promise<TestTorrent>
/** The torrent's files on disk, in its order, of data that lies in `folder`/`torrent.name`. */
export declare const filesOn: (folder: string, { name, files }: TestTorrent) => string[]
/**
 * Gives the torrent's data in `folder` a second set of names (hard links): the ones a client has made of them.
 * Both lists are in the torrent's order. Empty files are made new, for some clients write into them.
 */
export declare const linkAs: (folder: string, torrent: TestTorrent, targets: readonly string[]) => Promise<void>
/** SHA-256 of the torrent's files in `folder`, in its order. */
export declare const hashesOf: (folder: string, torrent: TestTorrent) => Promise<string[]>
/**
 * The paths, of those in `targets`, whose content is not what it should be; both lists are in the torrent's order.
 * Some clients make no empty files, so those are not looked at.
 */
export declare const mismatches: (
  torrent: TestTorrent,
  expected: readonly string[],
  targets: readonly string[],
) => Promise<string[]>
/** The same, against the data in `folder`. */
export declare const differences: (
  folder: string,
  torrent: TestTorrent,
  targets: readonly string[],
) => Promise<string[]>
