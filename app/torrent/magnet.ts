// Magnet links and what else a user may paste to name a torrent (BEP 9, BEP 53). Pure text: nothing is contacted, and
// of what a link asks for beyond its infohash only what is well-formed remains.

import { fail, ok, type Result } from '../result.ts'
import { trackerUrl, uniqueUrls, webUrl } from './metainfo-urls.ts'
import type { TorrentId } from './row.ts'

/**
 * - `not-magnet`: does not begin with `magnet:?`; `too-long`: more than 64 KiB
 * - `control-character`: holds one, or a broken surrogate, as it is (percent-encoded in a name they become spaces)
 * - `bad-escape`: in `xt`, a `%` that is no escape or escapes that are no UTF-8 (elsewhere that parameter is dropped)
 * - `no-hash`: no `xt=urn:btih:`; `bad-hash`: neither 40 hex nor 32 base32 digits; `two-hashes`: several that differ
 * - `v2-only`: only `urn:btmh:` (BEP 52), which this engine does not speak
 */
export type MagnetFault =
  | 'not-magnet'
  | 'too-long'
  | 'control-character'
  | 'bad-escape'
  | 'no-hash'
  | 'bad-hash'
  | 'two-hashes'
  | 'v2-only'

/** A peer's address as `x.pe` gives it: IPv4, IPv6 without brackets, or a host name. */
export interface PeerAddress {
  readonly host: string
  readonly port: number
}

/** Inclusive, in file indexes. */
export interface FileRange {
  readonly from: number
  readonly to: number
}

export interface Magnet {
  readonly id: TorrentId
  /** `dn`, as plain text of at most 255 characters; not a file name. */
  readonly name: string | null
  /** `tr`; each is a tier of its own. At most 200. */
  readonly trackers: readonly string[]
  /** `ws`, http(s) only. At most 100. */
  readonly webSeeds: readonly string[]
  /** `xs` and `as`, http(s) only: where the .torrent could be had. Never fetched by itself. At most 10. */
  readonly sources: readonly string[]
  /** `x.pe`. At most 50. */
  readonly peers: readonly PeerAddress[]
  /** `so` (BEP 53): the files wanted, rising and apart; null: all. */
  readonly selection: readonly FileRange[] | null
  /** Names a v2 hash too. */
  readonly hybrid: boolean
}

/** What a user may give to name a torrent: a magnet link or bare infohash, or where a .torrent is (http or https). */
export type Link = { readonly kind: 'magnet'; readonly magnet: Magnet } | { readonly kind: 'url'; readonly url: string }

export type LinkFault = MagnetFault | 'not-a-link'

/** Characters of a link. */
export const MAX_LENGTH = 65_536
const MAX_NAME = 255
const MAX_FILE = 99_999
const LIMITS = { tr: 200, ws: 100, xs: 10, 'x.pe': 50, so: 1_000 }
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\p{Cs}]/u
const HEX_HASH = /^[0-9a-f]{40}$/iu
const BASE32_HASH = /^[a-z2-7]{32}$/iu
const V2_HASH = /^(?:1220)?[0-9a-f]{64}$/iu
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'

