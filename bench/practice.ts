// `npm run bench -- practice [--seconds 8]`: what the Practice network does in a second over HTTP, one block for each
// 50 transactions: TRX transfers, TRC-20 sends, constant calls, and TRC-20 sends made, signed and sent by TronWeb one
// after the other. Closes with one line of JSON. Bars: 80 TRC-20 sends a second, each of them found successful after.

import { parseArgs } from 'node:util'
import { TronWeb } from 'tronweb'
import { startPractice, type PracticeNode } from '../main/chain/practice/practice.ts'
import { atLeast, closeWith } from './measure/closing-line.ts'

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '8' } } })
const seconds = Number(values.seconds)
const BLOCK = 50
const AT_ONCE = 4
const key = '1'.padStart(64, '0')
const to = 'TQLCsShbQNXMTVCjprY64qZmEA4rBarpQp'

// Whatever goes wrong, there is a closing line that says so.
for (const end of ['uncaughtException', 'unhandledRejection'] as const) {
  process.once(end, (cause: unknown) => {
    console.error(cause)
    const got = cause instanceof Error ? cause.message : String(cause)
    closeWith('practice', [{ what: 'ran to its end', want: 'yes', got, ok: false }], { seconds })
    process.exit()
  })
}

const node = await startPractice({ mining: 'by-hand' })
const tronWeb = new TronWeb({ fullHost: node.url, privateKey: key })
const owner = String(tronWeb.defaultAddress.base58)
await node.give(owner, { trx: 1_000_000_000_000n, btt: 10n ** 30n })
await node.mine(2)

const post = async <T>(path: string, body: object): Promise<T> =>
  (await (await fetch(node.url + path, { method: 'POST', body: JSON.stringify(body) })).json()) as T

interface Signed {
  readonly txID: string
}

const recipient = { type: 'address', value: to }

/** Made and signed before the clock starts: what is measured is the node, not who uses it. */
const signedSends = async (count: number, token: boolean): Promise<Signed[]> => {
  const head = await tronWeb.trx.getCurrentRefBlockParams()
  const blockHeader = { ...head, expiration: head.timestamp + 3_000_000 }
  const signed: Signed[] = []
  for (let made = 0; made < count; made++) {
    const at = { ...blockHeader, timestamp: head.timestamp + made }
    const parameters = [recipient, { type: 'uint256', value: String(made + 1) }]
    const options = { feeLimit: 100_000_000, txLocal: true, blockHeader: at }
    const selector = 'transfer(address,uint256)'
    const built = token
      ? (await tronWeb.transactionBuilder.triggerSmartContract(node.tokens.btt, selector, options, parameters, owner))
          .transaction
      : await tronWeb.transactionBuilder.sendTrx(to, made + 1, owner, { blockHeader: at })
    signed.push(await tronWeb.trx.sign(built))
  }
  return signed
}

interface Rate {
  readonly done: number
  readonly perSecond: number
  /** Of this process, node and asker together, for each. */
  readonly cpuMs: number
}

/** Does `work` a few at once until the time is up or the work runs out; mines after each block's worth. */
const measure = async (work: (index: number) => Promise<void>, most: number): Promise<Rate> => {
  const began = performance.now()
  const cpu = process.cpuUsage()
  let next = 0
  let done = 0
  const worker = async (): Promise<void> => {
    while (next < most && performance.now() - began < seconds * 1_000) {
      await work(next++)
      if (++done % BLOCK === 0) await node.mine()
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  await node.mine()
  const used = process.cpuUsage(cpu)
  const elapsed = (performance.now() - began) / 1_000
  return { done, perSecond: done / elapsed, cpuMs: (used.user + used.system) / 1_000 / done }
}

const successes = async (signed: readonly Signed[]): Promise<number> => {
  const results = await Promise.all(
    signed.map(({ txID }) => post<{ ret?: { contractRet: string }[] }>('/wallet/gettransactionbyid', { value: txID })),
  )
  return results.filter(({ ret }) => ret?.[0]?.contractRet === 'SUCCESS').length
}

const sending = async (signed: readonly Signed[]): Promise<Rate & { succeeded: number }> => {
  const rate = await measure(async (index) => {
    await post('/wallet/broadcasttransaction', signed[index] ?? {})
  }, signed.length)
  return { ...rate, succeeded: await successes(signed.slice(0, rate.done)) }
}

/** As a wallet does it: asks for the head, builds, signs, sends, and waits for the answer before the next. */
const byTronWeb = (one: PracticeNode): Promise<Rate> =>
  measure(async (index) => {
    const parameters = [recipient, { type: 'uint256', value: String(1_000_000 + index) }]
    const options = { feeLimit: 100_000_000, txLocal: true }
    const { transaction } = await tronWeb.transactionBuilder.triggerSmartContract(
      one.tokens.btt,
      'transfer(address,uint256)',
      options,
      parameters,
      owner,
    )
    await tronWeb.trx.sendRawTransaction(await tronWeb.trx.sign(transaction))
  }, 100_000)

const call = {
  owner_address: owner,
  contract_address: node.tokens.btt,
  function_selector: 'totalSupply()',
  visible: true,
}

const count = Math.round(seconds * 500)
const trx = await sending(await signedSends(count, false))
const trc20 = await sending(await signedSends(count, true))
const calls = await measure(async () => {
  await post('/wallet/triggerconstantcontract', call)
}, 1_000_000)
const wallet = await byTronWeb(node)
await node[Symbol.asyncDispose]()

closeWith(
  'practice',
  [
    atLeast('TRC-20 sends a second', 80, trc20.perSecond),
    atLeast('part of them that succeeded', 1, trc20.succeeded / trc20.done),
    atLeast('part of the TRX transfers that succeeded', 1, trx.succeeded / trx.done),
  ],
  { seconds, blockOf: BLOCK, trx, trc20, calls, trc20ByTronWeb: wallet },
)
