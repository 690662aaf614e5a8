// A process that sends once and is killed on the way: the step is its first argument, what it is about its second. It
// kills itself with SIGKILL, so nothing of it gets a chance to tidy up.

import { addressOfKey, keyOf, openDesk, signWith } from './desk.ts'
import { amount } from '../../../app/money/amount.ts'
import { previewSend } from '../sending/preview.ts'

export interface SendProcessInput {
  readonly folder: string
  readonly practice: {
    readonly url: string
    readonly tokens: { btt: string; usdt: string; bttold: string }
    readonly vault: string
    readonly chainId: number
  }
  readonly units: string
}

const [killAt = '', given = '{}'] = process.argv.slice(2)
const { folder, practice, units } = JSON.parse(given) as SendProcessInput

const die = (): void => process.kill(process.pid, 'SIGKILL') as unknown as undefined

const pass = (step: string): void => {
  if (step === killAt) die()
  // While the node works on it.
  if (step === 'broadcast' && killAt === 'in-flight') setTimeout(die, 4)
}

const run = async (): Promise<void> => {
  const desk = openDesk({ folder, practice: { ...practice, chainId: BigInt(practice.chainId) }, pass })
  await desk.round()
  const draft = desk.draft(addressOfKey(keyOf(2)), 'trx', BigInt(units))
  const found = desk.chain.world()
  if (!found.ok) throw new Error(JSON.stringify(found.error))
  const preview = await previewSend(draft, found.value.world)
  const built = await desk.sender.build({ draft, most: preview.cost?.most ?? amount(0n) })
  if (!built.ok) throw new Error(JSON.stringify(built.error))
  pass('built')
  const signed = signWith(desk.key, built.value.prepare.rawData)
  process.stderr.write(`id ${signed.txId}\n`)
  pass('signed')
  const submitted = desk.sender.submit(built.value.ref, signed)
  if (!submitted.ok) throw new Error(JSON.stringify(submitted.error))
  for (let round = 0; round < 200; round++) {
    await desk.round()
    await fetch(`${practice.url}/practice/mine`, { method: 'POST', body: '{}' })
  }
  throw new Error('nobody killed it')
}

void run().catch((cause: unknown) => {
  process.stderr.write(String(cause))
  process.exit(1)
})
