// A node that makes things up: it passes every question on to an honest one and changes what it likes of the answers,
// so that it can lie about several things that fit together.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { blockId } from '../nodes/block.ts'
import type { NodeAt } from '../practice/practice.ts'

/** `asked`: the path with its query, and the body. Gives the answer's text, or null for the honest one. */
export type Forge = (asked: { readonly path: string; readonly body: string }, said: string) => string | null

const textOf = async (parts: AsyncIterable<unknown>): Promise<string> => {
  const chunks: Uint8Array[] = []
  for await (const part of parts) chunks.push(part as Uint8Array)
  return Buffer.concat(chunks).toString('utf8')
}

export const forgingNode = async (
  honest: Pick<NodeAt, 'url'>,
  forge: Forge,
): Promise<Pick<NodeAt, 'url'> & AsyncDisposable> => {
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const [path, body, method] = [request.url ?? '/', await textOf(request), request.method ?? 'GET']
      const said = await fetch(`${honest.url}${path}`, { method, ...(method === 'POST' && { body }) })
      const text = await said.text()
      response.writeHead(said.status, { 'content-type': 'application/json' })
      response.end(forge({ path, body }, text) ?? text)
    }
    answer().catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => void server.close(() => resolve()))
    },
  }
}

/** A block's header as a node tells it, with the id that it must have. */
export const madeBlock = (number: number, at: number | bigint): string => {
  const header = { number: BigInt(number), timestamp: BigInt(at), witness_id: 0n, version: 34n }
  const texts = { txTrieRoot: '', parentHash: '00'.repeat(32), witness_address: '41'.repeat(21), accountStateRoot: '' }
  const block_header = { raw_data: { ...header, ...texts } }
  const blockID = blockId({ blockID: '', block_header })
  return JSON.stringify({ blockID, block_header }, (_key, one: unknown) =>
    typeof one === 'bigint' ? Number(one) : one,
  )
}
