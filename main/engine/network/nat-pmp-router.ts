// Asks a router for ports by PCP (RFC 6887), and by NAT-PMP (RFC 6886) where it knows only that. A question is sent a
// few times with growing pauses, on a socket that hears the router alone. An answer that fits no question is ignored.

import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import {
  askAddress,
  askNatPmp,
  askPcp,
  readAddress,
  readNatPmp,
  readPcp,
  type Answer,
  type Granted,
  type MapQuestion,
  type Transport,
} from '../../../app/net/nat-pmp.ts'
import type { Mapped, Router } from './router.ts'

/** Pauses after each time a question is sent, ms: RFC 6886, 3.1, ended early. */
const PAUSES: readonly number[] = [250, 500, 1_000, 2_000]
/** Answers looked at for one question: a flood is not read to its end. */
const MAX_ANSWERS = 32

export interface RouterAddress {
  readonly host: string
  readonly port: number
}

/** Resolves with the answer that fits, or null. */
const exchange = <T>(
  { host, port, pauses }: RouterAddress & { readonly pauses: readonly number[] },
  ask: (own: string) => Uint8Array,
  read: (bytes: Uint8Array) => Answer<T> | null,
): Promise<Answer<T> | null> =>
  new Promise((resolve) => {
    const socket = createSocket('udp4')
    let timer: NodeJS.Timeout | null = null
    let answers = 0
    let ended = false
    const end = (answer: Answer<T> | null): void => {
      if (ended) return
      ended = true
      if (timer) clearTimeout(timer)
      socket.close()
      resolve(answer)
    }
    // Nobody listens there: the system says so on a socket that is connected.
    socket.on('error', () => end(null))
    socket.on('message', (bytes) => {
      const answer = read(bytes)
      if (answer || ++answers === MAX_ANSWERS) end(answer)
    })
    socket.connect(port, host, () => {
      const question = ask(socket.address().address)
      const send = (times: number): void => {
        const pause = pauses[times]
        if (pause === undefined) return end(null)
        socket.send(question)
        timer = setTimeout(() => send(times + 1), pause)
      }
      send(0)
    })
  })

export class NatPmpRouter implements Router {
  readonly #router: RouterAddress & { readonly pauses: readonly number[] }
  /** The same for every renewal of a mapping: by it the router knows whose it is. */
  readonly #nonces = new Map<string, Uint8Array>()
  #version: 'pcp' | 'nat-pmp' | null = null
  #address: string | null = null

  constructor(router: RouterAddress, pauses = PAUSES) {
    this.#router = { ...router, pauses }
  }

  async map(question: MapQuestion): Promise<Mapped> {
    if (this.#version !== 'nat-pmp') {
      const answer = await this.#askPcp(question)
      if (answer?.ok || (answer && answer.why !== 'other-version')) return this.#take('pcp', answer)
    }
    const answer = await exchange(
      this.#router,
      () => askNatPmp(question),
      (bytes) => readNatPmp(bytes, question),
    )
    if (answer) return this.#take('nat-pmp', answer)
    return { ok: false, why: this.#version ? 'silent' : 'absent' }
  }

  async unmap(transport: Transport, internal: number, external: number): Promise<void> {
    const question = { transport, internal, external, lifetime: 0 }
    if (this.#version === 'pcp') await this.#askPcp(question)
    if (this.#version === 'nat-pmp') {
      await exchange(
        this.#router,
        () => askNatPmp(question),
        (bytes) => readNatPmp(bytes, question),
      )
    }
  }

  async address(): Promise<string | null> {
    if (this.#version !== 'nat-pmp') return this.#address
    const answer = await exchange(this.#router, askAddress, readAddress)
    return answer?.ok ? answer.value : null
  }

  #askPcp(question: MapQuestion): Promise<Answer<Granted> | null> {
    const key = `${question.transport} ${question.internal}`
    const nonce = this.#nonces.get(key) ?? randomBytes(12)
    this.#nonces.set(key, nonce)
    return exchange(
      this.#router,
      (own) => askPcp(question, own, nonce),
      (bytes) => readPcp(bytes, question, nonce),
    )
  }

  #take(version: 'pcp' | 'nat-pmp', answer: Answer<Granted>): Mapped {
    if (!answer.ok) return { ok: false, why: answer.why === 'other-version' ? 'not-supported' : answer.why }
    this.#version = version
    this.#address = answer.value.address
    return answer
  }
}
