// TronWeb, as far as it is used: one connection to one node, through TronWeb's HTTP providers. Adds what they lack:
// exact integers, bounded answers, no redirects, a clear reason for each failure, and an end to everything on `close`.
// Nothing else of the app imports tronweb. Invariant: never throws and never rejects.

import { providers } from 'tronweb'
import { fail, ok, type Result } from '../../../app/result.ts'
import type { ChainNode } from '../../../app/wallet/networks-choice.ts'
import { parseExact } from './json.ts'

/** `waitMs`: the node said for how long. */
export type NodeFault =
  | { readonly why: 'unreachable' | 'timeout' | 'refused' | 'bad-answer' | 'closed' }
  | { readonly why: 'limited'; readonly waitMs: number | null }

/** `full`: as the head block has it. `solid`: as no fork can change it. */
export interface NodeClient {
  readonly host: string
  post(
    side: 'full' | 'solid',
    name: string,
    body: Readonly<Record<string, unknown>>,
  ): Promise<Result<unknown, NodeFault>>
  get(path: string, query: Readonly<Record<string, string>>): Promise<Result<unknown, NodeFault>>
  close(): void
}

const TIMEOUT_MS = 10_000
const LARGEST_ANSWER = 4_000_000

interface HttpError {
  readonly code?: string
  readonly response?: { readonly status: number; readonly data?: unknown }
}

const errorText = (data: unknown): string => {
  if (typeof data !== 'object' || data === null) return ''
  const said = (data as { Error?: unknown; error?: unknown }).Error ?? (data as { error?: unknown }).error
  return typeof said === 'string' ? said : ''
}

const LIMITED = /rate exceeded|lack of computing resources|frequency|too many requests|suspended for/i

const limited = (text: string): NodeFault => {
  const seconds = /suspended for (\d{1,4}) ?s/.exec(text)?.[1]
  return { why: 'limited', waitMs: seconds === undefined ? null : Number(seconds) * 1000 }
}

const faultOf = (cause: unknown): NodeFault => {
  const { code, response } = cause as HttpError
  if (response !== undefined) {
    const text = errorText(response.data)
    if (response.status === 429 || response.status === 503 || LIMITED.test(text)) return limited(text)
    return { why: response.status === 401 || response.status === 403 ? 'refused' : 'bad-answer' }
  }
  if (code === 'ERR_CANCELED' || code === 'ECONNABORTED' || code === 'ETIMEDOUT') return { why: 'timeout' }
  // What came was no JSON, a redirect, or too long.
  if (code === 'ERR_BAD_RESPONSE' || code === 'ERR_FR_TOO_MANY_REDIRECTS' || cause instanceof SyntaxError) {
    return { why: 'bad-answer' }
  }
  return { why: 'unreachable' }
}

type Provider = InstanceType<typeof providers.HttpProvider>

/** What is used of an axios instance, whose type TronWeb keeps to itself. */
interface Axios {
  readonly defaults: object
  readonly interceptors: { readonly request: { use(change: (request: object) => object): unknown } }
}

const provider = (url: string, apiKey: string | null, signal: AbortSignal, timeoutMs: number): Provider => {
  const headers = apiKey === null ? {} : { 'TRON-PRO-API-KEY': apiKey }
  const made = new providers.HttpProvider(url, timeoutMs, '', '', headers)
  const instance = made.instance as unknown as Axios
  // Its own limit is for silence: a node that says a byte now and then would be waited for without end.
  instance.interceptors.request.use((request) => ({
    ...request,
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  }))
  Object.assign(instance.defaults, {
    proxy: false,
    maxRedirects: 0,
    maxContentLength: LARGEST_ANSWER,
    responseType: 'text',
    transformResponse: [(data: unknown) => parseExact(String(data))],
  })
  return made
}

/** For an address that cannot be one: settings refuse those, and this does not rely on it. */
const nowhere = (host: string): NodeClient => {
  const unreachable = (): Promise<Result<unknown, NodeFault>> => Promise.resolve(fail({ why: 'unreachable' }))
  return { host, post: unreachable, get: unreachable, close: () => undefined }
}

export const openNode = (node: ChainNode, timeoutMs?: number): NodeClient => {
  try {
    return connected(node, timeoutMs)
  } catch {
    return nowhere(node.full)
  }
}

const connected = (node: ChainNode, timeoutMs = TIMEOUT_MS): NodeClient => {
  const ending = new AbortController()
  const full = provider(node.full, node.apiKey, ending.signal, timeoutMs)
  const solid = node.solidity === null ? full : provider(node.solidity, node.apiKey, ending.signal, timeoutMs)
  const asked = async (request: Promise<unknown>): Promise<Result<unknown, NodeFault>> => {
    try {
      const data = await request
      const text = errorText(data)
      return LIMITED.test(text) ? fail(limited(text)) : ok(data)
    } catch (cause) {
      return fail(ending.signal.aborted ? { why: 'closed' } : faultOf(cause))
    }
  }
  return {
    host: new URL(node.full).host,
    post: (side, name, body) =>
      asked(
        side === 'full'
          ? full.request(`wallet/${name}`, { ...body }, 'post')
          : solid.request(`walletsolidity/${name}`, { ...body }, 'post'),
      ),
    get: (path, query) => asked(full.request(path, { ...query }, 'get')),
    close: () => ending.abort(),
  }
}
