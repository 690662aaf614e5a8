// What is fuzzed, and what must hold of every answer. A target answers whether it took the input; anything that must
// not be, it throws.

import { createHash } from 'node:crypto'
import { posix, win32 } from 'node:path'
import { BencodeError, decode, encode } from '../../app/bencode/bencode.js'
import { parseDocument } from '../../app/bencode/document.ts'
import { formatMagnet, parseLink, parseMagnet, splitPaste } from '../../app/torrent/magnet.ts'
import { parseInfo, parseTorrentFile } from '../../app/torrent/metainfo.ts'
import { rootName, safeElement, safePaths } from '../../app/torrent/paths.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import { buildTorrentFile } from '../../app/torrent/torrent-file.ts'
import { moneyStory } from '../../main/engine/speed/testing/money-fuzz.ts'
import { protocolTargets, type ProtocolTarget } from '../../main/engine/swarm/testing/protocol-fuzz.ts'
import { bencodeInput, hostileName, hostilePaths, magnetInput, mutateBytes, torrentInput } from './inputs.ts'
import { insist } from './insist.ts'
import { dhtNode } from './dht-target.ts'
import { dht, neighbour, router } from './network-targets.ts'
import { offer } from './offer-target.ts'
import { datagram, peer } from './peer-target.ts'
import type { Random } from './random.ts'
import { routerTalk } from './router-target.ts'
import { httpTracker, udpTracker } from './tracker-targets.ts'
import { webSeed } from './web-seed-target.ts'

type Outcome = 'taken' | 'refused'
type Target = (random: Random) => Outcome
export type AnyTarget = (random: Random) => Outcome | Promise<Outcome>

const id = '0123456789abcdef0123456789abcdef01234567' as TorrentId
const digest = (name: string) => (bytes: Uint8Array) => createHash(name).update(bytes).digest()
const [sha1, sha256] = [digest('sha1'), digest('sha256')]

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

const decoded = (bytes: Uint8Array): { readonly value: unknown } | null => {
  try {
    return { value: decode(bytes) }
  } catch (error) {
    if (error instanceof BencodeError) return null
    throw error
  }
}

const bencode: Target = (random) => {
  const bytes = bencodeInput(random)
  const [objects, document] = [decoded(bytes), parseDocument(bytes)]
  if (!objects) return 'refused'
  insist(document.ok, 'objects were read where maps were not')
  insist(same(encode(objects.value), bytes.subarray(0, document.value.end)), 'encoding did not give back the bytes')
  insist(typeof String(objects.value) === 'string', 'no text')
  return 'taken'
}

const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(?:\.|$)/i
const UNSAFE = /[\u0000-\u001f\u007f-\u009f/\\<>:"|?*\u202a-\u202e\u200b-\u200f\ufeff]|^[ .]|[ .]$/

const isPlain = (name: string): boolean =>
  name !== '' && !UNSAFE.test(name) && !DEVICE.test(name) && name.isWellFormed() && Buffer.byteLength(name) <= 255

/** The paths are plain, inside their root on every system, and apart from each other and from folders. */
const insistOnPaths = (paths: readonly (readonly string[])[]): void => {
  const fold = (path: readonly string[]): string => path.join('/').normalize('NFC').toLowerCase()
  const files = paths.map(fold)
  insist(new Set(files).size === files.length, 'two files share a path')
  const folders = new Set(paths.flatMap((path) => path.slice(1).map((_, depth) => fold(path.slice(0, depth + 1)))))
  insist(!files.some((file) => folders.has(file)), 'a file is a folder')
  for (const path of paths) {
    insist(path.length > 0 && path.every(isPlain), 'a name is not plain')
    insist(posix.resolve('/base/root', ...path).startsWith('/base/root/'), 'outside the root')
    insist(win32.resolve('C:\\base\\root', ...path).startsWith('C:\\base\\root\\'), 'outside the root on Windows')
  }
}

const metainfo: Target = (random) => {
  const parsed = parseTorrentFile(torrentInput(random), sha1, sha256)
  if (!parsed.ok) return 'refused'
  const torrent = parsed.value
  insistOnPaths(torrent.files.filter(({ pad }) => !pad).map(({ path }) => path))
  insist(isPlain(torrent.name), 'the name is not plain')
  insist(
    torrent.files.every(({ path, pad }) => (path[0] === '.pad') === pad),
    'padding is not told apart',
  )
  insist(torrent.files.reduce((sum, { length }) => sum + length, 0) === torrent.length, 'lengths do not add up')
  insist(torrent.hashes.length === Math.ceil(torrent.length / torrent.pieceLength) * 20, 'hashes do not match')
  const info = parseInfo(torrent.rawInfo, sha1, torrent.id)
  insist(info.ok, 'the info alone was refused')
  const again = parseTorrentFile(buildTorrentFile(torrent), sha1, sha256)
  insist(again.ok && again.value.id === torrent.id, 'the torrent changed when it was written')
  insist(decoded(buildTorrentFile(torrent)) !== null, 'the libraries cannot read what we took')
  return 'taken'
}

const magnet: Target = (random) => {
  const text = magnetInput(random)
  for (const link of splitPaste(text).links) parseLink(link)
  const parsed = parseMagnet(text)
  if (!parsed.ok) return 'refused'
  const again = parseMagnet(formatMagnet(parsed.value))
  const plain = { ...parsed.value, hybrid: false }
  insist(again.ok && JSON.stringify(again.value) === JSON.stringify(plain), 'the link changed when it was written')
  return 'taken'
}

const paths: Target = (random) => {
  const name = hostileName(random)
  const safe = safeElement(name)
  insist(safe === null || (isPlain(safe) && safeElement(safe) === safe), 'a name is not plain')
  const uses = random.below(4)
  let asked = 0
  insist(isPlain(rootName(name, id, () => asked++ < uses, random.chance(0.5))), 'the root is not plain')
  const parsed = safePaths(hostilePaths(random))
  if (!parsed.ok) return 'refused'
  insistOnPaths(parsed.value)
  return 'taken'
}

const withMutation =
  (target: ProtocolTarget): Target =>
  (random) =>
    target(random, (bytes) => mutateBytes(random, bytes))

const { wire, extended, pex, announce, resume } = protocolTargets

const parsers = {
  bencode,
  metainfo,
  magnet,
  paths,
  dht,
  neighbour,
  router,
  wire: withMutation(wire),
  extended: withMutation(extended),
  pex: withMutation(pex),
  announce: withMutation(announce),
  resume: withMutation(resume),
}

const money: AnyTarget = (random) => moneyStory(random, (bytes) => mutateBytes(random, bytes))

/** Those that take the whole way, over sockets on loopback; and stories of many messages. */
const whole = { money, offer, peer, datagram, dhtNode, httpTracker, udpTracker, webSeed, routerTalk }

export const targets = { ...parsers, ...whole }
export type TargetName = keyof typeof targets

/** How many inputs it gets for every one of a whole way: a parser takes that many times less. */
const MORE_OFTEN = 20

export const shareOf = (target: TargetName): number => (target in whole ? 1 : MORE_OFTEN)
