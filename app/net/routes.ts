// The address of the router, read from the system's own table of routes: Linux's /proc/net/route, or what netstat -rn
// prints on macOS and Windows. Whoever reads the table runs nothing else; an address that is not of a local network is
// no router of ours.

import { isPublicAddress, parseV4 } from './address.ts'

const usable = (address: string): boolean => {
  const value = parseV4(address)
  return value !== null && value !== 0 && !address.startsWith('127.') && value < 0xe0000000
}

/** /proc/net/route has addresses as they lie in memory: the last byte first. */
const littleEndian = (hex: string): string =>
  [6, 4, 2, 0].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join('.')

const UP_AND_GATEWAY = 0x3

/** The way to everywhere with the least metric; null when there is none. */
export const gatewayOfProc = (table: string): string | null => {
  let best: { gateway: string; metric: number } | null = null
  for (const line of table.split('\n').slice(1)) {
    const [, destination, gateway = '', flags = '', , , metric = '', mask] = line.trim().split(/\s+/)
    if (destination !== '00000000' || mask !== '00000000' || !/^[0-9A-F]{8}$/i.test(gateway)) continue
    if ((Number.parseInt(flags, 16) & UP_AND_GATEWAY) !== UP_AND_GATEWAY) continue
    const found = { gateway: littleEndian(gateway), metric: Number(metric) }
    if (usable(found.gateway) && (best === null || found.metric < best.metric)) best = found
  }
  return best?.gateway ?? null
}

/** `default 192.168.1.1 UGScg en0` on macOS, `0.0.0.0 0.0.0.0 192.168.1.1 192.168.1.7 25` on Windows. */
export const gatewayOfNetstat = (printed: string): string | null => {
  let best: { gateway: string; metric: number } | null = null
  for (const line of printed.split(/\r?\n/)) {
    const [destination, second = '', third = '', , metric = ''] = line.trim().split(/\s+/)
    const mac = destination === 'default'
    if (!mac && !(destination === '0.0.0.0' && second === '0.0.0.0')) continue
    const found = { gateway: mac ? second : third, metric: mac ? 0 : Number(metric) || 0 }
    if (usable(found.gateway) && (best === null || found.metric < best.metric)) best = found
  }
  return best?.gateway ?? null
}

/** A router of a home has no address of the internet's: one that has belongs to somebody else. */
export const isOwnRouter = (address: string): boolean => usable(address) && !isPublicAddress(address)
