// The types of bencode.js, written by hand: project references pass on declarations of TypeScript files only.

/** What comes out of decoding. Integers beyond ±(2^53 − 1) are bigint; dictionaries have no prototype. */
export type BencodeValue = number | bigint | Uint8Array | BencodeValue[] | BencodeDictionary

export interface BencodeDictionary {
  [key: string]: BencodeValue
}

/** Throws BencodeError only. Bytes behind the value do not matter; see objects.js for the rest. */
export function decode(data: Uint8Array | string): BencodeValue

/** Throws BencodeError only; see encoder.js. */
export function encode(value: unknown): Uint8Array<ArrayBuffer>

export class BencodeError extends Error {
  readonly fault: string
  /** Bytes into the input, as far as known. */
  readonly offset: number
}

declare const bencode: { readonly decode: typeof decode; readonly encode: typeof encode }
export default bencode
