// The client's place on the network beyond the swarm: the neighbours it finds, the routers it asks for ports, whether
// anybody reached it, and its address as others tell it. Follows the settings and the networks the computer is on.
// Invariant: what is switched off has no socket, no mapping and no timer.

import { isPublicAddress, parseV4 } from '../../../app/net/address.ts'
import { ROUTER_PORT } from '../../../app/net/nat-pmp.ts'
import type { NetworkState, OuterAddress, RouterState } from '../../../app/net/network-state.ts'
import { SSDP_PORT } from '../../../app/net/upnp.ts'
import type { ExternalAddress } from '../../../app/swarm/external-address.ts'
import type { Settings } from '../../../app/settings/settings.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { findGateway } from './gateway.ts'
import { localInterfaces, networkPrint, type LocalInterface } from './interfaces.ts'
import { LocalDiscovery } from './local-discovery.ts'
import { NatPmpRouter } from './nat-pmp-router.ts'
import { PortMapper, type Ports } from './port-mapper.ts'
import { UpnpRouter } from './upnp-router.ts'

/** How often the networks are looked at, and the router asked after though they are the same, ms. */
const LOOK = 10_000
const ROUTER_EVERY = 5 * 60_000
const MINUTE = 60_000

type Switches = Settings['network']
type Protocol = 'upnp' | 'natPmp'

export interface NetworkDeps {
  readonly settings: Switches
  /** Our address as peers see it. */
  readonly external: ExternalAddress
  found(id: TorrentId, address: string): void
}

/** `undefined`: not looked for yet; null: there is none. */
type Gateway = string | null | undefined

export class Network {
  readonly #deps: NetworkDeps
  readonly #ids = new Map<TorrentId, (() => void) | null>()
  readonly #mappers: { [P in Protocol]: PortMapper | null } = { upnp: null, natPmp: null }
  /** Mappers that still give back what they had. */
  readonly #leaving = new Set<Promise<void>>()
  readonly #timer: NodeJS.Timeout
  #settings: Switches
  #interfaces: readonly LocalInterface[] = []
  #print = ''
  #askedAt = -Infinity
  #gateway: Gateway = undefined
  #local: LocalDiscovery | null = null
  #ports: Ports | null = null
  #reachedAt: number | null = null
  #closed = false

  constructor(deps: NetworkDeps) {
    this.#deps = deps
    this.#settings = deps.settings
    this.#look()
    this.#apply()
    this.#timer = setInterval(() => this.#look(), LOOK)
  }

  configure(settings: Switches): void {
    this.#settings = settings
    this.#look()
    this.#apply()
  }

