// A process that makes a deposit at the vault, approval and deposit, and is killed on the way: the call and the step
// are its first argument (`approve saved`), what it is about its second. It kills itself with SIGKILL.

import { openDesk, signWith } from './desk.ts'
import { vaultOwner } from './vault-owner.ts'

export interface DepositProcessInput {
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
const { folder, practice, units } = JSON.parse(given) as DepositProcessInput

const die = (): void => process.kill(process.pid, 'SIGKILL') as unknown as undefined

let call = 'approve'

const pass = (step: string): void => {
  if (`${call} ${step}` === killAt) die()
  // While the node works on it.
  if (step === 'broadcast' && `${call} in-flight` === killAt) setTimeout(die, 4)
}

const mine = (): Promise<unknown> => fetch(`${practice.url}/practice/mine`, { method: 'POST', body: '{}' })

const run = async (): Promise<void> => {
  const desk = openDesk({ folder, practice: { ...practice, chainId: BigInt(practice.chainId) }, pass })
  await desk.round()
  const owner = vaultOwner({ wallet: desk, later: () => Promise.resolve() })
  const request = owner.request({ do: 'deposit', amount: BigInt(units) })
  let after: string | null = null
  for (;;) {
    const built = await desk.sender.buildCall(request, after)
    if (!built.ok) throw new Error(JSON.stringify(built.error))
    pass('built')
    const signed = signWith(desk.key, built.value.prepare.rawData)
    pass('signed')
    const submitted = desk.sender.submit(built.value.ref, signed)
    if (!submitted.ok) throw new Error(JSON.stringify(submitted.error))
    const landed = desk.chain.landed(submitted.value.id)
    for (let round = 0; round < 8; round++) {
      await desk.round()
      await mine()
    }
    await landed
    if (built.value.last) break
    after = submitted.value.id
    call = 'deposit'
  }
  throw new Error('nobody killed it')
}

void run().catch((cause: unknown) => {
  process.stderr.write(String(cause))
  process.exit(1)
})
