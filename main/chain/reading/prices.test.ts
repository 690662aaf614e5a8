// What things are worth, asked of a source over a real connection: what it says right is shown, and whatever else it
// does is as if it had said nothing.

import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { BTTOLD, TRX, type Asset } from '../../../app/tron/networks.ts'
import { assetKey } from '../../../app/wallet/chain-state.ts'
import { readPrices } from './prices.ts'

const ending: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const end of ending.splice(0)) await end()
})

const source = async (answer: (path: string, response: ServerResponse) => void) => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    answer(request.url ?? '', response)
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  ending.push(async () => {
    server.closeAllConnections()
    await new Promise<void>((resolve) => void server.close(() => resolve()))
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/price?of={symbol}`
  return {
    asked,
    read: (assets: readonly Asset[]) => readPrices({ url, path: 'data.{symbol}.0', currency: 'EUR' }, assets, 5),
  }
}

describe('a source of prices', () => {
  it('is asked for each token by its symbol, and its digits are passed on as they are', async () => {
    const { asked, read } = await source((path, response) => {
      const symbol = path.split('=')[1] ?? ''
      response.end(JSON.stringify({ data: { [symbol]: [symbol === 'TRX' ? 0.2815 : '0.0000006125'] } }))
    })
    expect(await read([TRX, BTTOLD])).toEqual([
      { key: assetKey(TRX), value: '0.2815', at: 5 },
      { key: assetKey(BTTOLD), value: '0.0000006125', at: 5 },
    ])
    expect(asked.toSorted()).toEqual(['/price?of=BTTOLD', '/price?of=TRX'])
  })

  const right = JSON.stringify({ data: { TRX: ['0.3'] } })
  it.each<[string, (path: string, response: ServerResponse) => void]>([
    ['refuses', (_path, response) => response.writeHead(500).end(right)],
    [
      'leads elsewhere',
      (path, response) => response.writeHead(path === '/there' ? 200 : 302, { location: '/there' }).end(right),
    ],
    ['says no JSON', (_path, response) => response.end('<html>')],
    ['says something else', (_path, response) => response.end('{"data":{"TRX":["1e999"]}}')],
    [
      'breaks off',
      (_path, response) => (
        response.writeHead(200, { 'content-length': '999' }),
        response.write(right),
        response.destroy()
      ),
    ],
  ])('that %s gives no price', async (_what, answer) => {
    const { read } = await source(answer)
    expect(await read([TRX])).toEqual([])
  })

  it('that never comes to an end is listened to for a megabyte', async () => {
    let sent = 0
    const cut = Promise.withResolvers<void>()
    const { read } = await source((_path, response) => {
      const part = Buffer.alloc(65_536, ' ')
      const more = (): void => {
        while (!response.destroyed && response.write(part)) sent += part.length
      }
      response.on('drain', more)
      response.on('close', () => cut.resolve())
      more()
    })
    expect(await read([TRX])).toEqual([])
    await cut.promise
    expect(sent).toBeLessThan(20_000_000)
  })
})
