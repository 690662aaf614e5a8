// The inner loop of RC4 as a WebAssembly module, put together here instruction by instruction: half the processor time
// of the runtime's own cipher, and of anything that can be written in JavaScript. Leaves keys and memory to rc4.ts.
// Memory: the permutation at 0, i at 256, j at 257 (bytes all); what is to be changed lies beyond.

type Code = readonly number[]

/** Variable length, as the format has its numbers; below 64 a signed one looks the same. */
const number = (value: number): Code => {
  const low = value & 0x7f
  const rest = value >> 7
  const isLast = rest === 0 && (low & 0x40) === 0
  return isLast ? [low] : [low | 0x80, ...number(rest)]
}
const vector = (items: readonly Code[]): Code => [...number(items.length), ...items.flat()]
const bytes = (code: Code): Code => [...number(code.length), ...code]
const section = (id: number, items: readonly Code[]): Code => [id, ...bytes(vector(items))]
const text = (value: string): Code => bytes([...Buffer.from(value)])

const constant = (value: number): Code => [0x41, ...number(value)]
const get = (local: number): Code => [0x20, local]
const set = (local: number, value: Code): Code => [...value, 0x21, local]
const load = (address: Code): Code => [...address, 0x2d, 0, 0]
const store = (address: Code, value: Code): Code => [...address, ...value, 0x3a, 0, 0]
const equal = (one: Code, other: Code): Code => [...one, ...other, 0x46]
const add = (one: Code, other: Code): Code => [...one, ...other, 0x6a]
const xor = (one: Code, other: Code): Code => [...one, ...other, 0x73]
const lowByte = (value: Code): Code => [...value, ...constant(0xff), 0x71]
/** Again and again until `done`, which is asked before every turn. */
const until = (done: Code, turn: Code): Code => [0x02, 0x40, 0x03, 0x40, ...done, 0x0d, 1, ...turn, 0x0c, 0, 0x0b, 0x0b]

const I32 = 0x7f
const NO_MAXIMUM = 0
const [FUNCTION, MEMORY] = [0, 2]
/** Where the permutation ends, and i and j are kept. */
const [KEPT_I, KEPT_J] = [256, 257]

// The two arguments, where the bytes are and how many (then: where they end), and the locals.
const [AT, END, I, J, A, B] = [0, 1, 2, 3, 4, 5]

const next: Code = [
  ...set(I, lowByte(add(get(I), constant(1)))),
  ...set(A, load(get(I))),
  ...set(J, lowByte(add(get(J), get(A)))),
  ...set(B, load(get(J))),
  ...store(get(J), get(A)),
  ...store(get(I), get(B)),
  ...store(get(AT), xor(load(get(AT)), load(lowByte(add(get(A), get(B)))))),
  ...set(AT, add(get(AT), constant(1))),
]

const crypt: Code = [
  ...set(END, add(get(AT), get(END))),
  ...set(I, load(constant(KEPT_I))),
  ...set(J, load(constant(KEPT_J))),
  ...until(equal(get(AT), get(END)), next),
  ...store(constant(KEPT_I), get(I)),
  ...store(constant(KEPT_J), get(J)),
  0x0b,
]

/** Exports `memory` of so many pages of 64 KiB, and `crypt(at, length)`. */
export const rc4Module = (pages: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [[0x60, ...vector([[I32], [I32]]), ...vector([])]]),
    ...section(3, [[0]]),
    ...section(5, [[NO_MAXIMUM, ...number(pages)]]),
    ...section(7, [
      [...text('memory'), MEMORY, 0],
      [...text('crypt'), FUNCTION, 0],
    ]),
    ...section(10, [bytes([...vector([[4, I32]]), ...crypt])]),
  ])
