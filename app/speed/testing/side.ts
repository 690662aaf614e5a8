// One end of a connection in memory: sessions as the engine runs them, a desk, and what they want done, for tests. What
// it sends lies in `out` until the test carries it over, so that a test decides what arrives when, changed or not at
// all.

import type { SpeedHandshake } from '../handshake.ts'
import { decodeMessage, encodeMessage } from '../message-codec.ts'
import type { SpeedMessage } from '../message.ts'
import type {
  Answer,
  Ask,
  SessionEffect,
  SessionEvent,
  SessionFacts,
  SessionOrders,
  SessionView,
} from '../session-event.ts'
import { SpeedSessions, type KeyedEffect } from '../sessions.ts'
import type { MemoryDesk } from './memory-desk.ts'

/** What goes over the wire, in its order. */
export type Carried =
  | { readonly is: 'handshake'; readonly theirs: SpeedHandshake | null }
  | { readonly is: 'message'; readonly bytes: Uint8Array }

export const answerOf = (desk: MemoryDesk, ask: Ask): Answer | null => {
  switch (ask.name) {
    case 'prove':
      return { ask, output: desk.prove(ask.input) }
    case 'payer':
      return { ask, output: desk.payer(ask.input) }
    case 'held':
      return { ask, output: desk.held(ask.input) }
    case 'resume':
      return { ask, output: desk.resume(ask.input) }
    case 'last':
      return { ask, output: desk.last(ask.input) }
    case 'open':
      return { ask, output: desk.open(ask.input) }
    case 'pay':
      return { ask, output: desk.pay(ask.input.bid, ask.input.bytes) }
    case 'receive':
      return { ask, output: desk.receive(ask.input) }
    case 'close':
      desk.close(ask.input)
      return null
  }
}

export class Side {
  readonly sessions = new SpeedSessions<string>()
  readonly desk: MemoryDesk
  readonly out: Carried[] = []
  /** All that was wanted besides sending and asking. */
  readonly done: Exclude<SessionEffect, { readonly do: 'send' | 'ask' | 'handshake' }>[] = []
  /** Null: asks wait here until the test answers them. */
  readonly unanswered: Ask[] = []
  answers = true
  now = 0

  constructor(desk: MemoryDesk) {
    this.desk = desk
  }

  open(key: string, facts: SessionFacts, orders: SessionOrders): void {
    this.#do(this.sessions.open(key, facts, orders, this.now))
  }

  tell(key: string, event: SessionEvent): void {
    this.#do(this.sessions.dispatch(key, event, this.now))
  }

  view(key: string): SessionView | null {
    return this.sessions.view(key)
  }

  /** Of what waits to be carried. */
  get messages(): readonly SpeedMessage[] {
    return this.out.flatMap((carried) => {
      const decoded = carried.is === 'message' ? decodeMessage(carried.bytes) : null
      return decoded?.is === 'message' ? [decoded.message] : []
    })
  }

  #do(effects: readonly KeyedEffect<string>[]): void {
    for (const { key, effect } of effects) {
      if (effect.do === 'send') this.out.push({ is: 'message', bytes: encodeMessage(effect.message) })
      else if (effect.do === 'handshake') this.out.push({ is: 'handshake', theirs: effect.ours })
      else if (effect.do === 'ask') this.#ask(key, effect.ask)
      else this.done.push(effect)
    }
  }

  #ask(key: string, ask: Ask): void {
    const answer = this.answers ? answerOf(this.desk, ask) : null
    if (answer !== null) this.tell(key, { is: 'answer', answer })
    else if (ask.name !== 'close') this.unanswered.push(ask)
  }
}
