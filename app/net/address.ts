// Which IP addresses are out on the internet, and which are this computer, its network, or nobody's: a URL from a
// torrent, a magnet link or a tracker must not make us talk to the latter (server-side request forgery).

type Range = readonly [first: string, bits: number]

/** IPv4 blocks that are not globally reachable (IANA special-purpose registry, RFC 6890). */
const V4: readonly Range[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]

/** Dotted decimal to 32 bits, or null: no octal, no missing parts. */
export const parseV4 = (text: string): number | null => {
  const parts = text.split('.')
  if (parts.length !== 4) return null
  let value = 0
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return null
    value = value * 256 + Number(part)
  }
  return value
}

/** Eight groups of 16 bits, or null. Accepts `::` and a dotted IPv4 tail; a zone (`%eth0`) is not accepted. */
export const parseV6 = (text: string): number[] | null => {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text)
  const v4 = tail ? parseV4(tail[2] ?? '') : null
  if (tail && v4 === null) return null
  const plain = tail && v4 !== null ? `${tail[1]}${(v4 >>> 16).toString(16)}:${(v4 & 0xffff).toString(16)}` : text
  const halves = plain.split('::')
  if (halves.length > 2) return null
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')))
  if (groups.flat().some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return null
  const [head = [], rest] = groups
  const missing = 8 - head.length - (rest?.length ?? 0)
  if (rest === undefined ? missing !== 0 : missing < 1) return null
  return [...head, ...Array.from({ length: rest ? missing : 0 }, () => '0'), ...(rest ?? [])].map((group) =>
    Number.parseInt(group, 16),
  )
}

const isPublicV4 = (value: number): boolean =>
  !V4.some(([first, bits]) => {
    const size = 2 ** (32 - bits)
    return Math.floor(value / size) === Math.floor((parseV4(first) ?? 0) / size)
  })

const embeddedV4 = (groups: readonly number[]): number => (groups[6] ?? 0) * 65_536 + (groups[7] ?? 0)

const isPublicV6 = (groups: readonly number[]): boolean => {
  const [a = 0, b = 0] = groups
  const zeros = groups.slice(0, 5).every((group) => group === 0)
  if (zeros && (groups[5] === 0xffff || groups[5] === 0)) return groups[5] === 0xffff && isPublicV4(embeddedV4(groups))
  // The well-known prefix alone is translated the same everywhere (RFC 6052); 64:ff9b:1::/48 is each network's own (RFC
  // 8215).
  if (a === 0x64 && b === 0xff9b)
    return groups.slice(2, 6).every((group) => group === 0) && isPublicV4(embeddedV4(groups))
  if (a === 0x2002) return isPublicV4(b * 65_536 + (groups[2] ?? 0))
  if (a === 0x2001 && (b < 0x200 || b === 0xdb8)) return false
  return (a & 0xe000) === 0x2000
}

/** True when the address, IPv4 or IPv6, is one of the open internet. Anything that is no address is not. */
export const isPublicAddress = (address: string): boolean => {
  const v4 = parseV4(address)
  if (v4 !== null) return isPublicV4(v4)
  const v6 = parseV6(address)
  return v6 !== null && isPublicV6(v6)
}

/** True when the address lies in the block, `address/bits`, both of one kind. A zone of either does not count. */
export const isInNetwork = (address: string, block: string): boolean => {
  const [first = '', length = ''] = block.split('/')
  const bits = Number(length)
  const [one, other] = [bitsOf(address), bitsOf(first)]
  if (!one || !other || one.length !== other.length || !/^\d{1,3}$/.test(length) || bits > one.length) return false
  return one.slice(0, bits) === other.slice(0, bits)
}

/** 32 or 128 characters, 0 and 1; null when it is no address. */
const bitsOf = (address: string): string | null => {
  const [plain = ''] = address.split('%')
  const v4 = parseV4(plain)
  if (v4 !== null) return v4.toString(2).padStart(32, '0')
  return (
    parseV6(plain)
      ?.map((group) => group.toString(2).padStart(16, '0'))
      .join('') ?? null
  )
}

const V4_NETWORK_BITS = 24
const V6_NETWORK_BITS = 48

/** Of one address's neighbours: what one household or one rented server usually has. Empty when it is no address. */
export const networkOf = (address: string): string => {
  const v6 = parseV6(address)
  const isMapped = v6 !== null && v6.slice(0, 5).every((group) => group === 0) && v6[5] === 0xffff
  const bits = isMapped ? embeddedV4(v6).toString(2).padStart(32, '0') : (bitsOf(address) ?? '')
  return bits.slice(0, bits.length === 32 ? V4_NETWORK_BITS : V6_NETWORK_BITS)
}
