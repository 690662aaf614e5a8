// A desk in memory behind the engine's port: answers as main and the wallet would, when it is told to.

import type { MemoryDesk } from '../../../../app/speed/testing/memory-desk.ts'
import type { Desk } from '../desk-line.ts'

export interface PortManner {
  /** Hears the name of everything that is asked. */
  noted(name: string): void
  /** How long each answer takes. */
  later(): Promise<unknown>
}

type Verb = 'prove' | 'payer' | 'open' | 'close' | 'resume' | 'held'

export const deskPort = (desk: MemoryDesk, { noted, later }: PortManner): Desk => ({
  ask: async (name, input) => {
    noted(name)
    await later()
    const verb = name.slice('desk.'.length) as Verb
    return (desk[verb] as (input: unknown) => never).call(desk, input)
  },
  pay: async ({ bid, bytes }) => {
    noted('desk.pay')
    await later()
    return desk.pay(bid, bytes)
  },
  receive: async (_, receipt) => {
    noted('desk.receive')
    await later()
    return desk.receive(receipt)
  },
})
