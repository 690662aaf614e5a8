// POST /practice/…: the faucet, and what tests of other programs need of a network they cannot otherwise move: blocks,
// time, snapshots, faults. A real node has none of it, so whoever finds it knows the money is play money.

import { intOf, isYes, textOf, type Json, type JsonObject } from '../codec/json.ts'
import { usualGift, type Gift } from '../node/faucet.ts'
import { Refusal } from '../refusal.ts'
import type { Fault } from './faults.ts'
import type { Controls } from './server.ts'

/** What a node can be told; see startPractice. */
export interface Steering {
  mine(blocks?: number): Promise<void>
  pass(ms: number): void
  /** From now on a block comes every so many ms, from 100 to the 3,000 of TRON. */
  setPace(ms: number): void
  /** `to`: an address in either form. Resolves to the ids of what was sent; rejects with a Refusal. */
  give(to: string, gift?: Gift): Promise<readonly string[]>
  reorganise(blocks: number, lost?: boolean): Promise<void>
  snapshot(): Promise<number>
  revert(id: number): Promise<void>
  fail(fault: Fault): void
  heal(): void
  describe(): JsonObject
}

const giftIn = (fields: JsonObject): Gift => {
  const named = (['trx', 'btt', 'usdt', 'bttold'] as const).filter((name) => fields[name] !== undefined)
  if (named.length === 0) return usualGift
  return Object.fromEntries(named.map((name) => [name, intOf(fields, name)]))
}

const faultIn = (fields: JsonObject): Fault => {
  const { ms, times, ...rest } = fields
  return {
    ...rest,
    ...(ms !== undefined && { ms: Number(intOf(fields, 'ms')) }),
    ...(times !== undefined && { times: Number(intOf(fields, 'times')) }),
  } as unknown as Fault
}

const DONE: Json = { result: true }

type Control = (fields: JsonObject, steering: Steering) => Promise<Json> | Json

const controls: Readonly<Record<string, Control>> = {
  '/practice/info': (_fields, steering) => steering.describe(),
  '/practice/faucet': async (fields, steering) => {
    try {
      const ids = await steering.give(textOf(fields, 'address'), giftIn(fields))
      return { result: true, transactions: ids }
    } catch (error) {
      if (error instanceof Refusal) return { code: error.code, message: error.sentence }
      throw error
    }
  },
  '/practice/mine': async (fields, steering) => {
    await steering.mine(fields['blocks'] === undefined ? 1 : Number(intOf(fields, 'blocks')))
    return DONE
  },
  '/practice/pass': (fields, steering) => {
    steering.pass(Number(intOf(fields, 'ms')))
    return DONE
  },
  '/practice/pace': (fields, steering) => {
    steering.setPace(Number(intOf(fields, 'ms')))
    return DONE
  },
  '/practice/reorganise': async (fields, steering) => {
    await steering.reorganise(Number(intOf(fields, 'blocks')), isYes(fields['lost']))
    return DONE
  },
  '/practice/snapshot': async (_fields, steering) => ({ id: BigInt(await steering.snapshot()) }),
  '/practice/revert': async (fields, steering) => {
    await steering.revert(Number(intOf(fields, 'id')))
    return DONE
  },
  '/practice/fault': (fields, steering) => {
    steering.fail(faultIn(fields))
    return DONE
  },
  '/practice/heal': (_fields, steering) => {
    steering.heal()
    return DONE
  },
}

export const controlsOf =
  (steering: Steering): Controls =>
  (path, fields) => {
    const control = Object.hasOwn(controls, path) ? controls[path] : undefined
    return control ? Promise.resolve(fields).then((given) => control(given, steering)) : null
  }
