// A TRON node over HTTP, as far as deploying a vault needs it. Every answer is looked at before it is used; what makes no
// sense throws a sentence for the person at the keyboard.

import { sha256 } from '@noble/hashes/sha2.js'
import { hexToBytes } from '@noble/hashes/utils.js'

export interface NodeAt {
  readonly host: string
  readonly headers: Readonly<Record<string, string>>
}

type Answer = Readonly<Record<string, unknown>>

const TIMEOUT_MS = 20_000

export const isAnswer = (value: unknown): value is Answer =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const ask = async ({ host, headers }: NodeAt, path: string, body: Answer = {}): Promise<Answer> => {
  const response = await fetch(new URL(path, host), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  const answer: unknown = await response.json()
  if (!response.ok || !isAnswer(answer)) throw new Error(`The node answers ${path} with ${response.status}.`)
  return answer
}

export const textAt = (answer: Answer, ...path: readonly string[]): string => {
  let value: unknown = answer
  for (const name of path) value = isAnswer(value) ? value[name] : undefined
  return typeof value === 'string' ? value : ''
}

/** Of what JavaScript holds exactly; zero where the node leaves it out, as it does with zeros. */
export const countAt = (answer: Answer, ...path: readonly string[]): number => {
  let value: unknown = answer
  for (const name of path) value = isAnswer(value) ? value[name] : undefined
  if (value === undefined) return 0
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    throw new Error(`The node’s ${path.at(-1)} is no count.`)
  return value
}

const hexOf = (text: string): string =>
  /^([0-9a-f]{2})*$/.test(text) ? Buffer.from(text, 'hex').toString('utf8') : text

/** Why a node did not take something, in its own words. */
export const complaint = (answer: Answer): string =>
  [textAt(answer, 'code'), hexOf(textAt(answer, 'message')), textAt(answer, 'Error')]
    .filter((part) => part !== '')
    .join(' ')

/** The last four bytes of the genesis block's id. */
export const chainIdOf = async (node: NodeAt): Promise<number> => {
  const id = textAt(await ask(node, '/wallet/getblockbynum', { num: 0 }), 'blockID')
  if (!/^[0-9a-f]{64}$/.test(id)) throw new Error('The node shows no genesis block.')
  return Number.parseInt(id.slice(-8), 16)
}

export interface Constant {
  readonly energy: number
  readonly output: string
}

/** What a call or, without `to`, a deployment would do. Addresses are hexadecimal. */
export const wouldDo = async (node: NodeAt, owner: string, to: string | null, data: string): Promise<Constant> => {
  const asked = { owner_address: owner, ...(to !== null && { contract_address: to }), data }
  const answer = await ask(node, '/wallet/triggerconstantcontract', asked)
  const output = answer['constant_result']
  const [first] = Array.isArray(output) ? (output as readonly unknown[]) : []
  const failed = textAt(answer, 'result', 'message')
  if (failed !== '' || typeof first !== 'string') throw new Error(`The node says it would fail: ${hexOf(failed)}.`)
  return { energy: countAt(answer, 'energy_used') + countAt(answer, 'energy_penalty'), output: first }
}

export const idOf = (rawData: string): string => Buffer.from(sha256(hexToBytes(rawData))).toString('hex')
