// Inputs for the parsers: sound ones, changed in their structure and in their bytes, and plain noise. Each kind of input
// is a function of randomness alone.

import { encode } from '../../app/bencode/bencode.js'
import type { Random } from './random.ts'

type Tree = Record<string, unknown>

const HASH = '0123456789abcdef0123456789abcdef01234567'
const zeros = (length: number): Uint8Array => new Uint8Array(length)

/** The bytes bencode is made of. */
const GRAMMAR = Array.from('dlie:-0123456789', (unit) => unit.charCodeAt(0))

const HOSTILE_NAMES = [
  ...[
    '',
    '.',
    '..',
    '...',
    '/',
    '\\',
    '../..',
    'C:',
    'con',
    'NUL.txt',
    'com¹',
    'a',
    'A',
    'a.part',
    '.pad',
    'ß',
    'ss',
    'ﬁ',
  ],
  ...[
    'é',
    'e\u0301',
    '\u202egpj.exe',
    '\u200b',
    '\ud800',
    '\0',
    'a\nb',
    '?',
    '*',
    ' x ',
    'x.',
    '漢',
    '😀',
    'LPT1',
    '~',
    '%2e%2e',
  ],
]

const KEYS = [
  ...[
    'info',
    'name',
    'name.utf-8',
    'files',
    'path',
    'path.utf-8',
    'length',
    'pieces',
    'piece length',
    'private',
    'attr',
  ],
  ...[
    'symlink path',
    'meta version',
    'file tree',
    'piece layers',
    'pieces root',
    'announce',
    'announce-list',
    'url-list',
  ],
  ...['nodes', 'creation date', 'comment', 'source', '', '__proto__', 'toString', '0', '10'],
]

/** A name that has hurt some program once, or several of them in one. */
export const hostileName = (random: Random): string => {
  let name = ''
  for (let part = random.below(4); part >= 0; part--) {
    name += random.pick(HOSTILE_NAMES).repeat(random.chance(0.02) ? 200 : 1)
  }
  return name
}

export const hostilePaths = (random: Random): string[][] =>
  Array.from({ length: 1 + random.below(10) }, () =>
    Array.from({ length: random.chance(0.01) ? 120 : random.below(5) }, () => hostileName(random)),
  )

const junk = (random: Random, depth = 0): unknown => {
  const scalars = [
    () => random.below(1_000),
    () => -random.below(1_000),
    () => 2 ** random.below(64),
    () => BigInt(random.below(2 ** 32)) ** 2n,
    () => random.bytes(random.below(40)),
    () => zeros(20 * random.below(5)),
    () => hostileName(random),
  ]
  const compounds = [
    () => Array.from({ length: random.below(4) }, () => junk(random, depth + 1)),
    () =>
      Object.fromEntries(Array.from({ length: random.below(4) }, () => [random.pick(KEYS), junk(random, depth + 1)])),
  ]
  return random.pick(depth < 4 ? [...scalars, ...compounds] : scalars)()
}

const soundFiles = (random: Random): Tree[] =>
  Array.from({ length: 1 + random.below(6) }, (_, index) => ({
    length: random.below(100_000),
    path: [random.pick(['a', 'b', 'Season 1']), `${index} ${random.pick(['x', 'ä', '漢'])}.bin`],
    ...(random.chance(0.1) && { attr: random.pick(['p', 'l', 'x']), 'symlink path': ['a'] }),
  }))

const soundInfo = (random: Random): Tree => {
  const files = soundFiles(random)
  const length = files.reduce((sum, file) => sum + (file['attr'] === 'l' ? 0 : Number(file['length'])), 0)
  const shared = { name: 'fuzz', 'piece length': 16_384, pieces: zeros(20 * Math.ceil(length / 16_384)) }
  return random.chance(0.3) ? { ...shared, length } : { ...shared, files, private: random.below(2) }
}

const soundHybrid = (random: Random): Tree => {
  const length = 1 + random.below(16_384)
  const leaf = { '': { length, 'pieces root': random.bytes(32) } }
  return { 'file tree': { x: leaf }, length, 'meta version': 2, name: 'x', 'piece length': 16_384, pieces: zeros(20) }
}

const soundTorrent = (random: Random): Tree => ({
  info: random.chance(0.2) ? soundHybrid(random) : soundInfo(random),
  announce: 'http://tracker.example/announce',
  ...(random.chance(0.5) && { 'announce-list': [['udp://t.example:80'], ['http://a/', 'wss://b/']] }),
  ...(random.chance(0.5) && { 'url-list': ['http://seed.example/files/'], nodes: [['h', 1]], comment: 'words' }),
})

