// Kills a sending process at a step, starts over on the same folder, and looks at what the chain says happened. Shared
// by the test (a few times) and the campaign (fifty times a step).

import { fileURLToPath } from 'node:url'
import { memoryPortPair } from '../../../app/ipc/port.ts'
import { connect } from '../../../app/ipc/rpc.ts'
import { startPractice } from '../practice/practice.ts'
import { serveChain } from '../serve.ts'
import { LIFETIME_MS } from '../sending/transaction.ts'
import { addressOfKey, keyOf, openDesk, temporaryFolder } from './desk.ts'
import { runUntilKilled } from './killed-process.ts'

export const killSteps = [
  'built',
  'signed',
  'saved',
  'broadcast',
  'in-flight',
  'answered',
  'noted',
  'asked',
  'settled',
] as const
export type KillStep = (typeof killSteps)[number]

export interface KillOutcome {
  readonly step: KillStep
  /** How the process ended. */
  readonly signal: string | null
  /** What the wallet says of its sends afterwards. */
  readonly states: readonly string[]
  /** What the process that is started next says to main about the send whose saving it was not told of; null: no id. */
  readonly told: boolean | null
  /** How often the chain moved the money. */
  readonly moved: bigint
}

const UNITS = 5_000_000n
const LAG = 3
const script = fileURLToPath(new URL('send-process.ts', import.meta.url))

/** As main asks when `chain.submit` was not answered. */
const isSaved = async (folder: string, words: string): Promise<boolean | null> => {
  const txId = /^id ([0-9a-f]{64})$/m.exec(words)?.[1]
  const [near, far] = memoryPortPair(setImmediate, structuredClone)
  serveChain(far, () => undefined, String)
  const client = connect(near)
  await client.call('chain.start', { folder })
  const answer = txId === undefined ? null : await client.call('chain.isSaved', { txId })
  await client.call('chain.shutdown', undefined)
  return answer?.ok === true ? answer.value === true : null
}

/** Once: a network of its own, a send that is killed, and a wallet that goes on from what is on disk. */
export const killOnce = async (step: KillStep): Promise<KillOutcome> => {
  let ahead = 0
  const now = (): number => Date.now() + ahead
  await using node = await startPractice({ mining: 'by-hand', solidLag: LAG, clock: now })
  const folder = temporaryFolder()
  try {
    const bob = addressOfKey(keyOf(2))
    await node.give(addressOfKey(keyOf(1)), { trx: 1_000_000_000n })
    await node.give(bob, { trx: 1_000_000n })
    await node.mine(LAG + 2)
    const practice = { url: node.url, tokens: node.tokens, vault: node.vault, chainId: Number(node.chainId) }
    const { code, signal, words } = await runUntilKilled(script, step, {
      folder: folder.path,
      practice,
      units: UNITS.toString(),
    })
    if (signal !== 'SIGKILL') throw new Error(`ended by ${signal ?? `code ${code}`}: ${words}`)
    const told = await isSaved(folder.path, words)
    await using desk = openDesk({ folder: folder.path, practice: node, now })
    // Long enough for it to be sent or to be out of time, whichever it is.
    for (let round = 0; round < 8; round++) {
      await node.mine(2)
      await desk.round()
      ahead += round < 5 ? 3_000 : LIFETIME_MS
    }
    const states = desk.sends.all(practice.chainId).map(({ state }) => state)
    const held = desk.chain.world().ok ? await desk.chain.inspect([bob]) : null
    const balance = held?.ok ? (held.value[0]?.balances[0]?.amount ?? 0n) : 0n
    return { step, signal, states, told, moved: (balance - 1_000_000n) / UNITS }
  } finally {
    folder.remove()
  }
}

/** Null: as it must be. Killed before it was saved it never happened; afterwards it happened once, and is known. */
export const wrongWith = ({ step, states, told, moved }: KillOutcome): string | null => {
  const saved = step !== 'built' && step !== 'signed'
  if (moved > 1n) return 'sent twice'
  if (moved === 1n && states[0] === 'not-sent') return 'shown as not sent when it was'
  if (moved === 0n && states[0] === 'final') return 'shown as sent when it was not'
  if (step !== 'built' && told !== saved) return 'told otherwise than it is'
  if (states.length !== (saved ? 1 : 0)) return 'not on disk, or there when it should not be'
  return saved && (moved !== 1n || states[0] !== 'final') ? 'not brought to its end' : null
}
