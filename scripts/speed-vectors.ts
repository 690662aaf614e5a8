// Messages at the edges of what docs/speed.md says, for the page: what is taken, what is passed over and what is
// malformed. Leaves the page's other blocks to speed-page.ts. Invariant: what a message is read as is asked of the
// decoder, and never written down here.

import { decodeMessage, MOST_LEVELS_PASSED } from '../app/speed/message-codec.ts'

/** One byte a character, except that `\xNN` and `text*n` are as on the page. */
const bytesOf = (written: string): Uint8Array => {
  const repeated = written.replace(/(\w)\*(\d+)/g, (_, one: string, times: string) => one.repeat(Number(times)))
  const plain = repeated.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Uint8Array.from(plain, (one) => one.charCodeAt(0))
}

const ack = (unknown: string): string => `d1:m0:1:ni0e1:ti6e${unknown}e`
const nested = (levels: number): string => ack(`1:zl*${levels}e*${levels}`)

const EDGES: readonly string[] = [
  ack(''),
  'd1:ni0e1:ti6ee',
  'd1:ti6e1:m0:1:ni0ee',
  'd1:m1:\\x001:ni0e1:ti6ee',
  'd1:m0:1:ni00e1:ti6ee',
  `${ack('')}e`,
  ack('1:zi-5e'),
  ack('1:\\xffi1e'),
  ack('1:zd1:bi1e1:ai2ee'),
  ack('1:zd1:ai1e1:ai2ee'),
  ack(`1:zi${2n ** 64n - 1n}e`),
  ack(`1:zi${2n ** 64n}e`),
  ack(`1:zi-${2n ** 63n}e`),
  ack(`1:zi-${2n ** 63n + 1n}e`),
  nested(MOST_LEVELS_PASSED),
  nested(MOST_LEVELS_PASSED + 1),
  'd1:ai1e1:ti99ee',
  'd1:ti99e1:ai1ee',
  'd1:bi1e1:k3:new1:ri2e1:ti8ee',
  'd1:bi1e1:k2:\\xff\\xfe1:ri2e1:ti8ee',
  'd1:k3:low1:m2:\\xc3\\xa91:ti9ee',
  'd1:k3:low1:m2:\\xc3\\x281:ti9ee',
  'd1:k0:1:m0:1:ti9ee',
]

const READ_AS = { message: 'taken', unknown: 'ignored', malformed: 'malformed' } as const

/** What it is read as, and its bytes: `\xNN` is one of them, and `l*99` the same 99 times. */
export const edgeLines = (): string[] =>
  EDGES.map((written) => `${READ_AS[decodeMessage(bytesOf(written)).is].padEnd(11)}${written}`)