const decodeEscapes = (text: string): string | null => {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** 32 base32 digits to 40 hex digits: eight digits are forty bits. */
const base32ToHex = (text: string): string =>
  (text.toLowerCase().match(/.{8}/gu) ?? [])
    .map((group) => [...group].reduce((bits, digit) => bits * 32 + BASE32.indexOf(digit), 0))
    .map((bits) => bits.toString(16).padStart(10, '0'))
    .join('')

/** The v1 infohash that 40 hex or 32 base32 digits stand for, or null. */
export const parseHash = (text: string): TorrentId | null => {
  if (HEX_HASH.test(text)) return text.toLowerCase() as TorrentId
  return BASE32_HASH.test(text) ? (base32ToHex(text) as TorrentId) : null
}

/** Values by parameter, still escaped. `tr.1`, `tr.2` are both `tr`; `&amp;` of copied HTML is `&`. */
const parametersOf = (query: string): ReadonlyMap<string, readonly string[]> => {
  const parameters = new Map<string, string[]>()
  for (const part of query.split('&')) {
    const equals = part.indexOf('=')
    if (equals < 1) continue
    const key = part
      .slice(0, equals)
      .toLowerCase()
      .replace(/^amp;/u, '')
      .replace(/\.[0-9]+$/u, '')
    const values = parameters.get(key)
    if (values) values.push(part.slice(equals + 1))
    else parameters.set(key, [part.slice(equals + 1)])
  }
  return parameters
}

interface Topic {
  readonly id: TorrentId
  readonly hybrid: boolean
}

const parseTopics = (values: readonly string[]): Result<Topic, MagnetFault> => {
  const topics = values.map(decodeEscapes)
  if (topics.includes(null)) return fail('bad-escape')
  const after = (prefix: string): string[] =>
    topics.flatMap((topic) => (topic?.toLowerCase().startsWith(prefix) ? [topic.slice(prefix.length)] : []))
  const ids = after('urn:btih:').map(parseHash)
  const hybrid = after('urn:btmh:').some((hash) => V2_HASH.test(hash))
  const [id, ...more] = new Set(ids)
  if (id === undefined) return fail(hybrid ? 'v2-only' : 'no-hash')
  if (id === null || more.includes(null)) return fail('bad-hash')
  return more.length > 0 ? fail('two-hashes') : ok({ id, hybrid })
}

const parseName = (escaped: string | undefined): string | null => {
  const spaced = escaped?.replaceAll('+', ' ') ?? ''
  const text = (decodeEscapes(spaced) ?? spaced).replace(new RegExp(CONTROL, 'gu'), ' ').trim()
  return [...text].slice(0, MAX_NAME).join('').trim() || null
}

const parsePeer = (text: string | null): PeerAddress | null => {
  const [, v6, name, digits] = /^(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9.-]{1,253})):([0-9]{1,5})$/iu.exec(text ?? '') ?? []
  const [host, port] = [v6 ?? name, Number(digits)]
  return host !== undefined && port >= 1 && port <= 65_535 ? { host: host.toLowerCase(), port } : null
}

const parseRange = (text: string): FileRange | null => {
  const [, first, last] = /^([0-9]{1,6})(?:-([0-9]{1,6}))?$/u.exec(text) ?? []
  const [from, to] = [Number(first), Math.min(Number(last ?? first), MAX_FILE)]
  return from <= to ? { from, to } : null
}

/** Sorted, with ranges that touch made one; null when there are none. */
const parseSelection = (values: readonly (string | null)[]): FileRange[] | null => {
  const texts = values.flatMap((value) => value?.split(',') ?? []).slice(0, LIMITS.so)
  const ranges = texts.map((text) => parseRange(text.trim())).filter((range) => range !== null)
  const merged: FileRange[] = []
  for (const range of ranges.sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last && range.from <= last.to + 1)
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, range.to) }
    else merged.push(range)
  }
  return merged.length > 0 ? merged : null
}

const plainMagnet = (id: TorrentId): Magnet => ({
  id,
  name: null,
  trackers: [],
  webSeeds: [],
  sources: [],
  peers: [],
  selection: null,
  hybrid: false,
})

/** Reads a magnet link (BEP 9: `xt`, `dn`, `tr`, `x.pe`; BEP 53: `so`; also `ws`, `xs`, `as`). Others are ignored. */
export const parseMagnet = (text: string): Result<Magnet, MagnetFault> => {
  if (text.length > MAX_LENGTH) return fail('too-long')
  if (CONTROL.test(text)) return fail('control-character')
  if (!/^magnet:\?/iu.test(text)) return fail('not-magnet')
  const parameters = parametersOf(text.slice('magnet:?'.length))
  const decoded = (key: string): (string | null)[] => (parameters.get(key) ?? []).map(decodeEscapes)
  const topic = parseTopics(parameters.get('xt') ?? [])
  if (!topic.ok) return topic
  const web = (key: string): (string | null)[] => decoded(key).map((value) => webUrl(value ?? ''))
  const peers = new Map(decoded('x.pe').map((value) => [value, parsePeer(value)]))
  return ok({
    ...topic.value,
    name: parseName(parameters.get('dn')?.[0]),
    trackers: uniqueUrls(
      decoded('tr').map((value) => trackerUrl(value ?? '')),
      LIMITS.tr,
    ),
    webSeeds: uniqueUrls(web('ws'), LIMITS.ws),
    sources: uniqueUrls([...web('xs'), ...web('as')], LIMITS.xs),
    peers: [...peers.values()].filter((peer) => peer !== null).slice(0, LIMITS['x.pe']),
    selection: parseSelection(decoded('so')),
  })
}