  /** Where we listen now; null while we do not. */
  listening(ports: Ports | null): void {
    if (ports?.tcp !== this.#ports?.tcp) this.#reachedAt = null
    this.#ports = ports
    for (const mapper of Object.values(this.#mappers)) mapper?.want(ports)
  }

  /** The torrent is said to the neighbours until the returned function is called. Not for private ones. */
  announce(id: TorrentId): () => void {
    this.#ids.set(id, this.#local?.announce(id) ?? null)
    return () => {
      this.#ids.get(id)?.()
      this.#ids.delete(id)
    }
  }

  /** Peers of the torrent among the neighbours; null: they are not asked. */
  neighbours(id: TorrentId): number | null {
    return this.#local?.peersOf(id) ?? null
  }

  /** Somebody connected to us from this host, and knew what for. */
  reached(host: string): void {
    if (isPublicAddress(host)) this.#reachedAt = Math.floor(Date.now() / MINUTE) * MINUTE
  }

  /** The port peers should be told: the router's, where it is another one. */
  get outerPort(): number | null {
    for (const mapper of Object.values(this.#mappers)) {
      if (mapper?.state.state === 'mapped') return mapper.state.port
    }
    return this.#ports?.tcp ?? null
  }

  state(): Pick<NetworkState, 'lsd' | 'upnp' | 'natPmp' | 'external' | 'innerRouter' | 'reachedAt'> {
    const inner = this.#routerAddress()
    return {
      lsd: this.#local?.state() ?? { state: 'off' },
      upnp: this.#routerState('upnp'),
      natPmp: this.#routerState('natPmp'),
      external: this.#external(),
      innerRouter: inner !== null && !isPublicAddress(inner) ? inner : null,
      reachedAt: this.#reachedAt,
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#timer)
    for (const protocol of ['upnp', 'natPmp'] as const) this.#dropMapper(protocol)
    await Promise.all([this.#local?.close(), ...this.#leaving])
    this.#local = null
  }

  #routerState(protocol: Protocol): RouterState {
    if (!this.#settings[protocol]) return { state: 'off' }
    return this.#mappers[protocol]?.state ?? { state: this.#gateway === undefined ? 'looking' : 'absent' }
  }

  #external(): OuterAddress | null {
    const agreed = this.#deps.external.agreed()
    if (agreed !== null) return { address: agreed, by: 'peers' }
    const told = this.#routerAddress()
    return told !== null && isPublicAddress(told) ? { address: told, by: 'router' } : null
  }

  /** As the router says, if what it says is an address at all. */
  #routerAddress(): string | null {
    const told = this.#mappers.natPmp?.address ?? this.#mappers.upnp?.address ?? null
    return told !== null && parseV4(told) ? told : null
  }

  /** Follows the networks the computer is on. */
  #look(): void {
    const { testBed } = this.#settings
    this.#interfaces = localInterfaces(testBed?.interfaces ?? null)
    const print = `${networkPrint(this.#interfaces)}\n${testBed?.router?.address}`
    const now = performance.now()
    if (print === this.#print && now - this.#askedAt < ROUTER_EVERY) return
    this.#askedAt = now
    void (testBed ? Promise.resolve(testBed.router?.address ?? null) : findGateway()).then((gateway) => {
      if (this.#closed || (gateway === this.#gateway && print === this.#print)) return
      if (this.#gateway !== undefined) this.#forget()
      this.#gateway = gateway
      this.#print = print
      this.#local?.refresh()
      for (const protocol of ['upnp', 'natPmp'] as const) this.#dropMapper(protocol)
      this.#apply()
    })
  }

  /** What was true of another network. */
  #forget(): void {
    this.#deps.external.forget()
    this.#reachedAt = null
  }

  #apply(): void {
    if (this.#settings.lsd && !this.#local) this.#openLocal()
    if (!this.#settings.lsd && this.#local) {
      this.#leave(this.#local.close())
      this.#local = null
    }
    for (const protocol of ['upnp', 'natPmp'] as const) {
      if (!this.#settings[protocol] || !this.#gateway) this.#dropMapper(protocol)
      else if (!this.#mappers[protocol]) this.#makeMapper(protocol, this.#gateway)
    }
  }

  #openLocal(): void {
    const local = new LocalDiscovery({
      interfaces: () => this.#interfaces,
      port: () => this.#ports?.tcp ?? null,
      found: (id, address) => this.#deps.found(id, address),
    })
    this.#local = local
    for (const id of this.#ids.keys()) this.#ids.set(id, local.announce(id))
  }

  #makeMapper(protocol: Protocol, host: string): void {
    const router = this.#settings.testBed?.router
    const mapper = new PortMapper(
      protocol === 'upnp'
        ? new UpnpRouter({ host, port: router?.ssdpPort ?? SSDP_PORT })
        : new NatPmpRouter({ host, port: router?.natPmpPort ?? ROUTER_PORT }),
    )
    this.#mappers[protocol] = mapper
    // What the one before gives back must not be what this one is given.
    void Promise.all(this.#leaving).then(() => this.#mappers[protocol] === mapper && mapper.want(this.#ports))
  }

  #dropMapper(protocol: Protocol): void {
    const mapper = this.#mappers[protocol]
    this.#mappers[protocol] = null
    if (mapper) this.#leave(mapper.close())
  }

  #leave(closing: Promise<void>): void {
    this.#leaving.add(closing)
    void closing.finally(() => this.#leaving.delete(closing))
  }
}
