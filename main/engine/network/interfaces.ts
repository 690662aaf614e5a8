// The networks this computer is on, as far as local discovery and the router are concerned: interfaces that are up and
// lead out of it. Tunnels count like any other; addresses of links alone (fe80::) cannot be dialled without naming the
// link, so IPv6 is listed by its other addresses.

import { networkInterfaces } from 'node:os'
import { isInNetwork } from '../../../app/net/address.ts'

export interface LocalInterface {
  readonly name: string
  readonly family: 4 | 6
  readonly address: string
  /** address/bits */
  readonly block: string
  /** What the system calls the interface where a group of IPv6 is joined. */
  readonly zone: string
}

const zoneOf = (name: string, scope: number): string => (process.platform === 'win32' ? String(scope) : name)

/** Only those with one of these addresses, loopback among them, when `chosen` is given. */
export const localInterfaces = (chosen: readonly string[] | null): LocalInterface[] =>
  Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) => {
    // Windows joins by number, which stands at the address of the link.
    const scope = addresses.reduce((found, one) => (one.family === 'IPv6' ? found || one.scopeid : found), 0)
    return addresses
      .filter(({ address, internal }) => (chosen ? chosen.includes(address) : !internal))
      .filter(({ address }) => !/^fe80:/i.test(address))
      .map(({ address, cidr, family }) => ({
        name,
        family: family === 'IPv6' ? (6 as const) : (4 as const),
        address,
        block: cidr ?? `${address}/${family === 'IPv6' ? 128 : 32}`,
        zone: zoneOf(name, scope),
      }))
  })

/** Whether the sender is on one of these networks. */
export const isNeighbour = (address: string, interfaces: readonly LocalInterface[]): boolean =>
  interfaces.some(({ block }) => isInNetwork(address, block))

/** Changes when the computer joins or leaves a network. */
export const networkPrint = (interfaces: readonly LocalInterface[]): string =>
  interfaces
    .map(({ name, block }) => `${name} ${block}`)
    .sort()
    .join('\n')
