// The words and symbols around numbers. Binary and decimal prefixes have their own symbols, so a reader can tell them
// apart: KiB is 1,024 bytes, kB is 1,000. The arithmetic is renderer/format's.

import { plural } from './plural.ts'

export const units = {
  binary: ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'],
  decimal: ['B', 'kB', 'MB', 'GB', 'TB', 'PB'],
  withUnit: (number: string, unit: string) => `${number} ${unit}`,
  perSecond: (amount: string) => `${amount}/s`,
  exactBytes: (count: string, one: boolean) => (one ? '1 byte' : `${count} bytes`),
  exactBytesPerSecond: (count: string, one: boolean) => (one ? '1 byte per second' : `${count} bytes per second`),
  percent: (number: string) => `${number}%`,
  thousands: ['', ' k', ' M', ' G'],
  unknown: '–',
  endless: '∞',
  seconds: (n: string) => `${n} s`,
  minutes: (n: string) => `${n} min`,
  hours: (n: string) => `${n} h`,
  days: (n: string) => `${n} d`,
  wholeDays: (n: number) => plural(n, { one: 'day', other: 'days' }),
  wholeHours: (n: number) => plural(n, { one: 'hour', other: 'hours' }),
  parts: (large: string, small: string) => `${large} ${small}`,
  now: 'now',
  inFuture: (span: string) => `in ${span}`,
  inPast: (span: string) => `${span} ago`,
}
