// How the client finds peers and is found, as far as it is known: what the window says of the network. Facts only; a
// state names what was seen or told, never what is likely.

/** One way of finding or reaching peers. `count`: nodes or peers it works with now. */
export type ServiceState =
  | { readonly state: 'off' }
  /** Switched on, nobody answered yet. */
  | { readonly state: 'looking' }
  | { readonly state: 'working'; readonly count: number }
  | { readonly state: 'failed'; readonly why: 'no-socket' | 'no-interface' | 'not-available' }

/** Why a router did not map a port, from its own result codes; `silent`: it answered and then no more. */
export type RouterRefusal =
  | 'not-authorised'
  | 'conflict'
  | 'no-resources'
  | 'not-supported'
  | 'strange-answer'
  | 'silent'

/** Asking the router for a port, by one protocol. */
export type RouterState =
  | { readonly state: 'off' }
  | { readonly state: 'looking' }
  /** No router answers to this protocol. */
  | { readonly state: 'absent' }
  /** TCP at `port` of the router leads to us; `udp` when that is mapped, too. */
  | { readonly state: 'mapped'; readonly port: number; readonly udp: boolean }
  | { readonly state: 'refused'; readonly why: RouterRefusal }

/** Our address on the internet as others tell it. */
export interface OuterAddress {
  readonly address: string
  readonly by: 'router' | 'peers'
}

export interface NetworkState {
  readonly dht: ServiceState
  readonly pex: ServiceState
  readonly lsd: ServiceState
  readonly utp: ServiceState
  readonly upnp: RouterState
  readonly natPmp: RouterState
  readonly external: OuterAddress | null
  /** The router's own address when that is not on the internet either: another router stands before it. */
  readonly innerRouter: string | null
  /** When somebody from the internet last connected to the port we listen on, to the minute; ms since the epoch. */
  readonly reachedAt: number | null
}

/** Before anything is known. */
export const unknownNetwork: NetworkState = {
  dht: { state: 'off' },
  pex: { state: 'off' },
  lsd: { state: 'off' },
  utp: { state: 'off' },
  upnp: { state: 'off' },
  natPmp: { state: 'off' },
  external: null,
  innerRouter: null,
  reachedAt: null,
}

/** On, and working with this many, or still looking for the first. */
export const serviceState = (on: boolean, count: number): ServiceState =>
  !on ? { state: 'off' } : count === 0 ? { state: 'looking' } : { state: 'working', count }
