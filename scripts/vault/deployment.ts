// Deploys contracts/SpeedVault.sol, and does not say it did before it has looked: which chain the node is on, what the
// token is, what it can cost, what became of the transaction once it is final, and that the code at the address is ours
// byte for byte. Invariant: one deployment is one transaction; where its fate is not known, its id is said and nothing is
// sent a second time.

import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { TronWeb } from 'tronweb'
import { VAULT_BYTECODE, vaultAbi } from '../../app/speed/vault-artifact.ts'
import { vaultTerms, type VaultTerms } from '../../app/speed/vault-code.ts'
import type { Vault } from '../../app/speed/terms.ts'
import { addressBytes, addressOf, parseAddress, type Address } from '../../app/tron/address.ts'
import { BTT_DECIMALS, MAINNET, NILE, SHASTA, type NetworkFacts } from '../../app/tron/networks.ts'
import { ask, chainIdOf, complaint, countAt, idOf, isAnswer, textAt, wouldDo, type NodeAt } from './node-at.ts'

export interface Order {
  readonly node: NodeAt
  /** Null: of a network we know nothing of, so nothing is expected of it. */
  readonly network: NetworkFacts['id'] | 'practice' | null
  /** 32 bytes: it pays, and has no say over the vault afterwards. */
  readonly key: Uint8Array
  /** Null: the network's own BTT. */
  readonly token: Address | null
  /** Seconds. */
  readonly delay: number
  /** Where BTT is worth money. */
  readonly realMoney: boolean
}

export interface Deployed {
  readonly vault: Vault
  readonly terms: VaultTerms
  /** Keccak-256 of the code at the address, its immutables among it. */
  readonly codeHash: string
  readonly txId: string
  readonly energy: number
  /** Sun. */
  readonly fee: number
}

export interface Surroundings {
  say(line: string): void
  wait(ms: number): Promise<void>
}

const known: readonly NetworkFacts[] = [MAINNET, NILE, SHASTA]
const SUN = 1_000_000
/** Of the estimate, that the fee limit leaves room for. */
const MARGIN = 1.2
const POLL_MS = 3_000
/** In a row. */
const MOST_FAILURES = 100
const DAY = 86_400

const hexAddress = (address: Address): string => bytesToHex(addressBytes(address))
const word = (hex: string): string => hex.padStart(64, '0')
const trx = (sun: number): string => `${(sun / SUN).toFixed(2)} TRX`

const checkedChain = async ({ node, network, realMoney }: Order): Promise<number> => {
  const chainId = await chainIdOf(node)
  const expected = known.find(({ id }) => id === network)
  if (expected !== undefined && expected.chainId !== chainId) {
    throw new Error(`The node is on chain ${chainId}, and ${network} is ${expected.chainId}.`)
  }
  const real = known.find((facts) => facts.chainId === chainId)
  if (network === 'practice' && real !== undefined) throw new Error(`That is no Practice network but ${real.id}.`)
  if (chainId === MAINNET.chainId && !realMoney) {
    throw new Error('That is the main network, where a deposit is real money. Say --real-money if it is meant.')
  }
  return chainId
}

const playToken = async (node: NodeAt): Promise<string> => textAt(await ask(node, '/practice/info'), 'tokens', 'btt')

const networkToken = async ({ node, network }: Order, chainId: number): Promise<Address | null> => {
  const facts = known.find((one) => one.chainId === chainId)
  const btt = facts?.assets.find(({ symbol }) => symbol === 'BTT')
  if (btt?.kind === 'trc20') return btt.contract
  const parsed = parseAddress(network === 'practice' ? await playToken(node) : '')
  return parsed.ok ? parsed.value : null
}

/** `string` as a contract answers it: where it begins, how long it is, its bytes. */
const answeredText = (output: string): string => {
  const length = Number(BigInt(`0x${output.slice(64, 128) || '0'}`))
  return length > 64 ? '' : Buffer.from(output.slice(128, 128 + 2 * length), 'hex').toString('utf8')
}

