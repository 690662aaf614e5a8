// The types of utf8.js, written by hand (see bencode.d.ts).

export function decodeUtf8<R extends string | null>(
  bytes: Uint8Array,
  start: number,
  end: number,
  replacement: R,
): string | R
export function writeUtf8(text: string, into: Uint8Array, at: number): number
export function encodeUtf8(text: string): Uint8Array
export function utf8Length(text: string): number
export function compareUtf8(a: string, b: string): number
