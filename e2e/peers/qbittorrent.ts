// qbittorrent-nox as a peer, over its WebUI API (v2). Version 4.5 takes everything from the configuration that is
// written before it starts: the legal notice, the address it binds to, and no password for 127.0.0.1.

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startClient } from './client.ts'
import type { Encryption, Peer, PeerOptions, Progress } from './peer.ts'
import { linkAs } from './torrent.ts'
import { until } from './until.ts'

const ENCRYPTION: Record<Encryption, number> = { allowed: 0, required: 1, off: 2 }
const TAKE_MS = 10_000
const CHECK_MS = 60_000

interface Info {
  readonly state: string
  readonly progress: number
  readonly amount_left: number
  readonly downloaded_session: number
  readonly uploaded_session: number
  readonly num_seeds: number
  readonly num_leechs: number
  readonly save_path: string
  readonly size: number
}

const configuration = (port: number, webPort: number, home: string, options: PeerOptions): string =>
  [
    '[LegalNotice]',
    'Accepted=true',
    '[Preferences]',
    `WebUI\\Port=${webPort}`,
    'WebUI\\Address=127.0.0.1',
    'WebUI\\LocalHostAuth=false',
    'WebUI\\CSRFProtection=false',
    'WebUI\\HostHeaderValidation=false',
    'WebUI\\UseUPnP=false',
    '[Network]',
    'PortForwardingEnabled=false',
    '[BitTorrent]',
    `Session\\Port=${port}`,
    'Session\\UseRandomPort=false',
    'Session\\Interface=lo',
    'Session\\InterfaceAddress=127.0.0.1',
    'Session\\DHTEnabled=false',
    'Session\\LSDEnabled=false',
    'Session\\PeXEnabled=false',
    'Session\\MultiConnectionsPerIp=true',
    'Session\\QueueingSystemEnabled=false',
    'Session\\SSRFMitigation=false',
    'Session\\IgnoreLimitsOnLAN=false',
    `Session\\BTProtocol=${options.utp !== true ? 'TCP' : options.tcp === false ? 'UTP' : 'Both'}`,
    `Session\\Encryption=${ENCRYPTION[options.encryption ?? 'allowed']}`,
    `Session\\GlobalUPSpeedLimit=${Math.round((options.uploadLimit ?? 0) / 1024)}`,
    `Session\\GlobalDLSpeedLimit=${Math.round((options.downloadLimit ?? 0) / 1024)}`,
    `Session\\DefaultSavePath=${home}`,
    '',
  ].join('\n')

const complete = (info: Info): boolean =>
  info.size > 0 && info.amount_left === 0 && !/^(checking|meta|moving|allocating)/.test(info.state)

const progressOf = (info: Info): Progress => ({
  done: info.progress,
  complete: complete(info),
  downloaded: info.downloaded_session,
  uploaded: info.uploaded_session,
  peers: info.num_seeds + info.num_leechs,
  state: info.state,
})

const webApi = (port: number) => {
  const call = async (path: string, body?: FormData | URLSearchParams): Promise<Response> => {
    const init = body === undefined ? {} : { method: 'POST', body }
    const response = await fetch(`http://127.0.0.1:${port}/api/v2/${path}`, {
      ...init,
      signal: AbortSignal.timeout(10_000),
    })
    if (!response.ok) throw new Error(`qbittorrent ${path}: ${response.status}`)
    return response
  }
  const info = async (infoHash: string): Promise<Info> => {
    const [found] = (await (await call(`torrents/info?hashes=${infoHash}`)).json()) as Info[]
    if (!found) throw new Error('qbittorrent does not have the torrent')
    return found
  }
  const add = async (source: Uint8Array | string, folder: string, paused = false): Promise<void> => {
    const form = new FormData()
    if (typeof source === 'string') form.set('urls', source)
    else form.set('torrents', new Blob([new Uint8Array(source)]), 'a.torrent')
    form.set('savepath', folder)
    form.set('contentLayout', 'Original')
    form.set('paused', `${paused}`)
    const answer = await (await call('torrents/add', form)).text()
    if (answer !== 'Ok.') throw new Error(`qbittorrent did not take the torrent: ${answer}`)
  }
  return { call, info, add }
}

export const startQbittorrent = async (options: PeerOptions = {}): Promise<Peer> => {
  const client = await startClient('qbittorrent', options, async ({ home, port, rpcPort }) => {
    const config = join(home, 'qBittorrent/config')
    await mkdir(config, { recursive: true })
    await writeFile(join(config, 'qBittorrent.conf'), configuration(port, rpcPort, home, options))
    return { command: 'qbittorrent-nox', args: [`--profile=${home}`, `--webui-port=${rpcPort}`] }
  })
  const api = webApi(client.rpcPort)
  const seeds = join(client.home, 'seeds')
  const peer: Peer = {
    name: 'qbittorrent',
    pid: client.program.pid,
    port: client.port,
    output: client.program.output,
    seed: async (torrent, data) => {
      const { bytes, infoHash } = torrent
      await api.add(bytes, seeds, true)
      const known = async () => (await peer.files(infoHash)).length > 0
      await until('qbittorrent to know the files', known, { withinMs: TAKE_MS })
      await linkAs(data, torrent, await peer.files(infoHash))
      const these = new URLSearchParams({ hashes: infoHash })
      await api.call('torrents/recheck', these)
      const checked = async () => complete(await api.info(infoHash))
      await until('qbittorrent to have checked its data', checked, { withinMs: CHECK_MS })
      await api.call('torrents/resume', these)
      const seeding = async () => /^(uploading|stalledUP)$/.test((await api.info(infoHash)).state)
      await until('qbittorrent to seed', seeding, { withinMs: TAKE_MS })
    },
    download: (source, data) => api.add(source, data),
    progress: async (infoHash) => progressOf(await api.info(infoHash)),
    files: async (infoHash) => {
      const { save_path: base } = await api.info(infoHash)
      const files = (await (await api.call(`torrents/files?hash=${infoHash}`)).json()) as {
        index: number
        name: string
      }[]
      return files.toSorted((a, b) => a.index - b.index).map(({ name }) => join(base, name))
    },
    limitUpload: async (rate) => {
      await api.call('transfer/setUploadLimit', new URLSearchParams({ limit: `${Math.round(rate ?? 0)}` }))
    },
    [Symbol.asyncDispose]: client[Symbol.asyncDispose],
  }
  await client.ready(() => api.call('app/version'))
  return peer
}
