// Asks trackers over UDP (BEP 15), IPv4 and IPv6: one socket each for all torrents, questions repeated with growing
// patience, connection ids used for a minute. An answer counts only when it comes from whom was asked, with the number
// of the question; anything else on the socket is ignored.

import { randomInt } from 'node:crypto'
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { fail, ok, type Result } from '../../../app/result.ts'
import type { AnnounceAnswer, AnnounceRequest, SwarmSize, TrackerFailure } from '../../../app/trackers/announce.ts'
import * as messages from '../../../app/trackers/udp-messages.ts'
import { bareHost, type Resolved, type Resolver } from './resolver.ts'

/** As of BEP 15, but for one who waits: 5, 10 and 20 s instead of 15 … 3,840. */
const PATIENCE = [5_000, 10_000, 20_000]
const CONNECTION_LIFE = 60_000
const MAX_CONNECTIONS = 2_000

export interface UdpDeps {
  readonly resolver: Resolver
  localAllowed(): boolean
  /** ms to wait for an answer before each repetition and at last. */
  readonly patience?: readonly number[]
}

interface Server extends Resolved {
  readonly port: number
}

interface Question {
  readonly server: Server
  readonly action: number
  answered(bytes: Uint8Array): void
  failed(failure: TrackerFailure): void
}

interface Connection {
  readonly at: number
  readonly id: Promise<Result<bigint, TrackerFailure>>
}

type Sent<T> = Promise<Result<T, TrackerFailure>>

const BAD_ANSWER: TrackerFailure = { problem: 'bad-answer', message: null }
const UNREACHABLE: TrackerFailure = { problem: 'unreachable', message: null }

/** Host, port and path of a udp: URL; WHATWG leaves such hosts as they are written. */
const partsOf = (link: string): { readonly host: string; readonly port: number; readonly path: string } | null => {
  const url = URL.parse(link)
  const port = Number(url?.port)
  if (!url || url.protocol !== 'udp:' || url.username || url.password || !(port > 0)) return null
  return { host: bareHost(url.hostname), port, path: `${url.pathname}${url.search}` }
}

export class UdpTrackers {
  readonly #deps: UdpDeps
  readonly #sockets = new Map<4 | 6, Socket>()
  readonly #questions = new Map<number, Question>()
  readonly #connections = new Map<string, Connection>()
  #closed = false

  constructor(deps: UdpDeps) {
    this.#deps = deps
  }

