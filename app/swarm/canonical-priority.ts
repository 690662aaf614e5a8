// Canonical peer priority (BEP 40): a number both ends of a pair compute alike, so that clients which are full keep the
// same connections, and a swarm stays connected in a way nobody can choose.

import { addressBytes } from '../net/address-bytes.ts'

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1
  return value
})

/** CRC-32C (Castagnoli). */
export const crc32c = (bytes: Uint8Array): number => {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] ?? 0)
  return (crc ^ 0xffffffff) >>> 0
}

const order = (a: Uint8Array, b: Uint8Array): number => {
  const at = a.findIndex((byte, index) => byte !== b[index])
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0)
}

/** How much of the addresses counts: more the closer they are, so that neighbours still differ. */
const masked = (bytes: Uint8Array, shared: number): Uint8Array => {
  const whole =
    bytes.length === 4 ? Math.max(2, shared >= 2 ? shared + 1 : 2) : Math.max(6, shared >= 6 ? shared + 1 : 6)
  return bytes.map((byte, index) => (index < whole ? byte : byte & 0x55))
}

/** Higher is better. Null when the addresses are not of the same family or are none. */
export const canonicalPriority = (
  a: { readonly host: string; readonly port: number },
  b: { readonly host: string; readonly port: number },
): number | null => {
  const [one, two] = [addressBytes(a.host), addressBytes(b.host)]
  if (!one || !two || one.length !== two.length) return null
  const differs = one.findIndex((byte, index) => byte !== two[index])
  const parts =
    differs === -1
      ? [a.port, b.port].map((port) => Uint8Array.of(port >>> 8, port & 0xff))
      : [masked(one, differs), masked(two, differs)]
  const [low, high] = parts.toSorted(order)
  return crc32c(Uint8Array.from([...(low ?? []), ...(high ?? [])]))
}
