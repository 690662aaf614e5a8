// An address a user may type for a peer: IPv4 and port, or IPv6 in brackets and port. Pure; the engine decides whether
// it may be contacted.

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/

const isIpv6 = (host: string): boolean => host.includes(':') && URL.canParse(`http://[${host}]/`)

/** The address as `torrents.addPeer` takes it, or null. */
export const peerAddress = (text: string): string | null => {
  const [, host = '', port = ''] = /^(\[[^\]]+\]|[^:]+):(\d{1,5})$/.exec(text.trim()) ?? []
  if (Number(port) < 1 || Number(port) > 65_535) return null
  const inside = host.startsWith('[') ? host.slice(1, -1) : null
  const valid = inside === null ? IPV4.test(host) : isIpv6(inside)
  return valid ? `${host}:${Number(port)}` : null
}
