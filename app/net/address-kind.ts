// Where an IP address leads: out to the internet, to the own network, to this computer, or to nobody one could have a
// conversation with. The rules that rest on it are beside it (reach.ts) and in the swarm.

import { isPublicAddress, parseV4, parseV6 } from './address.ts'

/** `unusable`: unspecified, multicast, broadcast, documentation, reserved, or no address at all. */
export type AddressKind = 'public' | 'local' | 'loopback' | 'unusable'

const kindOfV4 = (value: number): AddressKind => {
  const a = value >>> 24
  const b = (value >>> 16) & 0xff
  if (a === 127) return 'loopback'
  const local =
    a === 10 ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168)
  return local ? 'local' : 'unusable'
}

const kindOfV6 = (groups: readonly number[]): AddressKind => {
  const [first = 0] = groups
  const zeros = (count: number): boolean => groups.slice(0, count).every((group) => group === 0)
  if (zeros(5) && groups[5] === 0xffff) return kindOfV4((groups[6] ?? 0) * 65_536 + (groups[7] ?? 0))
  if (zeros(7) && groups[7] === 1) return 'loopback'
  return (first & 0xfe00) === 0xfc00 || (first & 0xff80) === 0xfe80 ? 'local' : 'unusable'
}

/** IPv4-mapped IPv6 addresses are of the kind of the IPv4 address in them. */
export const addressKind = (address: string): AddressKind => {
  if (isPublicAddress(address)) return 'public'
  const v4 = parseV4(address)
  if (v4 !== null) return kindOfV4(v4)
  const v6 = parseV6(address)
  return v6 === null ? 'unusable' : kindOfV6(v6)
}
