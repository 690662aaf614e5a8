// What lies around `info` in a .torrent: trackers, web seeds, DHT nodes, and words for people. None of it is part of
// the torrent's identity, so what is malformed here is dropped, never a reason to refuse.

import { textOf, type Dictionary, type Value } from '../bencode/document.ts'
import type { DhtNode, Info, Metainfo } from './metainfo.ts'
import { listAt, proseAt, sizeAt } from './metainfo-fields.ts'
import { trackerUrl, uniqueUrls, urlPath, webUrl } from './metainfo-urls.ts'

/** Of longer lists the rest is not looked at. */
const MAX_ENTRIES = 1_000
const MAX_TRACKERS = 200
const MAX_WEB_SEEDS = 100
const MAX_NODES = 100
const MAX_COMMENT = 10_000
const MAX_CREATOR = 255
/** The last second of the year 9999. */
const LAST_SECOND = 253_402_300_799

const textIn = (value: Value | undefined): string => (value instanceof Uint8Array ? textOf(value) : '')

/** Each tracker once, in its first tier; a tier that is a URL instead of a list is taken for one. */
const readTiers = (list: readonly Value[]): string[][] => {
  const seen = new Set<string>()
  const tiers = list.slice(0, MAX_ENTRIES).map((tier) => {
    const entries = Array.isArray(tier) ? (tier as readonly Value[]) : [tier]
    const urls = entries.slice(0, MAX_ENTRIES).map(textIn)
    return uniqueUrls(urls.map(trackerUrl), MAX_TRACKERS).filter((url) => {
      if (seen.has(url) || seen.size >= MAX_TRACKERS) return false
      seen.add(url)
      return true
    })
  })
  return tiers.filter((tier) => tier.length > 0)
}

const readTrackers = (torrent: Dictionary): string[][] => {
  const tiers = readTiers(listAt(torrent, 'announce-list') ?? [])
  return tiers.length > 0 ? tiers : readTiers([torrent.get('announce') ?? 0])
}

/**
 * BEP 19: below a URL that ends in `/` lies the torrent by its own names. Of a torrent with several files that is where
 * a URL has to end; for one file the URL is made that of the file.
 */
const webSeed = (url: string, path: readonly string[] | null): string =>
  url.endsWith('/') ? url + (path ? urlPath(path) : '') : url + (path ? '' : '/')

/** `onlyFile`: the path of the torrent's one file, as the torrent has it, root included; null: there are several. */
const readWebSeeds = (torrent: Dictionary, onlyFile: readonly string[] | null): string[] => {
  const list = listAt(torrent, 'url-list') ?? [torrent.get('url-list') ?? 0]
  return uniqueUrls(
    list.slice(0, MAX_ENTRIES).map((value) => {
      const url = webUrl(textIn(value))
      return url && webUrl(webSeed(url, onlyFile))
    }),
    MAX_WEB_SEEDS,
  )
}

const readNode = (value: Value): DhtNode | null => {
  const [host, port] = Array.isArray(value) ? (value as readonly Value[]) : []
  const name = textIn(host)
  if (!/^[0-9a-z.:-]{1,253}$/iu.test(name)) return null
  return typeof port === 'number' && port >= 1 && port <= 65_535 ? { host: name, port } : null
}

const readNodes = (torrent: Dictionary): DhtNode[] =>
  (listAt(torrent, 'nodes') ?? [])
    .slice(0, MAX_ENTRIES)
    .map(readNode)
    .filter((node) => node !== null)
    .slice(0, MAX_NODES)

/** Of the whole .torrent, what is not in `info`. `onlyFile`: see readWebSeeds. */
export const readAround = (torrent: Dictionary, onlyFile: readonly string[] | null): Omit<Metainfo, keyof Info> => {
  const seconds = sizeAt(torrent, 'creation date')
  return {
    trackers: readTrackers(torrent),
    webSeeds: readWebSeeds(torrent, onlyFile),
    nodes: readNodes(torrent),
    comment: proseAt(torrent, 'comment', MAX_COMMENT),
    createdBy: proseAt(torrent, 'created by', MAX_CREATOR),
    createdAt: seconds !== null && seconds > 0 && seconds <= LAST_SECOND ? seconds * 1_000 : null,
  }
}
