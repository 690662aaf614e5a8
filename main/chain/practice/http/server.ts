// One node's HTTP: reads a request, lets the chain answer in its turn, writes the answer, and does wrong where it was
// told to. Listens on loopback only, and answers no page of the web unless told to: a request with an Origin is
// refused, and one by any name but loopback's own, which a page could have given to this machine.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { isObject, isYes, mapLeaves, readJson, writeJson, type Json, type JsonObject } from '../codec/json.ts'
import { Refusal } from '../refusal.ts'
import { accountAnswers } from './answers/accounts.ts'
import { blockAnswers } from './answers/blocks.ts'
import { broadcastAnswers, busyAnswer } from './answers/broadcasting.ts'
import { buildingAnswers } from './answers/building.ts'
import { contractAnswers } from './answers/contracts.ts'
import { networkAnswers } from './answers/network.ts'
import type { Endpoints } from './endpoint.ts'
import { Faults, withLie, type Fault } from './faults.ts'
import { gridAnswer } from './grid.ts'
import { BadRequest, toVisible } from './visible.ts'
import type { View } from './view.ts'

interface Answer {
  readonly status: number
  readonly body: string
}

/** Beyond what a node itself answers: what `npm run practice` offers for tests of others. Null: no such path. */
export type Controls = (path: string, fields: JsonObject) => Promise<Json> | null

const LARGEST_BODY = 4 * 1024 * 1024
const REMEMBERED = 10_000

const full: Endpoints = {
  ...accountAnswers,
  ...blockAnswers,
  ...networkAnswers,
  ...contractAnswers,
  ...buildingAnswers,
  ...broadcastAnswers,
}

/** What only a full node does: it makes and takes transactions, and has a pool. */
const notSolid = new Set([
  ...Object.keys(buildingAnswers),
  ...Object.keys(broadcastAnswers),
  'triggersmartcontract',
  'getcontract',
  'getcontractinfo',
  'getaccountresource',
  'getaccountnet',
  'validateaddress',
  'listnodes',
  'getnextmaintenancetime',
  'getchainparameters',
  'getmemofee',
  'getassetissuebyaccount',
  'gettransactionfrompending',
  'gettransactionlistfrompending',
  'getpendingsize',
])

/** Every path of the node's own, for comparison with a real one's. */
export const servedPaths = (): string[] =>
  Object.keys(full).flatMap((name) => [`/wallet/${name}`, ...(notSolid.has(name) ? [] : [`/walletsolidity/${name}`])])

const NOT_FOUND: Answer = { status: 404, body: '<h2>HTTP ERROR 404 Not Found</h2>' }
const RATE = 'request rate exceeded the allowed_rps(3), and the query server is suspended for 5 s'
const OVERLOADED = 'class java.lang.IllegalAccessException : lack of computing resources'

const json = (value: Json): Answer => ({ status: 200, body: writeJson(value) })

const errorOf = (error: unknown): Answer => {
  if (error instanceof BadRequest) return json({ Error: error.message })
  if (error instanceof Refusal) {
    return json({ Error: `class org.tron.core.exception.ContractValidateException : ${error.message}` })
  }
  const words = error instanceof Error ? error.message : 'unknown'
  return json({ Error: `class java.lang.RuntimeException : ${words}` })
}

const fieldsOf = (method: string, query: URLSearchParams, body: string): JsonObject => {
  const asked = Object.fromEntries(query)
  if (method !== 'POST' || body === '') return asked
  let read: Json
  try {
    read = readJson(body)
  } catch {
    throw new BadRequest('class org.tron.json.JSONException : syntax error')
  }
  return isObject(read) ? { ...asked, ...read } : asked
}

const asText = (value: Json): Json => mapLeaves(value, (leaf) => (typeof leaf === 'bigint' ? leaf.toString() : leaf))

const lied = (answer: Json, faults: readonly Fault[]): Json => {
  let said = answer
  for (const fault of faults) if (fault.kind === 'lie') said = withLie(said, fault.field.split('.'), fault.value)
  return said
}

/** What a node that cannot or will not answers instead; null when it answers. */
const refusedBy = (faults: readonly Fault[], path: string): Answer | null => {
  const kinds = new Set(faults.map(({ kind }) => kind))
  if (kinds.has('limited')) return { status: 429, body: JSON.stringify({ Error: RATE }) }
  if (kinds.has('unavailable')) return { status: 503, body: 'Service Unavailable' }
  if (kinds.has('busy')) return json(path.includes('broadcast') ? busyAnswer() : { Error: OVERLOADED })
  return null
}

