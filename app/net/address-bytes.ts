// An IP address as its bytes: 4, or 16 for IPv6 (IPv4-mapped ones as IPv4).

import { parseV4, parseV6 } from './address.ts'

const v4Bytes = (value: number): Uint8Array =>
  Uint8Array.of(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff)

/** Null when it is no address. */
export const addressBytes = (address: string): Uint8Array | null => {
  const v4 = parseV4(address)
  if (v4 !== null) return v4Bytes(v4)
  const groups = parseV6(address)
  if (!groups) return null
  const bytes = Uint8Array.from(groups.flatMap((group) => [group >>> 8, group & 0xff]))
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  return mapped ? bytes.slice(12) : bytes
}
