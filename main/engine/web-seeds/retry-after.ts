// How long a server asks to be left alone (RFC 9110, 10.2.3).

const SECOND = 1_000

/** `Retry-After` in seconds or as a date, as ms from `now` (ms since the epoch); null when it is neither. */
export const retryAfterOf = (header: string | undefined, now: number): number | null => {
  if (header === undefined) return null
  if (/^\d{1,9}$/.test(header)) return Number(header) * SECOND
  const date = Date.parse(header)
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}
