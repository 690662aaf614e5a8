// The types of bencode.js, written by hand: project references pass on declarations of TypeScript files only.

/** What comes out of decoding. Integers beyond ±(2^53 − 1) are bigint; dictionaries have no prototype. */
export type BencodeValue = number | bigint | Uint8Array | BencodeValue[] | BencodeDictionary

export interface BencodeDictionary {
  [key: string]: BencodeValue
}

export function decode(data: Uint8Array | string): BencodeValue
export function encode(value: unknown): Uint8Array

declare const bencode: { readonly decode: typeof decode; readonly encode: typeof encode }
export default bencode