const readBody = async (request: IncomingMessage): Promise<string | null> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Uint8Array).length
    if (size > LARGEST_BODY) return null
    chunks.push(chunk as Uint8Array)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const isForeign = ({ headers: { origin, host = '' } }: IncomingMessage): boolean =>
  origin !== undefined || !/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)

const allowPages = (response: ServerResponse): void => {
  response.setHeader('access-control-allow-origin', '*')
  response.setHeader('access-control-allow-headers', '*')
}

export class NodeServer {
  readonly faults = new Faults()
  /** The last requests, as `POST /wallet/getaccount`. */
  readonly requests: string[] = []
  readonly #view: View
  readonly #controls: Controls
  readonly #pages: boolean
  readonly #server: Server

  /** `pages`: pages of the web may ask too. */
  constructor(view: View, controls: Controls, pages = false) {
    this.#view = view
    this.#pages = pages
    this.#controls = controls
    this.#server = createServer((request, response) => void this.#serve(request, response))
    // Who asks hangs up, never the node: on a machine that stood still a connection could be closed here just as the
    // next question comes in over it.
    this.#server.keepAliveTimeout = 0
  }

  /** Resolves to its URL. */
  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, '127.0.0.1', resolve)
    })
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise<void>((resolve) => void this.#server.close(() => resolve()))
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://practice.invalid')
    const path = url.pathname.replaceAll(/\/+/g, '/')
    const method = request.method ?? 'GET'
    this.requests.push(`${method} ${path}`)
    if (this.requests.length > REMEMBERED) this.requests.splice(0, REMEMBERED / 2)
    try {
      const body = await readBody(request)
      const foreign = !this.#pages && isForeign(request)
      const answer = body === null ? { status: 413, body: '' } : foreign ? { status: 403, body: '' } : null
      if (this.#pages) allowPages(response)
      if (method === 'OPTIONS' && !foreign) return void response.end()
      await this.#finish(response, path, answer ?? (() => this.#answer(method, path, url.searchParams, body ?? '')))
    } catch {
      request.socket.destroy()
    }
  }

  async #finish(
    response: ServerResponse,
    path: string,
    answer: Answer | (() => Promise<Json | Answer>),
  ): Promise<void> {
    const faults = path.startsWith('/practice/') ? [] : this.faults.strike(path)
    const has = (kind: Fault['kind']): boolean => faults.some((fault) => fault.kind === kind)
    if (has('drop-before')) return void response.destroy()
    const { status, body } =
      refusedBy(faults, path) ?? (typeof answer === 'function' ? await this.#written(answer, faults) : answer)
    for (const fault of faults) if (fault.kind === 'delay') await delay(fault.ms)
    if (has('drop-after')) return void response.destroy()
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
    response.end(has('garbled') ? `${body.slice(0, body.length / 2)}\u0000<html>` : body)
  }

  async #written(answer: () => Promise<Json | Answer>, faults: readonly Fault[]): Promise<Answer> {
    try {
      const said = await answer()
      const done = isObject(said) && typeof said['status'] === 'number' && typeof said['body'] === 'string'
      return done ? (said as unknown as Answer) : json(lied(said as Json, faults))
    } catch (error) {
      return errorOf(error)
    }
  }

  async #answer(method: string, path: string, query: URLSearchParams, body: string): Promise<Json | Answer> {
    if (path === '/healthcheck') return { status: 200, body: 'OK' }
    if (path.startsWith('/v1/')) {
      const page = await this.#view.chain.turn(() => gridAnswer(this.#view, path, query))
      return page ?? { status: 404, body: writeJson({ success: false, error: 'not found', statusCode: 404n }) }
    }
    const fields = fieldsOf(method, query, body)
    if (path.startsWith('/practice/')) return (await this.#controls(path, fields)) ?? NOT_FOUND
    const [, part, name = ''] = /^\/(wallet|walletsolidity)\/([A-Za-z0-9]+)$/.exec(path) ?? []
    const solid = part === 'walletsolidity'
    const endpoint = Object.hasOwn(full, name.toLowerCase()) ? full[name.toLowerCase()] : undefined
    if (!endpoint || (solid && notSolid.has(name.toLowerCase()))) return NOT_FOUND
    const visible = isYes(fields['visible'])
    const said = await this.#view.chain.turn(() => endpoint({ fields, visible, solid }, this.#view))
    const shown = visible ? toVisible(said) : said
    return isYes(fields['int64_as_string']) ? asText(shown) : shown
  }
}
