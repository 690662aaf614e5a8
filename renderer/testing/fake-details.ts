// Made-up details for the fake API, one kind a tab.

import type { Details, DetailsTab, FileEntry, PeerRow, WebSeedRow } from '../../app/torrent/details.ts'
import { defaultOptions } from '../../app/torrent/options.ts'
import type { TorrentRow } from '../../app/torrent/row.ts'
import { random, SAMPLE_NOW } from './samples.ts'

const clients = ['qBittorrent 5.2.1', 'Transmission 4.1', 'libtorrent 2.0.11', 'Deluge 2.2', 'WebTorrent 3.0', '']
const BINS = 512

export const sampleFiles = (row: TorrentRow): readonly FileEntry[] => {
  const size = row.size ?? 0
  const names = [['readme.txt'], ['video', 'part 1.mkv'], ['video', 'part 2.mkv'], ['video', 'extras', 'outtakes.mkv']]
  const shares = [0.001, 0.45, 0.45, 0.099]
  return names.map((path, i) => ({ path, length: Math.round(size * (shares[i] ?? 0)) }))
}

const rates = (rate: number, seed: number): Float32Array => {
  const next = random(seed)
  return Float32Array.from({ length: 300 }, (_, i) => rate * (0.6 + 0.3 * Math.sin(i / 30) + next() * 0.3))
}

const samplePeer = (n: number, next: () => number): PeerRow => ({
  key: String(n),
  address: n % 5 === 0 ? `[2001:db8::${n}]:51413` : `203.0.113.${n + 1}:${6881 + n}`,
  client: clients[n % clients.length] ?? '',
  transport: n % 3 === 0 ? 'utp' : 'tcp',
  encrypted: n % 2 === 0,
  incoming: n % 4 === 3,
  source: (['tracker', 'dht', 'pex', 'incoming'] as const)[n % 4] ?? 'tracker',
  progress: n % 3 === 0 ? 1 : Math.round(next() * 1000) / 1000,
  downRate: n % 2 === 0 ? Math.round(next() * 900) * 1024 : 0,
  upRate: n % 4 === 1 ? Math.round(next() * 90) * 1024 : 0,
  downloaded: Math.round(next() * 9e8),
  uploaded: Math.round(next() * 9e7),
  weInterested: true,
  weChoke: n % 4 !== 1,
  theyInterested: n % 2 === 1,
  theyChoke: n % 2 === 1,
})

const overview = (row: TorrentRow): Details => {
  const next = random(3)
  return {
    tab: 'overview',
    pieceCount: row.size === null ? null : Math.ceil(row.size / 4_194_304),
    pieceLength: row.size === null ? null : 4_194_304,
    have: Uint8Array.from({ length: BINS }, (_, i) => (i / BINS < row.progress || next() < 0.03 ? 255 : 0)),
    availability: Uint8Array.from({ length: BINS }, () => Math.floor(next() * row.peers)),
    copies: row.peers / 3,
    webSeeds: 0,
    downHistory: rates(row.downRate, 1),
    upHistory: rates(row.upRate, 2),
    wasted: 131_072,
    overheadDown: 1_310_720,
    overheadUp: 655_360,
    hashFails: 0,
    createdAt: SAMPLE_NOW - 9e9,
    createdBy: 'mktorrent 1.1',
    comment: 'Please seed for a while.',
    infoHash: row.id,
    connected: row.peers,
    known: row.peers * 4,
    activeSeconds: 5420,
    seedingSeconds: row.progress === 1 ? 3960 : 0,
    options: defaultOptions,
    goals: { ratio: 2, minutes: null, action: 'stop' },
  }
}

const sampleWebSeeds: readonly WebSeedRow[] = [
  {
    url: 'https://mirror.example.org/films/',
    state: 'working',
    downRate: 2_621_440,
    downloaded: 98_566_144,
    problem: null,
    message: null,
    missingFiles: 0,
    retryInMs: null,
  },
  {
    url: 'http://old.example.net/pub/films/',
    state: 'failing',
    downRate: 0,
    downloaded: 0,
    problem: 'busy',
    message: '503',
    missingFiles: 0,
    retryInMs: 75_000,
  },
]

const trackers = (): Details => ({
  tab: 'trackers',
  trackers: [
    {
      url: 'https://announce.example.net/announce',
      tier: 0,
      state: 'failing',
      problem: 'unreachable',
      message: null,
      seeds: null,
      leechers: null,
      nextAnnounce: Date.now() + 1_200_000,
      lastAnnounce: Date.now() - 630_000,
      allowedAt: null,
    },
    {
      url: 'udp://tracker.example.org:6969/announce',
      tier: 1,
      state: 'working',
      problem: null,
      message: null,
      seeds: 48,
      leechers: 13,
      nextAnnounce: Date.now() + 1_200_000,
      lastAnnounce: Date.now() - 600_000,
      allowedAt: Date.now() + 20_000,
    },
    {
      url: 'http://tracker.example.com/announce',
      tier: 2,
      state: 'waiting',
      problem: null,
      message: null,
      seeds: 45,
      leechers: 16,
      nextAnnounce: null,
      lastAnnounce: null,
      allowedAt: null,
    },
  ],
  webSeeds: sampleWebSeeds,
  dht: { state: 'working', nodes: 218 },
  pex: { state: 'working', peers: 12 },
  lsd: { state: 'looking', peers: 0 },
})

const log = (): Details => ({
  tab: 'log',
  entries: [
    { seq: 1, at: SAMPLE_NOW - 600_000, event: { code: 'added' } },
    { seq: 2, at: SAMPLE_NOW - 599_000, event: { code: 'started' } },
    {
      seq: 3,
      at: SAMPLE_NOW - 590_000,
      event: { code: 'tracker-ok', url: 'udp://tracker.example.org:6969/announce', peers: 50 },
    },
    { seq: 4, at: SAMPLE_NOW - 60_000, event: { code: 'hash-failed', piece: 318 } },
  ],
})

export const sampleDetails = (row: TorrentRow, tab: DetailsTab): Details => {
  const next = random(11)
  switch (tab) {
    case 'overview':
      return overview(row)
    case 'files':
      return {
        tab,
        done: Uint16Array.from(sampleFiles(row), (_, i) => (i === 3 ? 0 : Math.round(row.progress * 1000))),
        priority: Uint8Array.from(sampleFiles(row), (_, i) => (i === 3 ? 0 : 2)),
      }
    case 'peers':
      return {
        tab,
        peers: Array.from({ length: row.peers }, (_, n) => samplePeer(n, next)),
        otherEncryption: row.reason?.code === 'encryption' ? row.reason : null,
      }
    case 'trackers':
      return trackers()
    case 'log':
      return log()
  }
}