/** A copy with one part, anywhere in it, replaced, removed or added to. */
const mutateTree = (random: Random, tree: unknown): unknown => {
  if (Array.isArray(tree)) {
    if (tree.length === 0 || random.chance(0.3)) return junk(random)
    const at = random.below(tree.length)
    const items: unknown[] = tree
    return random.chance(0.1)
      ? [...items, ...items]
      : items.map((item, index) => (index === at ? mutateTree(random, item) : item))
  }
  if (typeof tree !== 'object' || tree === null || ArrayBuffer.isView(tree)) return junk(random)
  const entries: [string, unknown][] = Object.entries(tree)
  if (entries.length === 0 || random.chance(0.1)) return { ...tree, [random.pick(KEYS)]: junk(random) }
  const [key, value] = random.pick(entries)
  return { ...tree, [key]: random.chance(0.15) ? undefined : mutateTree(random, value) }
}

const mutateOnce = (random: Random, bytes: Uint8Array): Uint8Array => {
  const at = random.below(bytes.length + 1)
  const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)]
  const joined = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]))
  return random.pick([
    () => joined(head, tail.subarray(1)),
    () => joined(head, random.bytes(1), tail.subarray(1)),
    () => joined(head, Uint8Array.from([random.pick(GRAMMAR)]), tail),
    () => joined(head, tail.subarray(0, 30), tail),
    () => joined(head, tail.subarray(random.below(30))),
    () => head,
  ])()
}

/** A few bytes changed, doubled, inserted or cut. */
export const mutateBytes = (random: Random, bytes: Uint8Array): Uint8Array => {
  let changed = bytes
  for (let times = random.below(4); times > 0; times--) changed = mutateOnce(random, changed)
  return changed
}

export const torrentInput = (random: Random): Uint8Array => {
  if (random.chance(0.05)) return random.bytes(random.below(200))
  let tree: unknown = soundTorrent(random)
  for (let times = random.below(3); times > 0; times--) tree = mutateTree(random, tree)
  const bytes = encode(tree)
  return random.chance(0.3) ? mutateBytes(random, bytes) : bytes
}

/** An info dictionary alone, as peers send it. */
export const infoInput = (random: Random): Uint8Array => {
  const info: unknown = random.chance(0.2) ? soundHybrid(random) : soundInfo(random)
  return encode(random.chance(0.5) ? mutateTree(random, info) : info)
}

const bencodeText = (random: Random, depth: number): string => {
  const key = (): string => {
    const text = random.pick([...KEYS, '\u00ff', '\u00c3\u00a9', '\u0080\u0081'])
    return `${text.length}:${text}`
  }
  const inner = (make: () => string): string => Array.from({ length: random.below(4) }, make).join('')
  return random.pick([
    key,
    () => `i${random.pick(['', '-'])}${random.below(2 ** 32)}e`,
    () => `i${random.pick(['-0', '03', '1.9', '+1', '', '9007199254740993', '9'.repeat(25)])}e`,
    () => (depth > 5 ? 'le' : `l${inner(() => bencodeText(random, depth + 1))}e`),
    () => (depth > 5 ? 'de' : `d${inner(() => key() + bencodeText(random, depth + 1))}e`),
  ])()
}

export const bencodeInput = (random: Random): Uint8Array => {
  if (random.chance(0.1)) return random.bytes(random.below(80))
  if (random.chance(0.01))
    return Uint8Array.from(random.pick(['l', 'd1:a', 'i', '9', '1:', 'd0:']).repeat(5_000), (c) => c.charCodeAt(0))
  const bytes = Uint8Array.from(bencodeText(random, 0), (unit) => unit.charCodeAt(0))
  return random.chance(0.5) ? mutateBytes(random, bytes) : bytes
}

const MAGNET_PARTS = [
  ...[
    'magnet:?',
    'xt=urn:btih:',
    HASH,
    HASH.slice(0, 32),
    'xt=urn:btmh:1220',
    '&',
    '&amp;',
    '=',
    'dn=',
    'tr=',
    'ws=',
    'xs=',
    'so=',
  ],
  ...[
    'x.pe=',
    '.1',
    '%',
    '%00',
    '%0a',
    '%e2%80',
    '%ff',
    '+',
    '-',
    ',',
    '0-5',
    '[::1]:80',
    '1.2.3.4:5',
    ':99999',
    'udp://h:1/',
    '\n',
    '😀',
  ],
  ...['http://a.example/x y', 'http://u:p@h/', 'https://', ' ', '"', '<', '\ud800', '99999999999999999999'],
]

export const magnetInput = (random: Random): string => {
  const noise = Array.from({ length: random.below(30) }, () => random.pick(MAGNET_PARTS)).join('')
  if (random.chance(0.2)) return noise
  const tail = random.chance(0.01) ? random.pick(MAGNET_PARTS).repeat(3_000) : noise
  return `magnet:?xt=urn:btih:${HASH}&dn=a&${tail}`
}
