// `npm run practice [-- --port 9090] [--accounts 5] [--mining steady|at-once|by-hand] [--block-ms 3000] [--folder F]
// [--pages] [--exit-delay SECONDS]`: the Practice network alone on a port, for any program that speaks to a TRON node; the
// delay is the vault's, of a chain that begins. Ends with Ctrl+C.

import { parseArgs } from 'node:util'
import { startPractice } from '../main/chain/practice/practice.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '9090' },
    accounts: { type: 'string', default: '5' },
    mining: { type: 'string', default: 'steady' },
    'block-ms': { type: 'string' },
    folder: { type: 'string' },
    pages: { type: 'boolean', default: false },
    'exit-delay': { type: 'string' },
  },
})
const mining = (['steady', 'at-once', 'by-hand'] as const).find((one) => one === values.mining)
if (mining === undefined) throw new Error('--mining is steady, at-once or by-hand')

const node = await startPractice({
  port: Number(values.port),
  accounts: Number(values.accounts),
  mining,
  pages: values.pages,
  ...(values.folder !== undefined && { folder: values.folder }),
  ...(values['exit-delay'] !== undefined && { exitDelay: Number(values['exit-delay']) }),
  ...(values['block-ms'] !== undefined && { blockMs: Number(values['block-ms']) }),
})

const { tokens, vault } = node
console.log(`Practice network: play money on ${node.url}, chain id ${node.chainId}`)
if (node.damaged)
  console.log('What was kept in the folder could not be read; it lies there as practice.sqlite.damaged.')
console.log(`BTT (TRC-20, 18 decimals)   ${tokens.btt}`)
console.log(`USDT (TRC-20, 6 decimals)   ${tokens.usdt}`)
console.log(`BTTOLD (TRC-10, 6 decimals) ${tokens.bttold}`)
console.log(`SpeedVault of that BTT         ${vault}`)
console.log('Accounts with 10,000 TRX each, address and private key:')
for (const { address, privateKey } of node.accounts) console.log(`  ${address} ${privateKey}`)
console.log(`More: curl ${node.url}/practice/faucet -d '{"address":"T…"}'`)

const end = async (): Promise<void> => {
  await node[Symbol.asyncDispose]()
  process.exit(0)
}
process.once('SIGINT', () => void end())
process.once('SIGTERM', () => void end())
