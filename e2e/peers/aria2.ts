// aria2c as a peer, over its JSON-RPC. It finds others by the tracker only; nobody can be told to it by hand.

import { join } from 'node:path'
import { startClient } from './client.ts'
import type { Encryption, Peer, PeerOptions, Progress } from './peer.ts'
import { linkAs } from './torrent.ts'
import { until } from './until.ts'

const ENCRYPTION: Record<Encryption, readonly string[]> = {
  off: ['--bt-min-crypto-level=plain', '--bt-require-crypto=false'],
  allowed: ['--bt-min-crypto-level=plain', '--bt-require-crypto=false'],
  required: ['--bt-min-crypto-level=arc4', '--bt-require-crypto=true', '--bt-force-encryption=true'],
}
const CHECK_MS = 60_000
const KEYS = [
  'gid',
  'status',
  'totalLength',
  'completedLength',
  'uploadLength',
  'connections',
  'errorMessage',
  'infoHash',
]
const MORE_KEYS = ['seeder', 'files', 'followedBy', 'verifiedLength', 'verifyIntegrityPending']

interface Status {
  readonly gid: string
  readonly status: string
  readonly infoHash?: string
  readonly totalLength: string
  readonly completedLength: string
  readonly uploadLength: string
  readonly connections: string
  readonly seeder?: string
  readonly errorMessage?: string
  readonly followedBy?: readonly string[]
  readonly verifiedLength?: string
  readonly verifyIntegrityPending?: string
  readonly files: readonly { readonly path: string }[]
}

const argumentsFor = (port: number, rpcPort: number, home: string, options: PeerOptions): string[] => [
  '--no-conf=true',
  '--enable-rpc=true',
  `--rpc-listen-port=${rpcPort}`,
  '--rpc-listen-all=false',
  '--rpc-max-request-size=16M',
  '--interface=127.0.0.1',
  `--listen-port=${port}`,
  '--enable-dht=false',
  '--enable-dht6=false',
  '--bt-enable-lpd=false',
  '--enable-peer-exchange=false',
  '--disable-ipv6=true',
  '--seed-ratio=0.0',
  '--file-allocation=none',
  '--allow-overwrite=true',
  '--console-log-level=error',
  '--summary-interval=0',
  `--dir=${home}`,
  ...ENCRYPTION[options.encryption ?? 'allowed'],
  `--max-overall-upload-limit=${options.uploadLimit ?? 0}`,
  `--max-overall-download-limit=${options.downloadLimit ?? 0}`,
]

const rpcClient =
  (port: number) =>
  async <T>(method: string, ...params: unknown[]): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${port}/jsonrpc`, {
      method: 'POST',
      body: JSON.stringify({ jsonrpc: '2.0', id: '1', method: `aria2.${method}`, params }),
      signal: AbortSignal.timeout(10_000),
    })
    const answer = (await response.json()) as { result: T; error?: { message: string } }
    if (answer.error) throw new Error(`aria2 ${method}: ${answer.error.message}`)
    return answer.result
  }

const progressOf = (status: Status): Progress => {
  const [done, total] = [Number(status.completedLength), Number(status.totalLength)]
  const checking = status.verifiedLength !== undefined || status.verifyIntegrityPending === 'true'
  return {
    done: total === 0 ? 0 : done / total,
    complete: total > 0 && done === total && !checking && status.seeder === 'true',
    downloaded: done,
    uploaded: Number(status.uploadLength),
    peers: Number(status.connections),
    state: `${status.status} ${status.errorMessage ?? ''}`.trim(),
  }
}

export const startAria2 = async (options: PeerOptions = {}): Promise<Peer> => {
  const client = await startClient('aria2', options, ({ home, port, rpcPort }) => {
    return { command: 'aria2c', args: argumentsFor(port, rpcPort, home, options) }
  })
  const rpc = rpcClient(client.rpcPort)
  const seeds = join(client.home, 'seeds')
  /** A magnet link is a download of its own first, and the torrent's real one follows it. */
  const statusOf = async (infoHash: string): Promise<Status> => {
    const keys = [...KEYS, ...MORE_KEYS]
    const lists = await Promise.all([
      rpc<Status[]>('tellActive', keys),
      rpc<Status[]>('tellWaiting', 0, 100, keys),
      rpc<Status[]>('tellStopped', 0, 100, keys),
    ])
    const found = lists.flat().filter((status) => status.infoHash === infoHash)
    const status = found.find(({ followedBy }) => followedBy === undefined)
    if (!status) throw new Error('aria2 does not have the torrent')
    return status
  }
  const addTorrent = (torrent: Uint8Array, data: string, more: object) =>
    rpc<string>('addTorrent', Buffer.from(torrent).toString('base64'), [], { dir: data, ...more })
  const peer: Peer = {
    name: 'aria2',
    pid: client.program.pid,
    port: client.port,
    output: client.program.output,
    seed: async (torrent, data) => {
      const { bytes, infoHash } = torrent
      const gid = await addTorrent(bytes, seeds, { 'check-integrity': 'true', pause: 'true' })
      await linkAs(data, torrent, await peer.files(infoHash))
      await rpc('unpause', gid)
      const seeding = async () => progressOf(await statusOf(infoHash)).complete
      await until('aria2 to have checked its data', seeding, { withinMs: CHECK_MS })
    },
    download: async (source, data) => {
      if (typeof source === 'string') await rpc('addUri', [source], { dir: data })
      else await addTorrent(source, data, {})
    },
    progress: async (infoHash) => progressOf(await statusOf(infoHash)),
    files: async (infoHash) => (await statusOf(infoHash)).files.map(({ path }) => join(path)),
    limitUpload: (rate) => rpc('changeGlobalOption', { 'max-overall-upload-limit': `${rate ?? 0}` }),
    [Symbol.asyncDispose]: client[Symbol.asyncDispose],
  }
  await client.ready(() => rpc('getVersion'))
  return peer
}