const selector = (signature: string): string => bytesToHex(keccak_256(new TextEncoder().encode(signature))).slice(0, 8)

const checkedToken = async (order: Order, chainId: number, owner: string): Promise<Address> => {
  const usual = await networkToken(order, chainId)
  const token = order.token ?? usual
  if (token === null) throw new Error('Which token? No BTT is known on that network: say --token T….')
  if (usual !== null && token !== usual) throw new Error(`BTT of that network is ${usual}, not ${token}.`)
  const asked = (name: string): Promise<string> =>
    wouldDo(order.node, owner, hexAddress(token), selector(name)).then(({ output }) => output)
  const symbol = answeredText(await asked('symbol()'))
  const decimals = BigInt(`0x${(await asked('decimals()')) || '0'}`)
  if (symbol !== 'BTT' || decimals !== BigInt(BTT_DECIMALS)) {
    throw new Error(`${token} calls itself ${JSON.stringify(symbol)} with ${decimals} decimals, not BTT with 18.`)
  }
  return token
}

const energyPrice = async (node: NodeAt): Promise<number> => {
  const params = (await ask(node, '/wallet/getchainparameters'))['chainParameter']
  const found = (Array.isArray(params) ? params : []).find(
    (one) => isAnswer(one) && one['key'] === 'getEnergyFee',
  ) as unknown
  const price = isAnswer(found) ? countAt(found, 'value') : 0
  if (price === 0) throw new Error('The node does not say what energy costs.')
  return price
}

interface Cost {
  readonly feeLimit: number
}

const checkedCost = async (node: NodeAt, owner: string, data: string, { say }: Surroundings): Promise<Cost> => {
  const { energy } = await wouldDo(node, owner, null, data)
  const feeLimit = Math.ceil(energy * MARGIN) * (await energyPrice(node))
  const balance = countAt(await ask(node, '/wallet/getaccount', { address: owner }), 'balance')
  say(
    `It takes about ${energy} energy: ${trx(feeLimit)} at most, and a little for its bytes. There is ${trx(balance)}.`,
  )
  if (balance < feeLimit) throw new Error('That is more than the account has.')
  return { feeLimit }
}

interface Sent {
  readonly txId: string
  readonly expiresAt: number
}

type Deployment = Parameters<TronWeb['transactionBuilder']['createSmartContract']>[0]

/** Signed here, of bytes that hold what was meant. */
const send = async (
  { node, key }: Order,
  owner: string,
  data: string,
  { feeLimit }: Cost,
  { say }: Surroundings,
): Promise<Sent> => {
  const privateKey = bytesToHex(key)
  const tronWeb = new TronWeb({ fullHost: node.host, headers: { ...node.headers }, privateKey })
  const options = {
    abi: vaultAbi,
    bytecode: VAULT_BYTECODE,
    rawParameter: data.slice(VAULT_BYTECODE.length),
    feeLimit,
    userFeePercentage: 100,
    originEnergyLimit: 10_000_000,
    name: 'SpeedVault',
  } as unknown as Deployment
  const built = await tronWeb.transactionBuilder.createSmartContract(options, owner)
  const meant = built.raw_data_hex.includes(data) && built.raw_data_hex.includes(owner)
  if (!meant || built.txID !== idOf(built.raw_data_hex)) throw new Error('What was built is not what was meant.')
  const signed = await tronWeb.trx.sign(built, privateKey)
  say(`The transaction is ${built.txID}.`)
  const sent = { txId: built.txID, expiresAt: built.raw_data.expiration }
  // Not knowing what became of it is no reason to send another: it is looked for under its id either way.
  const answer = await ask(node, '/wallet/broadcasttransaction', { ...signed }).catch((cause: unknown) => {
    say(`The node did not answer (${cause instanceof Error ? cause.message : 'no reason'}): looking for it.`)
    return { result: true }
  })
  const refused = answer['result'] !== true && !complaint(answer).startsWith('DUP_TRANSACTION_ERROR')
  if (refused) throw new Error(`The node refused it: ${complaint(answer)}.`)
  return sent
}

