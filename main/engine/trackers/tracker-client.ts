// Everything said to trackers by all torrents goes through here: it picks the protocol, waits its turn in the queue,
// and spares hosts that do not answer. Failures are values.

import { addressKind, type AddressKind } from '../../../app/net/address-kind.ts'
import { fail, ok, type Result } from '../../../app/result.ts'
import type { AnnounceAnswer, AnnounceRequest, SwarmSize, TrackerFailure } from '../../../app/trackers/announce.ts'
import { HostHealth } from '../../../app/trackers/host-health.ts'
import { readAnnounce, readScrape } from '../../../app/trackers/http-answer.ts'
import { announceUrl, scrapeUrl } from '../../../app/trackers/http-query.ts'
import { AnnounceQueue, type Errand, type Urgency } from './announce-queue.ts'
import { HttpTrackers } from './http-tracker.ts'
import { Resolver, type Lookup } from './resolver.ts'
import { UdpTrackers } from './udp-tracker.ts'

const MAX_GOODBYES = 300
const GOODBYE_TIME = 2_000

export interface TrackerClientDeps {
  readonly userAgent: string
  /** Trackers on the user's own network may be contacted. */
  localAllowed(): boolean
  readonly lookup?: Lookup
  readonly udpPatience?: readonly number[]
  readonly httpTimeout?: number
}

export type Announced = AnnounceAnswer & { readonly from: AddressKind }

export interface AskOptions {
  readonly urgency: Urgency
  /** Somebody asked for it: a host that did not answer of late is tried nonetheless. */
  readonly insist?: boolean
  /** The question is on its way now. */
  begun?(): void
  /** Nobody waits for the answer any more: a question still in the queue is not asked. */
  off?(): boolean
}

/** Trackers we can speak to. */
export const isSpoken = (url: string): boolean => /^(?:https?|udp):\/\//i.test(url)

const hostOf = (url: string): string => {
  const parsed = URL.parse(url)
  return parsed ? `${parsed.protocol}//${parsed.host}` : url
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

export class TrackerClient {
  readonly #http: HttpTrackers
  readonly #udp: UdpTrackers
  readonly #queue = new AnnounceQueue()
  readonly #health = new HostHealth()
  readonly #goodbyes = new Map<string, Errand>()
  #closed = false

  constructor(deps: TrackerClientDeps) {
    const resolver = new Resolver(deps.lookup)
    const localAllowed = (): boolean => deps.localAllowed()
    const { userAgent, udpPatience, httpTimeout } = deps
    this.#http = new HttpTrackers({ resolver, userAgent, localAllowed, ...(httpTimeout && { timeout: httpTimeout }) })
    this.#udp = new UdpTrackers({ resolver, localAllowed, ...(udpPatience && { patience: udpPatience }) })
  }

  announce(url: string, request: AnnounceRequest, options: AskOptions): Promise<Result<Announced, TrackerFailure>> {
    const key = `${hex(request.infoHash)} ${url}`
    const goodbye = this.#goodbyes.get(key)
    if (goodbye && this.#queue.drop(goodbye)) this.#goodbyes.delete(key)
    return this.#queued(url, key, options, () => this.#say(url, request))
  }

  /** Null: this tracker has no scrape. */
  async scrape(url: string, infoHash: Uint8Array): Promise<Result<SwarmSize, TrackerFailure> | null> {
    const where = /^udp:/i.test(url) ? url : scrapeUrl(url, infoHash)
    if (where === null) return null
    return this.#queued(url, `scrape ${hex(infoHash)} ${url}`, { urgency: 1 }, async () => {
      if (/^udp:/i.test(url)) return this.#udp.scrape(url, infoHash)
      const reply = await this.#http.ask(where)
      return reply.ok ? readScrape(reply.value.body, infoHash) : reply
    })
  }

  /** Tells a tracker that we leave, when there is time for it; nobody waits for the answer. */
  goodbye(url: string, request: AnnounceRequest): void {
    if (this.#closed) return
    const key = `${hex(request.infoHash)} ${url}`
    const run = async (): Promise<void> => {
      this.#goodbyes.delete(key)
      if (this.#health.verdict(hostOf(url), performance.now()) === null) await this.#say(url, request)
    }
    const errand: Errand = { host: hostOf(url), key, urgency: 2, run }
    this.#goodbyes.set(key, errand)
    this.#queue.add(errand)
  }

  /** Says the goodbyes that are waiting, as many as two seconds allow. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#queue.close(MAX_GOODBYES, GOODBYE_TIME)
    this.#http.close()
    this.#udp.close()
  }

  #queued<T>(
    url: string,
    key: string,
    { urgency, insist = false, begun, off }: AskOptions,
    ask: () => Promise<Result<T, TrackerFailure>>,
  ): Promise<Result<T, TrackerFailure>> {
    const host = hostOf(url)
    return new Promise((resolve) => {
      const run = async (): Promise<void> => {
        const known = insist ? null : this.#health.verdict(host, performance.now())
        if (known) return resolve(fail(known))
        if (off?.()) return resolve(fail({ problem: 'timeout', message: null }))
        begun?.()
        const outcome = await ask()
        if (!this.#closed) this.#health.learn(host, outcome.ok ? null : outcome.error, performance.now())
        resolve(outcome)
      }
      this.#queue.add({ host, key, urgency, run })
    })
  }

  async #say(url: string, request: AnnounceRequest): Promise<Result<Announced, TrackerFailure>> {
    if (/^udp:/i.test(url)) {
      const answer = await this.#udp.announce(url, request)
      return answer.ok ? ok({ ...answer.value, from: addressKind(answer.value.from) }) : answer
    }
    const reply = await this.#http.ask(announceUrl(url, request))
    if (!reply.ok) return reply
    const answer = readAnnounce(reply.value.body)
    return answer.ok ? ok({ ...answer.value, from: reply.value.from }) : answer
  }
}
