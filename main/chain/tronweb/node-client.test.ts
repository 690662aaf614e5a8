import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { TronWeb } from 'tronweb'
import { describe, expect, it } from 'vitest'
import { amount } from '../../../app/money/amount.ts'
import { fail } from '../../../app/result.ts'
import { BTTOLD, TRX, MAINNET } from '../../../app/tron/networks.ts'
import { madeOf, rawDataOf, type Transfer } from '../sending/transaction.ts'
import { addressOfKey, keyOf } from '../testing/desk.ts'
import { parseExact } from './json.ts'
import { openNode } from './node-client.ts'

const [from, to] = [addressOfKey(keyOf(1)), addressOfKey(keyOf(2))]
const block = { id: `${'0'.repeat(10)}abcdef${'12'.repeat(24)}`, number: 0xabcdef, at: 1_795_000_000_000 }

describe('what a node writes', () => {
  it('keeps every digit of an integer', () => {
    const units = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 256n })
    fc.assert(
      fc.property(units, fc.string(), (value, text) => {
        expect(parseExact(`{"a":[${value}],"b":${JSON.stringify(text)}}`)).toEqual({ a: [value], b: text })
      }),
    )
    expect(parseExact('9223372036854775807')).toBe(9_223_372_036_854_775_807n)
    expect(parseExact('{"x":0.5,"y":1e3}')).toEqual({ x: 0.5, y: 1_000 })
  })

  it('is refused when it is no JSON', () => {
    for (const text of ['', '<html>', '{"a":', 'nonsense']) expect(() => parseExact(text)).toThrow(SyntaxError)
  })
})

describe('a node that answers without end', () => {
  it('is waited for as long as one that says nothing, and then let go', async () => {
    const cut = Promise.withResolvers<void>()
    const server = createServer((request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"a":"')
      const drip = setInterval(() => response.write('b'), 20)
      request.socket.once('close', () => (clearInterval(drip), cut.resolve()))
    })
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    const full = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const client = openNode({ full, solidity: null, apiKey: null }, 200)
    expect(await client.post('full', 'getblock', {})).toEqual(fail({ why: 'timeout' }))
    expect(await client.get('v1/accounts/x/transactions', {})).toEqual(fail({ why: 'timeout' }))
    await cut.promise
    const last = client.post('solid', 'getblock', {})
    client.close()
    expect(await last).toEqual(fail({ why: 'closed' }))
    server.closeAllConnections()
    server.close()
  })
})

describe('a transaction made here', () => {
  const tronWeb = new TronWeb({ fullHost: 'http://127.0.0.1:9' })
  const header = {
    ref_block_bytes: block.id.slice(12, 16),
    ref_block_hash: block.id.slice(16, 32),
    expiration: block.at + 300_000,
    timestamp: block.at,
  }
  const hex = (transfer: Transfer): string => Buffer.from(rawDataOf(madeOf(transfer), block, block)).toString('hex')

  it('has the bytes that TronWeb gives it, offline, wherever TronWeb can hold the amount', async () => {
    const units = fc.bigInt({ min: 1n, max: BigInt(Number.MAX_SAFE_INTEGER) })
    await fc.assert(
      fc.asyncProperty(units, async (value) => {
        const transfer = { from, to, amount: amount(value), memo: null, feeLimit: amount(30_000_000n) }
        const options = { blockHeader: header, txLocal: true }
        const trx = await tronWeb.transactionBuilder.sendTrx(to, Number(value), from, options)
        expect(hex({ ...transfer, asset: TRX })).toBe(trx.raw_data_hex)
        const old = await tronWeb.transactionBuilder.sendToken(to, Number(value), '1002000', from, options)
        expect(hex({ ...transfer, asset: BTTOLD })).toBe(old.raw_data_hex)
      }),
      { numRuns: 30 },
    )
  })

  it('of a token has them too, for any amount', async () => {
    const asset = MAINNET.assets.find(({ symbol }) => symbol === 'BTT')
    if (asset?.kind !== 'trc20') throw new Error('no BTT')
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: 1n, max: 2n ** 256n - 1n }), async (value) => {
        const feeLimit = 30_000_000
        const { transaction } = await tronWeb.transactionBuilder.triggerSmartContract(
          asset.contract,
          'transfer(address,uint256)',
          { feeLimit, txLocal: true, blockHeader: header },
          [
            { type: 'address', value: to },
            { type: 'uint256', value: value.toString() },
          ],
          from,
        )
        const transfer = { from, to, asset, amount: amount(value), memo: null, feeLimit: amount(BigInt(feeLimit)) }
        expect(hex(transfer)).toBe(transaction.raw_data_hex)
      }),
      { numRuns: 30 },
    )
  })
})