const formatPeer = ({ host, port }: PeerAddress): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`

const formatRange = ({ from, to }: FileRange): string => (from === to ? `${from}` : `${from}-${to}`)

/** The link for a torrent: as much of it as is given. What was parsed from a link comes back the same from this. */
export const formatMagnet = (magnet: Pick<Magnet, 'id'> & Partial<Magnet>): string => {
  const { id, name, trackers = [], webSeeds = [], sources = [], peers = [], selection } = magnet
  const escaped = (key: string, value: string): string => `${key}=${encodeURIComponent(value.toWellFormed())}`
  return `magnet:?${[
    `xt=urn:btih:${id}`,
    ...(name ? [escaped('dn', name)] : []),
    ...trackers.map((url) => escaped('tr', url)),
    ...webSeeds.map((url) => escaped('ws', url)),
    ...sources.map((url) => escaped('xs', url)),
    ...peers.map((peer) => `x.pe=${formatPeer(peer)}`),
    ...(selection ? [`so=${selection.map(formatRange).join(',')}`] : []),
  ].join('&')}`
}

/**
 * Reads what a user pasted or another program handed over: a magnet link, an infohash (40 hex or 32 base32 digits), or
 * the http(s) URL of a .torrent, which must not hold credentials.
 */
export const parseLink = (text: string): Result<Link, LinkFault> => {
  const link = text.trim()
  if (/^magnet:/iu.test(link)) {
    const magnet = parseMagnet(link)
    return magnet.ok ? ok({ kind: 'magnet', magnet: magnet.value }) : magnet
  }
  const id = parseHash(link)
  if (id) return ok({ kind: 'magnet', magnet: plainMagnet(id) })
  if (V2_HASH.test(link)) return fail('v2-only')
  const url = webUrl(link)
  return url ? ok({ kind: 'url', url }) : fail('not-a-link')
}

/** Links taken from one text. */
export const MAX_LINKS = 500
const MAX_PASTE = 4_000_000
/** A link begins here; a magnet link goes on to the next link or the end of its line, as its name may hold spaces. */
const LINK_START = /(?:^|[\s<>"'`(,;])(magnet:\?|https?:\/\/|[0-9a-f]{40}(?![0-9a-z])|[a-z2-7]{32}(?![0-9a-z]))/giu

/** Without these characters at its end. */
const withoutTail = (text: string, characters: string): string => {
  let end = text.length
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--
  return text.slice(0, end)
}

const AFTER_WORD = '<>"\'`,;.'

/** Without the punctuation of the sentence it stood in. */
const bareLink = (text: string): string => {
  if (/^magnet:/iu.test(text)) return withoutTail(text.trimEnd(), ' \t<>"\'`,;')
  const word = withoutTail(/^\S+/u.exec(text)?.[0] ?? '', AFTER_WORD)
  const [beforeBracket = word] = word.split(')', 1)
  return word.includes('(') ? word : withoutTail(beforeBracket, AFTER_WORD)
}

const linksOfLine = (line: string): string[] => {
  const starts = [...line.matchAll(LINK_START)].map(
    ({ index, 0: whole, 1: start = '' }) => index + whole.length - start.length,
  )
  return starts.map((start, index) => bareLink(line.slice(start, starts[index + 1])))
}

export interface PastedLinks {
  /** In order, each once, MAX_LINKS at most. */
  readonly links: readonly string[]
  /** What there is beyond these. */
  readonly beyond: readonly string[]
}

/** The links in a pasted text. What they are, and whether they are any good, is for parseLink to say. */
export const splitPaste = (text: string): PastedLinks => {
  const links = text
    .slice(0, MAX_PASTE)
    .split(/[\r\n\u2028\u2029]+/u)
    .flatMap(linksOfLine)
  const all = [...new Set(links)]
  return { links: all.slice(0, MAX_LINKS), beyond: all.slice(MAX_LINKS) }
}
