// What a router is asked for, whatever the protocol: to lead one of its ports to one of ours. Implemented by NAT-PMP
// and PCP (nat-pmp-router.ts) and UPnP (upnp-router.ts); when to ask again is port-mapper.ts's.

import type { Granted, MapQuestion, Transport } from '../../../app/net/nat-pmp.ts'
import type { RouterRefusal } from '../../../app/net/network-state.ts'

/** `absent`: nobody there speaks the protocol. */
export type RouterFault = RouterRefusal | 'absent'

export type Mapped = { readonly ok: true; readonly value: Granted } | { readonly ok: false; readonly why: RouterFault }

export interface Router {
  /** Also renews what was mapped before. */
  map(question: MapQuestion): Promise<Mapped>
  /** Gives back; a router that does not answer is not waited for. */
  unmap(transport: Transport, internal: number, external: number): Promise<void>
  /** The router's own address, as it says; null when it does not. */
  address(): Promise<string | null>
}
