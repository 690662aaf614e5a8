// Peers' addresses as trackers and peers write them: 4 or 16 bytes of address and 2 of port each (BEP 23, BEP 7), and
// as text, ip:port or [ipv6]:port. What is no address to dial (port 0) is left out.

/** Dotted IPv4, or IPv6 as eight groups in hexadecimal with the longest run of zeros cut (RFC 5952). */
export const hostText = (bytes: Uint8Array): string => {
  if (bytes.length === 4) return bytes.join('.')
  const groups = Array.from({ length: 8 }, (_, i) => (bytes[i * 2] ?? 0) * 256 + (bytes[i * 2 + 1] ?? 0))
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) return bytes.subarray(12).join('.')
  let best = { at: -1, length: 1 }
  for (let at = 0; at < 8; at++) {
    let length = 0
    while (at + length < 8 && groups[at + length] === 0) length++
    if (length > best.length) best = { at, length }
  }
  const hex = groups.map((group) => group.toString(16))
  if (best.at === -1) return hex.join(':')
  return `${hex.slice(0, best.at).join(':')}::${hex.slice(best.at + best.length).join(':')}`
}

export const addressText = (host: Uint8Array, port: number): string => {
  const text = hostText(host)
  return text.includes(':') ? `[${text}]:${port}` : `${text}:${port}`
}

/** The first `limit` addresses; a rest that is no whole address is ignored. `width`: bytes of a host, 4 or 16. */
export const readCompact = (bytes: Uint8Array, width: 4 | 16, limit: number): string[] => {
  const found: string[] = []
  for (let at = 0; at + width + 2 <= bytes.length && found.length < limit; at += width + 2) {
    const port = (bytes[at + width] ?? 0) * 256 + (bytes[at + width + 1] ?? 0)
    if (port > 0) found.push(addressText(bytes.subarray(at, at + width), port))
  }
  return found
}
