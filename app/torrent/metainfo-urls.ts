// URLs from torrents and links, by shape only: which schemes, no credentials, a sane host, nothing that could end a
// line or a header. Where such an address leads, and whether we go there, is decided when it is resolved.

/** As long as the longest the contract lets a window send (ipc/contract.ts). */
const MAX_URL = 2_048
const SHAPE = /^([a-z][a-z0-9+.-]*):\/\/((?:\[[0-9a-f:.]+\])|[a-z0-9._~-]+)(?::([0-9]{1,5}))?([/?#].*)?$/iu
const UNSAFE = /[^\u0021-\u007e]|["<>\\^`{|}]/gu

interface UrlParts {
  readonly scheme: string
  readonly host: string
  readonly port: number | null
  readonly rest: string
}

const encodeUnsafe = (text: string): string => text.replace(UNSAFE, (character) => encodeURIComponent(character))

/** Null when it is no URL of this kind. Spaces around are dropped, inside the path encoded. */
const partsOf = (raw: string): UrlParts | null => {
  const text = raw.trim()
  if (text.length > MAX_URL || /[\u0000-\u001f\u007f-\u009f\u2028\u2029\p{Cs}]/u.test(text)) return null
  const [, scheme, host, digits, rest] = SHAPE.exec(text) ?? []
  if (scheme === undefined || host === undefined) return null
  const port = digits === undefined ? null : Number(digits)
  if (port !== null && (port < 1 || port > 65_535)) return null
  return { scheme: scheme.toLowerCase(), host: host.toLowerCase(), port, rest: encodeUnsafe(rest ?? '') }
}

const join = ({ scheme, host, port, rest }: UrlParts): string | null => {
  const url = `${scheme}://${host}${port === null ? '' : `:${port}`}${rest}`
  return url.length <= MAX_URL ? url : null
}

/** A tracker's URL in one spelling (udp with a port, http, https, ws, wss), or null. */
export const trackerUrl = (raw: string): string | null => {
  const parts = partsOf(raw)
  if (!parts || !/^(?:udp|https?|wss?)$/u.test(parts.scheme)) return null
  return parts.scheme === 'udp' && parts.port === null ? null : join(parts)
}

/** An http or https URL in one spelling, or null. */
export const webUrl = (raw: string): string | null => {
  const parts = partsOf(raw)
  return parts && /^https?$/u.test(parts.scheme) ? join({ ...parts, rest: parts.rest || '/' }) : null
}

/** A path below a web seed (BEP 19), each element percent-encoded; those that are no name are left out. */
export const urlPath = (path: readonly string[]): string =>
  path
    .filter((element) => !/^\.{0,2}$/u.test(element))
    .map((element) => encodeURIComponent(element.toWellFormed()))
    .join('/')

/** The first `limit` of a list, each once, without the nulls. */
export const uniqueUrls = (urls: readonly (string | null)[], limit: number): string[] =>
  [...new Set(urls.filter((url) => url !== null))].slice(0, limit)
