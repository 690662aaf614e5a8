// transmission-daemon as a peer, over its JSON-RPC. It takes no peer on a loopback address from a tracker, so the
// other side has to call it; what it announces itself is right.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startClient } from './client.ts'
import type { Encryption, Peer, PeerOptions, Progress } from './peer.ts'
import { linkAs } from './torrent.ts'
import { until } from './until.ts'

const ENCRYPTION: Record<Encryption, number> = { off: 0, allowed: 1, required: 2 }
const CHECK_MS = 60_000
const FIELDS = ['hashString', 'percentDone', 'leftUntilDone', 'metadataPercentComplete', 'status', 'downloadedEver']
const MORE_FIELDS = ['uploadedEver', 'peersConnected', 'errorString', 'recheckProgress', 'files', 'downloadDir']

interface Status {
  readonly percentDone: number
  readonly leftUntilDone: number
  readonly metadataPercentComplete: number
  /** 0 stopped, 2 checking, 4 downloading, 6 seeding. */
  readonly status: number
  readonly downloadedEver: number
  readonly uploadedEver: number
  readonly peersConnected: number
  readonly errorString: string
  readonly files: readonly { readonly name: string }[]
  readonly downloadDir: string
}

const kilobytes = (rate: number): number => Math.max(1, Math.round(rate / 1000))

const settings = (port: number, rpcPort: number, home: string, options: PeerOptions) => ({
  'rpc-port': rpcPort,
  'rpc-bind-address': '127.0.0.1',
  'rpc-authentication-required': false,
  'rpc-host-whitelist-enabled': false,
  'bind-address-ipv4': '127.0.0.1',
  'bind-address-ipv6': '::1',
  'peer-port': port,
  'dht-enabled': false,
  'lpd-enabled': false,
  'pex-enabled': false,
  'port-forwarding-enabled': false,
  'utp-enabled': options.utp ?? false,
  encryption: ENCRYPTION[options.encryption ?? 'allowed'],
  'download-dir': home,
  'download-queue-enabled': false,
  'seed-queue-enabled': false,
  'speed-limit-up-enabled': options.uploadLimit !== undefined,
  'speed-limit-up': kilobytes(options.uploadLimit ?? 1000),
  'speed-limit-down-enabled': options.downloadLimit !== undefined,
  'speed-limit-down': kilobytes(options.downloadLimit ?? 1000),
})

/** Transmission 3 writes what is beyond the first 65,536 characters as one escape of five digits. */
const mendEscapes = (json: string): string =>
  json.replace(/\\u(1f[0-9a-f]{3})/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))

type Rpc = <T>(method: string, input: object) => Promise<T>

const rpcClient = (port: number): Rpc => {
  let session = ''
  const post = (body: string): Promise<Response> =>
    fetch(`http://127.0.0.1:${port}/transmission/rpc`, {
      method: 'POST',
      headers: { 'X-Transmission-Session-Id': session },
      body,
      signal: AbortSignal.timeout(10_000),
    })
  return async <T>(method: string, input: object): Promise<T> => {
    const body = JSON.stringify({ method, arguments: input })
    let response = await post(body)
    if (response.status === 409) {
      session = response.headers.get('X-Transmission-Session-Id') ?? ''
      response = await post(body)
    }
    const answer = JSON.parse(mendEscapes(await response.text())) as { result: string; arguments: T }
    if (answer.result !== 'success') throw new Error(`transmission ${method}: ${answer.result}`)
    return answer.arguments
  }
}

const statusOf = async (rpc: Rpc, infoHash: string): Promise<Status> => {
  const input = { ids: [infoHash], fields: [...FIELDS, ...MORE_FIELDS] }
  const { torrents } = await rpc<{ torrents: Status[] }>('torrent-get', input)
  const [status] = torrents
  if (!status) throw new Error('transmission does not have the torrent')
  return status
}

const progressOf = (status: Status): Progress => ({
  done: status.metadataPercentComplete < 1 ? 0 : status.percentDone,
  complete: status.metadataPercentComplete === 1 && status.leftUntilDone === 0 && status.status !== 2,
  downloaded: status.downloadedEver,
  uploaded: status.uploadedEver,
  peers: status.peersConnected,
  state: `status ${status.status} ${status.errorString}`.trim(),
})

export const startTransmission = async (options: PeerOptions = {}): Promise<Peer> => {
  const client = await startClient('transmission', options, async ({ home, port, rpcPort }) => {
    await writeFile(join(home, 'settings.json'), JSON.stringify(settings(port, rpcPort, home, options)))
    return { command: 'transmission-daemon', args: ['--foreground', '--config-dir', home, '--log-error'] }
  })
  const rpc = rpcClient(client.rpcPort)
  const seeds = join(client.home, 'seeds')
  const peer: Peer = {
    name: 'transmission',
    pid: client.program.pid,
    port: client.port,
    output: client.program.output,
    seed: async (torrent, data) => {
      const { bytes, infoHash } = torrent
      const metainfo = Buffer.from(bytes).toString('base64')
      await rpc('torrent-add', { metainfo, 'download-dir': seeds, paused: true })
      await linkAs(data, torrent, await peer.files(infoHash))
      await rpc('torrent-verify', { ids: [infoHash] })
      await rpc('torrent-start', { ids: [infoHash] })
      const seeding = async () => (await statusOf(rpc, infoHash)).status === 6
      await until('transmission to have checked its data', seeding, { withinMs: CHECK_MS })
    },
    download: async (source, data) => {
      const what =
        typeof source === 'string' ? { filename: source } : { metainfo: Buffer.from(source).toString('base64') }
      await rpc('torrent-add', { ...what, 'download-dir': data })
    },
    progress: async (infoHash) => progressOf(await statusOf(rpc, infoHash)),
    files: async (infoHash) => {
      const status = await statusOf(rpc, infoHash)
      return status.files.map(({ name }) => join(status.downloadDir, name))
    },
    limitUpload: (rate) =>
      rpc('session-set', { 'speed-limit-up-enabled': rate !== null, 'speed-limit-up': kilobytes(rate ?? 1000) }),
    [Symbol.asyncDispose]: client[Symbol.asyncDispose],
  }
  await client.ready(() => rpc('session-get', { fields: ['version'] }))
  return peer
}
