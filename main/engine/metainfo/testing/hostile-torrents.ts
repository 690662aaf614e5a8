// .torrent files that are as dear to read as ten megabytes can be, sound ones and others.

import bencode from '../../../../app/bencode/bencode.js'

const MOST = 10_000_000
const encoder = new TextEncoder()

/** As often as there is room in a file of at most `size` bytes. */
const filled = (head: string, unit: string, tail: string, size = MOST): Uint8Array =>
  encoder.encode(head + unit.repeat(Math.floor((size - head.length - tail.length) / unit.length)) + tail)

const numbered = (count: number, unit: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => unit(n)).join('')

const text = (value: string): string => `${Buffer.byteLength(value)}:${value}`

export const filesTorrent = (count: number, path: (n: number) => readonly string[]): Uint8Array => {
  const files = Array.from({ length: count }, (_, n) => ({ length: 1, path: path(n) }))
  const pieces = new Uint8Array(20 * Math.ceil(count / 16_384))
  return bencode.encode({ info: { files, name: 'many', 'piece length': 16_384, pieces } })
}

/** By what they are made of; the values lie within the limits of the decoder, or just beyond. */
export const hostileTorrents: Readonly<Record<string, () => Uint8Array>> = {
  'empty lists': () => filled('d4:infod5:filesl', 'le', 'eee', 2_900_000),
  'empty lists beyond the limit': () => filled('d4:infod5:filesl', 'le', 'eee'),
  'empty dictionaries': () => filled('d4:infod5:filesl', 'de', 'eee', 2_900_000),
  'empty strings': () => filled('d4:infod5:filesl', '0:', 'eee', 5_900_000),
  integers: () => filled('d4:infod5:filesl', 'i1e', 'eee', 8_900_000),
  'wide integers': () => filled('d4:infod5:filesl', 'i9223372036854775807e', 'eee'),
  'lists in lists': () => filled('d4:infod5:filesl', 'l'.repeat(90) + 'e'.repeat(90), 'eee', 2_900_000),
  'a dictionary of many keys': () =>
    encoder.encode(`d${numbered(700_000, (n) => text(n.toString(36).padStart(5, '0')) + '0:')}e`),
  'files that are nothing': () => filled('d4:infod5:filesl', 'd6:lengthi1e4:pathl1:aee', 'eee'),
  'a hundred thousand files': () => filesTorrent(100_000, (n) => [`${n}`]),
  'a hundred thousand files in folders': () => filesTorrent(100_000, (n) => ['a', `${n % 300}`, 'b', `${n}.txt`]),
  'a hundred thousand names to be made safe': () => filesTorrent(100_000, (n) => [`con.${n}:?`, `${n}..`]),
  'a hundred thousand trackers': () =>
    encoder.encode(`d13:announce-listl${numbered(300_000, (n) => `l${text(`http://a/${n}`)}e`)}e4:infodee`),
}