  announce(link: string, request: AnnounceRequest): Sent<AnnounceAnswer & { readonly from: string }> {
    return this.#ask(link, async (server, connection, path) => {
      const message = (transaction: number) => messages.udpAnnounce(connection, transaction, request, path)
      const bytes = await this.#question(server, messages.ACTIONS.announce, message)
      const answer = bytes.ok ? messages.readUdpAnnounce(bytes.value, server.family === 4 ? 4 : 16) : null
      if (!bytes.ok) return bytes
      return answer ? ok({ ...answer, from: server.address }) : fail(BAD_ANSWER)
    })
  }

  scrape(link: string, infoHash: Uint8Array): Sent<SwarmSize> {
    return this.#ask(link, async (server, connection) => {
      const message = (transaction: number) => messages.udpScrape(connection, transaction, infoHash)
      const bytes = await this.#question(server, messages.ACTIONS.scrape, message)
      const answer = bytes.ok ? messages.readUdpScrape(bytes.value) : null
      if (!bytes.ok) return bytes
      return answer ? ok(answer) : fail(BAD_ANSWER)
    })
  }

  close(): void {
    this.#closed = true
    for (const question of this.#questions.values()) question.failed(UNREACHABLE)
    for (const socket of this.#sockets.values()) socket.close()
    this.#sockets.clear()
    this.#connections.clear()
  }

  /** Tries one address of each family, IPv4 first. */
  async #ask<T>(link: string, say: (server: Server, connection: bigint, path: string) => Sent<T>): Sent<T> {
    const parts = partsOf(link)
    if (!parts) return fail({ problem: 'bad-url', message: null })
    const localAllowed = this.#deps.localAllowed()
    // Sixteen fixed bytes are all a host gets that is no tracker: unlike over HTTP, the path adds nothing to that.
    const approach = { host: parts.host, path: '/announce', localAllowed, from: null }
    const resolved = await this.#deps.resolver.resolve(approach)
    if (!resolved.ok) return resolved
    const servers = ([4, 6] as const).flatMap((family) => resolved.value.find((one) => one.family === family) ?? [])
    let outcome: Result<T, TrackerFailure> = fail(UNREACHABLE)
    for (const { address, family } of servers) {
      const server = { address, family, port: parts.port }
      const connection = await this.#connect(server)
      outcome = connection.ok ? await say(server, connection.value, parts.path) : connection
      if (outcome.ok || outcome.error.problem === 'failure') return outcome
      this.#connections.delete(nameOf(server))
    }
    return outcome
  }

  /** The connection id, asked for at most once at a time. */
  #connect(server: Server): Sent<bigint> {
    const name = nameOf(server)
    const known = this.#connections.get(name)
    if (known && performance.now() - known.at < CONNECTION_LIFE) return known.id
    if (this.#connections.size >= MAX_CONNECTIONS) this.#connections.clear()
    const id = this.#question(server, messages.ACTIONS.connect, messages.connectRequest).then((bytes) => {
      const found = bytes.ok ? messages.readConnection(bytes.value) : null
      if (found !== null) return ok(found)
      this.#connections.delete(name)
      return bytes.ok ? fail(BAD_ANSWER) : bytes
    })
    this.#connections.set(name, { at: performance.now(), id })
    return id
  }

  /** Sends, and again, until an answer comes or patience ends. */
  #question(server: Server, action: number, message: (transaction: number) => Uint8Array): Sent<Uint8Array> {
    return new Promise((resolve) => {
      const transaction = this.#freeTransaction()
      const patience = this.#deps.patience ?? PATIENCE
      let round = 0
      let timer: NodeJS.Timeout | null = null
      const settle = (outcome: Result<Uint8Array, TrackerFailure>): void => {
        if (timer) clearTimeout(timer)
        this.#questions.delete(transaction)
        resolve(outcome)
      }
      const send = (): void => {
        const wait = patience[round++]
        if (wait === undefined || this.#closed) return settle(fail({ problem: 'timeout', message: null }))
        timer = setTimeout(send, wait)
        this.#send(server, message(transaction), () => settle(fail(UNREACHABLE)))
      }
      const answered = (bytes: Uint8Array): void => settle(ok(bytes))
      this.#questions.set(transaction, { server, action, answered, failed: (failure) => settle(fail(failure)) })
      send()
    })
  }

  #send({ address, family, port }: Server, message: Uint8Array, failed: () => void): void {
    try {
      this.#socket(family).send(message, port, address, (error) => void (error && failed()))
    } catch {
      failed()
    }
  }

  #freeTransaction(): number {
    let transaction = randomInt(2 ** 32)
    while (this.#questions.has(transaction)) transaction = randomInt(2 ** 32)
    return transaction
  }

  #socket(family: 4 | 6): Socket {
    const open = this.#sockets.get(family)
    if (open) return open
    const socket = createSocket(family === 4 ? { type: 'udp4' } : { type: 'udp6', ipv6Only: true })
    this.#sockets.set(family, socket)
    socket.on('message', (bytes, from) => this.#onMessage(bytes, from))
    socket.on('error', () => {
      this.#sockets.delete(family)
      for (const question of this.#questions.values()) {
        if (question.server.family === family) question.failed(UNREACHABLE)
      }
      socket.close()
    })
    return socket
  }

  #onMessage(bytes: Uint8Array, from: RemoteInfo): void {
    const head = messages.answerHead(bytes)
    const question = head && this.#questions.get(head.transaction)
    if (!head || !question || question.server.port !== from.port || !isSame(question.server, from)) return
    if (head.action === question.action) return question.answered(bytes)
    if (head.action !== messages.ACTIONS.error) return
    question.failed({ problem: 'failure', message: messages.errorText(bytes) || null })
  }
}

const nameOf = ({ address, port }: Server): string => `${address} ${port}`

/** The system may spell an IPv6 address otherwise than we do. */
const isSame = ({ address, family }: Server, from: RemoteInfo): boolean =>
  address === from.address ||
  (family === 6 && URL.parse(`http://[${address}]`)?.hostname === URL.parse(`http://[${from.address}]`)?.hostname)
