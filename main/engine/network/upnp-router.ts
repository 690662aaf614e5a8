// Asks a router for ports by UPnP (WANIPConnection). Finds it by a search on the network, and believes an answer only
// when it comes from the router the system sends its traffic to and names that same address: a lying neighbour cannot
// make us talk to anybody else.

import { createSocket } from 'node:dgram'
import { randomInt } from 'node:crypto'
import type { MapQuestion, Transport } from '../../../app/net/nat-pmp.ts'
import {
  addMapping,
  askExternal,
  deleteMapping,
  readDescription,
  readLocation,
  readSoap,
  searches,
  SSDP_GROUP,
  type SoapAnswer,
  type SoapCall,
} from '../../../app/net/upnp.ts'
import { askGateway, urlAtGateway } from './gateway-fetch.ts'
import type { RouterAddress } from './nat-pmp-router.ts'
import type { Mapped, Router } from './router.ts'

/** The search is repeated: it goes by UDP. */
const SEARCH_PAUSES = [500, 1_000, 1_500]
const MAX_ANSWERS = 32
const OTHER_PORTS = 3
/** A mapping for good is asked for again all the same: the router may have been restarted. */
const PERMANENT_LIFETIME = 3_600

interface Control {
  readonly url: URL
  readonly service: string
}

/** Resolves with the router's description, asking the group and the router itself; null when it has none for us. */
const findDescription = ({ host, port }: RouterAddress): Promise<URL | null> =>
  new Promise((resolve) => {
    const socket = createSocket('udp4')
    let timer: NodeJS.Timeout | null = null
    let answers = 0
    let ended = false
    const end = (url: URL | null): void => {
      if (ended) return
      ended = true
      if (timer) clearTimeout(timer)
      socket.close()
      resolve(url)
    }
    socket.on('error', () => end(null))
    socket.on('message', (bytes, from) => {
      if (from.address !== host) return
      const location = bytes.length > 4_096 ? null : readLocation(bytes.toString('latin1'))
      const url = location === null ? null : urlAtGateway(location, host)
      if (url || ++answers === MAX_ANSWERS) end(url)
    })
    socket.bind(0, () => {
      const search = (times: number): void => {
        const pause = SEARCH_PAUSES[times]
        if (pause === undefined) return end(null)
        for (const target of host.startsWith('127.') ? [host] : [SSDP_GROUP, host]) {
          for (const text of searches(`${SSDP_GROUP}:${port}`)) socket.send(text, port, target, () => undefined)
        }
        timer = setTimeout(() => search(times + 1), pause)
      }
      search(0)
    })
  })

const findControl = async (router: RouterAddress): Promise<Control | 'absent' | 'strange-answer'> => {
  const location = await findDescription(router)
  if (!location) return 'absent'
  const answer = await askGateway(location)
  const point = answer?.status === 200 ? readDescription(answer.body) : null
  const base = point?.base === null || point?.base === undefined ? location.href : point.base
  const url = point && urlAtGateway(point.path, router.host, base)
  return url ? { url, service: point.service } : 'strange-answer'
}

export class UpnpRouter implements Router {
  readonly #router: RouterAddress
  #control: Control | null = null
  /** Our address towards the router. */
  #own: string | null = null

  constructor(router: RouterAddress) {
    this.#router = router
  }

  async map(question: MapQuestion): Promise<Mapped> {
    if (!this.#control) {
      const found = await findControl(this.#router)
      if (typeof found === 'string') return { ok: false, why: found }
      this.#control = found
    }
    // Any answer tells our own address, which the mapping has to name.
    if (this.#own === null) await this.#call(askExternal(this.#control.service))
    if (this.#own === null) return this.#forget()
    let external = question.external
    for (let attempt = 0; attempt <= OTHER_PORTS; attempt++) {
      const mapped = await this.#add({ ...question, external })
      if (mapped.ok || mapped.why !== 'conflict') return mapped
      external = randomInt(49_152, 65_535)
    }
    return { ok: false, why: 'conflict' }
  }

  async unmap(transport: Transport, _internal: number, external: number): Promise<void> {
    if (this.#control) await this.#call(deleteMapping(this.#control.service, transport, external))
  }

  async address(): Promise<string | null> {
    const answer = this.#control && (await this.#call(askExternal(this.#control.service)))
    return answer?.ok ? answer.address : null
  }

  async #add(question: MapQuestion): Promise<Mapped> {
    const control = this.#control
    if (!control || this.#own === null) return this.#forget()
    const { transport, internal, external, lifetime } = question
    const mapping = { transport, external, internal, client: this.#own }
    let granted = lifetime
    let answer = await this.#call(addMapping(control.service, { ...mapping, lease: lifetime }))
    if (answer && !answer.ok && answer.why === 'permanent-only') {
      granted = PERMANENT_LIFETIME
      answer = await this.#call(addMapping(control.service, { ...mapping, lease: 0 }))
    }
    if (!answer) return this.#forget()
    if (!answer.ok) return { ok: false, why: answer.why === 'permanent-only' ? 'not-supported' : answer.why }
    return { ok: true, value: { external, lifetime: granted, address: null } }
  }

  async #call(call: SoapCall): Promise<SoapAnswer | null> {
    if (!this.#control) return null
    const { url, service } = this.#control
    const answer = await askGateway(url, { action: `"${service}#${call.action}"`, body: call.body })
    if (!answer) return null
    this.#own = answer.own || null
    return readSoap(answer.status, call.action, answer.body)
  }

  /** It may be another one by now, or have moved: looked for again next time. */
  #forget(): Mapped {
    this.#control = null
    return { ok: false, why: 'silent' }
  }
}
