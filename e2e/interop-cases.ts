// Every way in which data is exchanged with foreign clients, in the order of the table in docs/interop.md. Pure.

import type { Encryption } from './peers/peer.ts'

export type ClientName = 'aria2' | 'libtorrent' | 'qbittorrent' | 'transmission'

export interface Case {
  readonly client: ClientName
  /** Whether we download from it, or it from us. */
  readonly direction: 'from' | 'to'
  readonly transport: 'tcp' | 'utp'
  readonly ip: 4 | 6
  /** Of both sides. `required`: RC4 for the payload, `off`: plaintext throughout. */
  readonly encryption: Encryption
  readonly source: 'torrent' | 'magnet'
  /** What is special about the trackers and sources. */
  readonly extra: 'dead tier' | 'web seed' | null
}

/** Cases of one setting share a started client and engine. */
export interface Setting {
  readonly client: ClientName
  readonly transport: Case['transport']
  readonly ip: Case['ip']
  readonly encryption: Encryption
  readonly cases: readonly Case[]
}

export const clients: readonly ClientName[] = ['aria2', 'libtorrent', 'qbittorrent', 'transmission']

type Part = Pick<Case, 'direction' | 'source' | 'extra'>

const part = (direction: Part['direction'], source: Part['source'] = 'torrent', extra: Part['extra'] = null): Part => ({
  direction,
  source,
  extra,
})

const setting = (base: Omit<Setting, 'cases'>, parts: readonly Part[]): Setting => {
  const { client, transport, ip, encryption } = base
  return { ...base, cases: parts.map((one) => ({ client, transport, ip, encryption, ...one })) }
}

const both = [part('from'), part('to')]

const settingsOf = (client: ClientName): Setting[] => {
  const tcp = { client, transport: 'tcp', ip: 4 } as const
  // Transmission takes no peer on this computer from a tracker: a dead one before that makes no difference to it.
  const toDeadTier = client === 'transmission' ? [] : [part('to', 'torrent', 'dead tier')]
  const settings = [
    setting({ ...tcp, encryption: 'off' }, both),
    setting({ ...tcp, encryption: 'allowed' }, [
      part('from', 'magnet'),
      part('to', 'magnet'),
      part('from', 'torrent', 'dead tier'),
      ...toDeadTier,
      part('from', 'torrent', 'web seed'),
    ]),
    setting({ ...tcp, encryption: 'required' }, [part('from'), part('to', 'magnet')]),
  ]
  if (client !== 'aria2') settings.push(setting({ ...tcp, transport: 'utp', encryption: 'allowed' }, both))
  const hasIpv6 = client === 'transmission' || client === 'libtorrent'
  if (hasIpv6) settings.push(setting({ ...tcp, ip: 6, encryption: 'allowed' }, both))
  return settings
}

export const settingsByClient: ReadonlyMap<ClientName, readonly Setting[]> = new Map(
  clients.map((client) => [client, settingsOf(client)]),
)

export const cases: readonly Case[] = [...settingsByClient.values()].flat().flatMap((one) => one.cases)

const words: Record<Encryption, string> = { off: 'plain', allowed: 'allowed', required: 'RC4 required' }

/** The cells that say which case it is. */
export const cellsOf = ({ client, direction, transport, ip, encryption, source, extra }: Case): readonly string[] => [
  client,
  direction === 'from' ? 'download from it' : 'seed to it',
  `${transport === 'tcp' ? 'TCP' : 'µTP'}${ip === 6 ? ', IPv6' : ''}`,
  words[encryption],
  source === 'torrent' ? '.torrent' : 'magnet',
  extra === null ? 'tracker' : extra === 'dead tier' ? 'dead tier, then a live one' : 'tracker and web seed',
]

export const nameOf = (one: Case): string => cellsOf(one).join(', ')
