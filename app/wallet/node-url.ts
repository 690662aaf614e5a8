// The web address of a node, as a user types it: http or https, a host, perhaps a port and a path (some providers have
// their keys in it), and nothing else. Invariant: what is taken here can be opened, so no setting leads to a network
// that cannot be.

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i
const LARGEST_PORT = 65_535
const LONGEST_HOST = 253

const isByte = (text: string): boolean => /^(0|[1-9]\d{0,2})$/.test(text) && Number(text) <= 255

const isIpv4 = (parts: readonly string[]): boolean => parts.length === 4 && parts.every(isByte)

/** Groups of up to four hexadecimal digits, eight of them unless `::` stands for the missing ones. */
const isIpv6 = (text: string): boolean => {
  const halves = text.split('::')
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false
  return halves.length === 1 ? groups.length === 8 : halves.length === 2 && groups.length < 8
}

const isHost = (host: string): boolean => {
  if (host.startsWith('[')) return host.endsWith(']') && isIpv6(host.slice(1, -1))
  const labels = host.split('.')
  // A host whose last part is a number is an IPv4 address, or nothing.
  if (/^(\d+|0x[0-9a-f]*)$/i.test(labels.at(-1) ?? '')) return isIpv4(labels)
  return host.length <= LONGEST_HOST && labels.every((label) => LABEL.test(label) && !/^xn--/i.test(label))
}

const PARTS = /^(https?):\/\/(\[[^\]\s]*\]|[^\s:/?#@\\[\]%]+)(?::(\d{1,5}))?(\/[^\s?#\\]*)?$/i

const partsOf = (text: string) => {
  const [, scheme = '', host = '', port = '1'] = PARTS.exec(text) ?? []
  return isHost(host) && Number(port) >= 1 && Number(port) <= LARGEST_PORT ? { scheme, host } : null
}

export const isNodeUrl = (text: string): boolean => partsOf(text) !== null

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/i

/** Whoever is on the way reads what is said, and can answer in the node's place. */
export const isUnprotected = (url: string): boolean => {
  const parts = partsOf(url)
  return parts !== null && parts.scheme.toLowerCase() === 'http' && !LOOPBACK.test(parts.host)
}
