// Torrents to draw in tests and screenshots: one in every state, and as many more as wanted, always the same ones.

import type { Reason, TorrentId, TorrentRow, TorrentStatus } from '../../app/torrent/row.ts'

const GiB = 1024 ** 3
const MiB = 1024 ** 2
const DAY = 86_400_000

/** The moment the samples are told at. */
export const SAMPLE_NOW = Date.UTC(2026, 10, 20, 14, 32)

export const sampleId = (n: number): TorrentId => (n * 2_654_435_761).toString(16).padStart(40, '0') as TorrentId

/** Numbers 0…1, the same for the same seed (mulberry32). */
export const random = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Sample = Partial<TorrentRow> & { readonly name: string; readonly status: TorrentStatus }

/** Fills in what follows from the rest. */
export const sampleRow = (n: number, sample: Sample): TorrentRow => {
  const size = sample.size === undefined ? 2 * GiB : sample.size
  const progress = sample.progress ?? (sample.status === 'seeding' ? 1 : 0)
  const have = size === null ? 0 : Math.round(size * progress)
  const downloaded = sample.downloaded ?? have
  const uploaded = sample.uploaded ?? Math.round(have * 0.4)
  return {
    id: sampleId(n),
    reason: null,
    wanted: size,
    have,
    downRate: 0,
    upRate: 0,
    eta: null,
    ratio: downloaded === 0 ? 0 : Math.round((uploaded / downloaded) * 100) / 100,
    seeds: 0,
    peers: 0,
    addedAt: SAMPLE_NOW - n * 0.7 * DAY,
    doneAt: progress === 1 ? SAMPLE_NOW - n * 0.6 * DAY : null,
    savePath: '/home/mara/Downloads',
    isPrivate: false,
    place: n,
    forced: false,
    ...sample,
    size,
    progress,
    downloaded,
    uploaded,
  }
}

const samples: readonly Sample[] = [
  {
    name: 'debian-13.2.0-amd64-DVD-1.iso',
    status: 'downloading',
    size: 3.9 * GiB,
    progress: 0.463,
    downRate: 12.4 * MiB,
    upRate: 0.9 * MiB,
    eta: 173,
    seeds: 48,
    peers: 61,
  },
  {
    name: 'Sintel (2010) 4K – Blender Foundation',
    status: 'downloading',
    size: 7.2 * GiB,
    progress: 0.087,
    downRate: 3.1 * MiB,
    upRate: 96 * 1024,
    eta: 2150,
    seeds: 11,
    peers: 19,
  },
  {
    name: 'magnet:?xt=urn:btih:2c6b6858d61da9543d4231a71db4b1c9264b0685',
    status: 'metadata',
    size: null,
    reason: { code: 'looking', trackers: 3, nodes: 218 },
  },
  {
    name: 'Field recordings, Lofoten 2019',
    status: 'stalled',
    size: 812 * MiB,
    progress: 0.317,
    reason: { code: 'no-source', trackersFailed: 2, trackers: 2, nodes: 40 },
  },
  {
    name: 'openstreetmap-planet-2026-11-16.osm.pbf',
    status: 'stalled',
    size: 84.6 * GiB,
    progress: 0.918,
    upRate: 210 * 1024,
    peers: 7,
    reason: { code: 'incomplete-swarm', peers: 7, availability: 0.962 },
    forced: true,
  },
  {
    name: 'Prelinger Archives – Home Movies 1935–1965',
    status: 'stalled',
    size: 41.3 * GiB,
    progress: 0.554,
    peers: 9,
    seeds: 2,
    reason: { code: 'choked', peers: 9 },
  },
  {
    name: 'Kevin MacLeod – Complete Collection (FLAC)',
    status: 'checking',
    size: 18.4 * GiB,
    progress: 0.642,
  },
  {
    name: 'ubuntu-26.04-live-server-arm64.iso',
    status: 'seeding',
    size: 2.9 * GiB,
    upRate: 2.2 * MiB,
    uploaded: 11.3 * GiB,
    peers: 14,
  },
  {
    name: 'Night of the Living Dead (1968) 1080p',
    status: 'seeding',
    size: 4.1 * GiB,
    uploaded: 0.6 * GiB,
    reason: { code: 'nobody-wants', peers: 0 },
  },
  { name: 'Big Buck Bunny', status: 'seeding', size: 264 * MiB, upRate: 48 * 1024, uploaded: 3.4 * GiB, peers: 2 },
  {
    name: 'Wikipedia-de-all-maxi-2026-10.zim',
    status: 'waiting',
    size: 52.7 * GiB,
    progress: 0.204,
    savePath: '/media/mara/Archive',
    reason: { code: 'disk', fault: 'missing' },
  },
  {
    name: 'NASA Apollo 11 – raw scans',
    status: 'error',
    size: 120.4 * GiB,
    progress: 0.031,
    reason: { code: 'disk', fault: 'denied' },
  },
  { name: 'archlinux-2026.11.01-x86_64.iso', status: 'stopped', size: 1.2 * GiB, progress: 1, uploaded: 1.9 * GiB },
  { name: 'Tears of Steel (2012)', status: 'stopped', size: 738 * MiB, progress: 0.772 },
]

export const sampleRows = (): readonly TorrentRow[] => samples.map((sample, n) => sampleRow(n + 1, sample))

const words = ['Aurora', 'atlas', 'Brücke', 'café', 'Delta', 'echo', 'fjord', 'Gamma', 'Hafen', 'index', '星空', 'Øl']
const statuses: readonly TorrentStatus[] = ['seeding', 'seeding', 'seeding', 'stopped', 'downloading', 'stalled']
const choked: Reason = { code: 'choked', peers: 3 }

const oneOfMany = (n: number, next: () => number): TorrentRow => {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
  const status = pick(statuses)
  const busy = status === 'downloading'
  return sampleRow(n, {
    name: `${pick(words)} ${pick(words)} ${Math.floor(next() * 2000)}`,
    status,
    size: Math.round(next() ** 3 * 60 * GiB) + MiB,
    progress: status === 'seeding' ? 1 : Math.round(next() * 1000) / 1000,
    downRate: busy ? Math.round(next() * 4000) * 1024 : 0,
    upRate: status === 'seeding' && next() < 0.2 ? Math.round(next() * 900) * 1024 : 0,
    eta: busy ? Math.round(next() * 20_000) : null,
    seeds: Math.floor(next() * 40),
    peers: Math.floor(next() * 80),
    reason: status === 'stalled' ? choked : null,
  })
}

/** The samples and more, `count` in all. */
export const manyRows = (count: number): readonly TorrentRow[] => {
  const next = random(7)
  const known = sampleRows().slice(0, count)
  return [...known, ...Array.from({ length: count - known.length }, (_, i) => oneOfMany(known.length + i + 1, next))]
}