const solidTime = async (node: NodeAt): Promise<number> =>
  countAt(await ask(node, '/walletsolidity/getnowblock'), 'block_header', 'raw_data', 'timestamp')

type Receipt = Awaited<ReturnType<typeof ask>>

/** Null: not final yet. */
const receiptOf = async (node: NodeAt, { txId, expiresAt }: Sent): Promise<Receipt | null> => {
  const past = (await solidTime(node)) > expiresAt
  const info = await ask(node, '/walletsolidity/gettransactioninfobyid', { value: txId })
  if (textAt(info, 'id') === txId) return info
  if (past) throw new Expired('It never came into a block and has expired: nothing was deployed, and nothing paid.')
  return null
}

class Expired extends Error {}

/** Once no fork can undo it. A node that is away for a while is asked again. */
const follow = async (node: NodeAt, sent: Sent, { wait }: Surroundings): Promise<Receipt> => {
  for (let failures = 0; failures < MOST_FAILURES;) {
    try {
      const receipt = await receiptOf(node, sent)
      if (receipt !== null) return receipt
      failures = 0
    } catch (cause) {
      if (cause instanceof Expired) throw cause
      failures++
    }
    await wait(POLL_MS)
  }
  throw new Error(`The node is away. What became of ${sent.txId} is not known: look for it before deploying again.`)
}

const checkedCode = async (node: NodeAt, vault: Vault, wanted: VaultTerms): Promise<string> => {
  const answer = await ask(node, '/wallet/getcontractinfo', { value: hexAddress(vault.address) })
  const runtime = textAt(answer, 'runtimecode').toLowerCase()
  const code = /^([0-9a-f]{2})+$/.test(runtime) ? hexToBytes(runtime) : new Uint8Array(0)
  const found = vaultTerms(vault, code)
  if (found?.token !== wanted.token || found.delay !== wanted.delay) {
    throw new Error(`What stands at ${vault.address} is not this vault. Use it for nothing.`)
  }
  return bytesToHex(keccak_256(code))
}

const ownerOf = (key: Uint8Array): string => {
  const address = TronWeb.address.fromPrivateKey(bytesToHex(key))
  if (address === false) throw new Error('That is no private key.')
  return TronWeb.address.toHex(address)
}

export const deployVault = async (order: Order, around: Surroundings): Promise<Deployed> => {
  const { node, delay } = order
  if (!Number.isInteger(delay) || delay < 1 || delay > 365 * DAY) throw new Error('A delay is 1 s to 365 days.')
  const chainId = await checkedChain(order)
  const owner = ownerOf(order.key)
  const token = await checkedToken(order, chainId, owner)
  around.say(`Chain ${chainId}, BTT ${token}, delay ${delay} s.`)
  const data = VAULT_BYTECODE + word(hexAddress(token).slice(2)) + word(delay.toString(16))
  const sent = await send(order, owner, data, await checkedCost(node, owner, data, around), around)
  const info = await follow(node, sent, around)
  if (textAt(info, 'receipt', 'result') !== 'SUCCESS') {
    throw new Error(`It failed (${textAt(info, 'receipt', 'result')}) and cost ${trx(countAt(info, 'fee'))}.`)
  }
  const address = addressOf(hexToBytes(textAt(info, 'contract_address')))
  if (address === null) throw new Error('The receipt names no contract.')
  const vault = { chainId, address }
  const terms = { token, delay }
  const codeHash = await checkedCode(node, vault, terms)
  const energy = countAt(info, 'receipt', 'energy_usage_total')
  return { vault, terms, codeHash, txId: sent.txId, energy, fee: countAt(info, 'fee') }
}
