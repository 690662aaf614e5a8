// What is known of the network as lines of text, each with a tone for its mark: for the panel and the settings page.

import type { SessionStats } from '../../../app/ipc/contract.ts'
import type { RouterState, ServiceState } from '../../../app/net/network-state.ts'
import { formatDateTime, formatTime } from '../../format/times.ts'
import type { Messages } from '../../messages/messages.ts'

type Words = Messages['network']

export type Tone = 'good' | 'waiting' | 'bad' | 'off'

export interface Fact {
  readonly tone: Tone
  readonly text: string
}

export type ServiceName = 'dht' | 'pex' | 'lsd' | 'utp'

const DAY = 86_400_000

export const serviceFact = (words: Words, name: ServiceName, state: ServiceState): Fact => {
  switch (state.state) {
    case 'off':
      return { tone: 'off', text: words.off }
    case 'looking':
      return { tone: 'waiting', text: words.looking[name] }
    case 'working':
      return { tone: 'good', text: words.working(name, state.count) }
    case 'failed':
      return { tone: 'bad', text: words.failed(state.why) }
  }
}

export const routerFact = (words: Words, state: RouterState): Fact => {
  switch (state.state) {
    case 'off':
      return { tone: 'off', text: words.off }
    case 'looking':
      return { tone: 'waiting', text: words.routerLooking }
    case 'absent':
      return { tone: 'off', text: words.routerAbsent }
    case 'mapped':
      return { tone: 'good', text: words.routerMapped(state.port, state.udp) }
    case 'refused':
      return { tone: 'bad', text: words.routerRefused(state.why) }
  }
}

/** `wanted` is the port of the settings; 0: any. */
export const portFact = (words: Words, port: number | null, wanted: number): Fact => {
  if (port === null) return { tone: 'bad', text: words.notListening }
  if (wanted !== 0 && wanted !== port) return { tone: 'bad', text: words.listeningInstead(wanted, port) }
  return { tone: 'good', text: words.listening(port) }
}

export const reachFact = (words: Words, reachedAt: number | null, now: number): Fact =>
  reachedAt === null
    ? { tone: 'waiting', text: words.reachUnknown }
    : { tone: 'good', text: words.reached(now - reachedAt < DAY ? formatTime(reachedAt) : formatDateTime(reachedAt)) }

export const addressFact = (words: Words, { external, innerRouter }: SessionStats['network']): Fact => {
  if (innerRouter !== null) return { tone: 'bad', text: words.innerRouter(innerRouter) }
  if (external === null) return { tone: 'waiting', text: words.addressUnknown }
  return { tone: 'good', text: words.addressBy(external.address, external.by) }
}
