// What is known of the network: in the panel at the foot of the window and on the settings page. Each sentence says
// what was seen or told, and when it is not known, that.

import type { RouterRefusal, ServiceState } from '../../../app/net/network-state.ts'
import { plural } from './plural.ts'

type Service = 'dht' | 'pex' | 'lsd' | 'utp'
type Failure = Extract<ServiceState, { state: 'failed' }>['why']

const peers = (n: number): string => plural(n, { one: 'peer', other: 'peers' })

const refusals: { readonly [R in RouterRefusal]: string } = {
  'not-authorised': 'its settings do not allow it',
  conflict: 'another device has the port',
  'no-resources': 'it has no room for more ports',
  'not-supported': 'it cannot do this',
  'strange-answer': 'its answer made no sense',
  silent: 'it stopped answering',
}

const failures: { readonly [F in Failure]: string } = {
  'no-socket': 'Not working: the system gave no port for it',
  'no-interface': 'Not working: this computer is on no local network',
  'not-available': 'Not working: not available on this system',
}

export const network = {
  title: 'Network',
  open: (facts: string) => `Network: ${facts}`,
  settings: 'Network settings…',

  port: 'Port',
  reach: 'From outside',
  address: 'Your address',
  upnp: 'UPnP',
  natPmp: 'NAT-PMP, PCP',
  dht: 'DHT',
  pex: 'Peer exchange',
  lsd: 'Local network',
  utp: 'µTP',

  off: 'Off',
  failed: (why: Failure) => failures[why],
  looking: {
    dht: 'Looking for the first node…',
    pex: 'On; no connected peer takes part yet',
    lsd: 'On; nobody found on your network yet',
    utp: 'On; no peer is connected over it yet',
  } satisfies { readonly [S in Service]: string },
  working: (service: Service, n: number) =>
    ({
      dht: `Working with ${plural(n, { one: 'node', other: 'nodes' })}, IPv4 only`,
      pex: `Working with ${peers(n)}`,
      lsd: `Working: ${peers(n)} found on your network`,
      utp: `Working with ${peers(n)}`,
    })[service],

  routerLooking: 'Asking the router…',
  routerAbsent: 'No router answers to this',
  routerMapped: (port: number, udp: boolean) =>
    udp ? `Mapped by the router to port ${String(port)}` : `Mapped by the router to port ${String(port)}, TCP only`,
  routerRefused: (why: RouterRefusal) => `The router refused: ${refusals[why]}`,

  listening: (port: number) => `Listening on ${String(port)}.`,
  listeningInstead: (wanted: number, port: number) =>
    `${String(wanted)} is used by another program. Listening on ${String(port)} instead.`,
  notListening: 'The port could not be opened, so nobody can connect to you.',
  reached: (at: string) => `Reachable: someone connected from outside at ${at}.`,
  reachUnknown: 'Not known yet: nobody has connected from outside so far.',
  addressUnknown: 'Not known yet',
  addressBy: (address: string, by: 'router' | 'peers') =>
    by === 'router' ? `${address}, says the router` : `${address}, as peers see it`,
  innerRouter: (address: string) =>
    `Your router’s own address, ${address}, is not on the internet: another router stands before it and may keep others out.`,
}
