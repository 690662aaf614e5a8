// `npm run vault:deploy -- --network practice|nile|shasta|mainnet|URL --key-file F`: puts the vault on a chain and says
// where, once it is final and found to be ours. More: --node URL (another node of that network, and where the Practice
// network is), --token T… and --delay SECONDS (3 days), --api-key-file F (TronGrid), --real-money (the main network).

import { readFileSync, statSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { hexToBytes } from '@noble/hashes/utils.js'
import { VAULT_CODE_HASH } from '../app/speed/vault-artifact.ts'
import { parseAddress, type Address } from '../app/tron/address.ts'
import { MAINNET, NILE, SHASTA } from '../app/tron/networks.ts'
import { deployVault, type Order } from './vault/deployment.ts'

const THREE_DAYS = 259_200
const PRACTICE_HOST = 'http://127.0.0.1:9090'

const { values } = parseArgs({
  options: {
    network: { type: 'string' },
    node: { type: 'string' },
    'key-file': { type: 'string' },
    'api-key-file': { type: 'string' },
    token: { type: 'string' },
    delay: { type: 'string', default: String(THREE_DAYS) },
    'real-money': { type: 'boolean', default: false },
  },
})

const keyIn = (path: string): Uint8Array => {
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    throw new Error('Others can read the file of the key: chmod 600 it.')
  }
  const text = readFileSync(path, 'utf8').trim().replace(/^0x/, '')
  if (!/^[0-9a-fA-F]{64}$/.test(text)) throw new Error('The file of the key has to hold 64 hexadecimal digits.')
  return hexToBytes(text)
}

const tokenIn = (text: string | undefined): Address | null => {
  if (text === undefined) return null
  const parsed = parseAddress(text)
  if (!parsed.ok) throw new Error('--token is no TRON address.')
  return parsed.value
}

const place = (network: string): { network: Order['network']; host: string } => {
  const facts = [MAINNET, NILE, SHASTA].find(({ id }) => id === network)
  if (facts !== undefined) return { network: facts.id, host: facts.host }
  if (network === 'practice') return { network, host: PRACTICE_HOST }
  if (/^https?:\/\//.test(network)) return { network: null, host: network }
  throw new Error('--network is practice, nile, shasta, mainnet or the URL of a node.')
}

const orderIn = (): Order => {
  const keyFile = values['key-file']
  if (values.network === undefined || keyFile === undefined) {
    throw new Error('--network practice|nile|shasta|mainnet|URL and --key-file F are needed.')
  }
  const { network, host } = place(values.network)
  const apiKey = values['api-key-file'] === undefined ? null : readFileSync(values['api-key-file'], 'utf8').trim()
  return {
    node: { host: values.node ?? host, headers: apiKey === null ? {} : { 'TRON-PRO-API-KEY': apiKey } },
    network,
    key: keyIn(keyFile),
    token: tokenIn(values.token),
    delay: Number(values.delay),
    realMoney: values['real-money'],
  }
}

try {
  const surroundings = { say: (line: string) => console.log(line), wait: (ms: number) => wait(ms) }
  const { vault, terms, codeHash, txId, energy, fee } = await deployVault(orderIn(), surroundings)
  console.log(`SpeedVault ${vault.address}`)
  console.log(`  chain ${vault.chainId}, token ${terms.token}, delay ${terms.delay} s`)
  console.log(`  code hash ${codeHash}; without what it has of its own ${VAULT_CODE_HASH}`)
  console.log(`  transaction ${txId}, ${energy} energy, ${fee} sun`)
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : 'It went wrong, nobody knows how.')
  process.exitCode = 1
}
