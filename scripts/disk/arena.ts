// What every campaign on disks needs beside the engine: a real seeder, and data for it.

import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startLibtorrent, type LibtorrentPeer } from '../../e2e/peers/libtorrent.ts'
import { singleFileTorrent, makeTorrent, type TestTorrent } from '../../e2e/peers/torrent.ts'
import { writeTree } from '../../e2e/peers/data.ts'
import { until } from '../../e2e/peers/until.ts'

export interface Seeder extends AsyncDisposable {
  readonly port: number
  readonly address: string
  share(torrent: TestTorrent, folder: string): Promise<void>
  /** Payload bytes of the torrent handed to the network so far. */
  uploaded(torrent: TestTorrent): Promise<number>
  /** The same once nobody is connected any more: nothing is on its way then. */
  uploadedInAll(torrent: TestTorrent): Promise<number>
  forget(torrent: TestTorrent): Promise<void>
  /** Bytes it has sent that lie in sockets, and that the other end has not read. */
  onTheWay(): Promise<number>
}

const GONE_MS = 10_000

/**
 * From proc_pid_net_tcp(5): the more of what its ends have not seen acknowledged and what the other ends have not read.
 * What was received and not acknowledged is in both.
 */
const queuedFrom = async (port: number): Promise<number> => {
  const table = await readFile('/proc/net/tcp', 'latin1')
  const number = (hex: string | undefined): number => Number.parseInt(hex ?? '0', 16)
  let [unacknowledged, unread] = [0, 0]
  for (const line of table.split('\n')) {
    const [, local, remote, out, arrived] = /^\s*\d+: \w+:(\w+) \w+:(\w+) 01 (\w+):(\w+)/.exec(line) ?? []
    if (number(local) === port) unacknowledged += number(out)
    if (number(remote) === port) unread += number(arrived)
  }
  return Math.max(unacknowledged, unread)
}

const seederOf = (peer: LibtorrentPeer): Seeder => ({
  port: peer.port,
  address: `127.0.0.1:${peer.port}`,
  share: (torrent, folder) => peer.trust(torrent.bytes, folder),
  uploaded: async ({ infoHash }) => (await peer.progress(infoHash)).uploaded,
  uploadedInAll: ({ infoHash }) =>
    until(
      'the seeder to see its peer go',
      async () => {
        const { peers, uploaded } = await peer.progress(infoHash)
        return peers === 0 ? { uploaded } : null
      },
      { withinMs: GONE_MS, everyMs: 20 },
    ).then(({ uploaded }) => uploaded),
  forget: ({ infoHash }) => peer.remove(infoHash),
  onTheWay: () => queuedFrom(peer.port),
  [Symbol.asyncDispose]: peer[Symbol.asyncDispose].bind(peer),
})

/** libtorrent on loopback, plain TCP, at so many bytes a second. */
export const startSeeder = async (parent: string, rate: number): Promise<Seeder> =>
  seederOf(await startLibtorrent({ parent, encryption: 'off', uploadLimit: rate, lifetimeSeconds: 3_600 }))

/** Where bytes are in memory, if the system has such a folder. */
export const memoryFolder = (otherwise: string): Promise<string> =>
  access('/dev/shm').then(
    () => '/dev/shm',
    () => otherwise,
  )

/** One file of noise. */
export const oneFile = (folder: string, name: string, size: number, pieceLength: number): Promise<TestTorrent> =>
  singleFileTorrent(folder, { name, size, trackers: [], pieceLength })

/** A folder of `count` files of odd sizes, whose ends share pieces, an empty one among them. */
export const manyFiles = async (
  folder: string,
  name: string,
  { size, count, pieceLength }: { size: number; count: number; pieceLength: number },
): Promise<TestTorrent> => {
  const share = Math.floor(size / count)
  const files = Array.from({ length: count }, (_, index) => ({
    path: index % 3 === 0 ? [`file ${index}`] : [`folder ${index % 3}`, `file ${index}`],
    length: index === 1 ? 0 : share + index * 7 + 1,
  }))
  await writeTree(join(folder, name), files, name)
  return makeTorrent(folder, { name, files, pieceLength, trackers: [] })
}
