import { request } from 'node:http'
import type { TronWeb } from 'tronweb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { playBtt } from './artifacts/play-btt.ts'
import { startPractice, type PracticeNode } from './practice.ts'
import { addressOf, connect, hexOf, infoOf, keyOf, methodsOf, post, textOfHex } from './testing/tronweb.ts'

const [alice, bob, carol] = [keyOf(1), keyOf(2), keyOf(3)]

interface Refused {
  readonly code?: string
  readonly message: string
  readonly txid?: string
}

let node: PracticeNode
let tronWeb: TronWeb

beforeEach(async () => {
  node = await startPractice({ mining: 'at-once', solidLag: 2 })
  await node.give(addressOf(alice), { trx: 1_000_000_000n })
  tronWeb = connect(node, alice)
})

afterEach(() => node[Symbol.asyncDispose]())

const transfer = (key: string, sun: number, to = bob): ReturnType<TronWeb['transactionBuilder']['sendTrx']> =>
  tronWeb.transactionBuilder.sendTrx(addressOf(to), sun, addressOf(key))

const broadcast = (transaction: object): Promise<Refused> =>
  post<Refused>(node, '/wallet/broadcasttransaction', transaction)

const refusal = async (transaction: object): Promise<[string | undefined, string]> => {
  const answer = await broadcast(transaction)
  expect(answer).not.toHaveProperty('result')
  return [answer.code, textOfHex(answer.message)]
}

describe('a transaction is refused', () => {
  it('when another’s key signed it', async () => {
    const signed = await connect(node, bob).trx.sign(await transfer(bob, 5, alice))
    const stolen = { ...(await transfer(alice, 5)), signature: signed.signature }
    const [code, words] = await refusal(stolen)
    expect(code).toBe('SIGERROR')
    expect(words).toMatch(
      /^Validate signature error: [0-9a-f]{130} is signed by T\w{33} but it is not contained of perm/,
    )
  })

  it('when its content was changed, whatever its id and its bytes say', async () => {
    const signed = await tronWeb.trx.sign(await transfer(alice, 1_000))
    const changed = structuredClone(signed) as unknown as {
      raw_data: { contract: { parameter: { value: { amount: number } } }[] }
    }
    const value = changed.raw_data.contract[0]?.parameter.value
    if (value) value.amount = 999_999
    expect((await refusal(changed))[0]).toBe('SIGERROR')
    const dressed = { ...signed, txID: '00', raw_data_hex: 'ff' }
    expect(await broadcast(dressed)).toEqual({ result: true, txid: signed.txID })
  })

  it('without a signature, or with one that is none', async () => {
    const built = await transfer(alice, 5)
    expect(await refusal({ ...built, signature: [] })).toEqual([
      'SIGERROR',
      'Validate signature error: miss sig or contract',
    ])
    expect(await refusal({ ...built, signature: ['00'.repeat(65)] })).toEqual([
      'SIGERROR',
      'Validate signature error: Could not recover public key from signature',
    ])
    expect(await refusal({ ...built, signature: ['00'.repeat(20)] })).toEqual([
      'SIGERROR',
      'Validate signature error: Signature size is 20',
    ])
  })

  it('the second time, pending or mined', async () => {
    const signed = await tronWeb.trx.sign(await transfer(alice, 5))
    expect(await broadcast(signed)).toMatchObject({ result: true })
    expect(await refusal(signed)).toEqual(['DUP_TRANSACTION_ERROR', 'Dup transaction.'])
  })

  it('when it expired, expires too late, or refers to no block of this chain', async () => {
    const head = await tronWeb.trx.getCurrentRefBlockParams()
    const build = (blockHeader: object): ReturnType<typeof transfer> =>
      tronWeb.transactionBuilder.sendTrx(addressOf(bob), 1, addressOf(alice), {
        blockHeader: { ...head, ...blockHeader },
      })
    const sign = async (blockHeader: object): Promise<object> => tronWeb.trx.sign(await build(blockHeader))
    const expired = ['TRANSACTION_EXPIRATION_ERROR', 'Transaction expired']
    expect(await refusal(await sign({ expiration: head.timestamp - 1 }))).toEqual(expired)
    expect(await refusal(await sign({ expiration: head.timestamp + 90_000_000 }))).toEqual(expired)
    expect(await refusal(await sign({ ref_block_hash: '00'.repeat(8) }))).toEqual(['TAPOS_ERROR', 'Tapos check error.'])
  })

  it('when there is too little to send, to activate, or to pay its bytes', async () => {
    await node.give(addressOf(bob), { trx: 2_000_000n })
    const bobs = connect(node, bob)
    const tooMuch = await bobs.trx.sign(await transfer(bob, 50_000_000, alice))
    const words = 'Contract validate error : Validate TransferContract error, balance is not sufficient.'
    expect(await refusal(tooMuch)).toEqual(['CONTRACT_VALIDATE_ERROR', words])
    const activating = await bobs.trx.sign(await transfer(bob, 1_500_000, carol))
    expect(await refusal(activating)).toEqual(['CONTRACT_VALIDATE_ERROR', words])
    expect(await broadcast(await bobs.trx.sign(await transfer(bob, 1_900_000, alice)))).toMatchObject({ result: true })
    expect(await broadcast(await bobs.trx.sign(await transfer(bob, 2, alice)))).toMatchObject({ result: true })
    expect(await refusal(await bobs.trx.sign(await transfer(bob, 3, alice)))).toEqual([
      'BANDWITH_ERROR',
      'Account resource insufficient error.',
    ])
  })

  it('from an account that was never activated', async () => {
    const [code, words] = await refusal(await connect(node, carol).trx.sign(await transfer(carol, 5, alice)))
    expect(code).toBe('CONTRACT_VALIDATE_ERROR')
    expect(words).toBe(`Contract validate error : account [${addressOf(carol)}] does not exist`)
  })

  it('to a contract that takes no plain transfer, of a token that is not, of too many tokens', async () => {
    const build = tronWeb.transactionBuilder
    const to = await tronWeb.trx.sign(await build.sendTrx(node.tokens.btt, 5, addressOf(alice)))
    expect((await refusal(to))[1]).toBe('Contract validate error : Cannot transfer TRX to a smartContract.')
    const none = await tronWeb.trx.sign(await build.sendToken(addressOf(bob), 5, '1009999', addressOf(alice)))
    expect((await refusal(none))[1]).toBe('Contract validate error : No asset!')
    await node.give(addressOf(alice), { bttold: 4n })
    const many = await tronWeb.trx.sign(await build.sendToken(addressOf(bob), 5, '1002000', addressOf(alice)))
    expect((await refusal(many))[1]).toBe('Contract validate error : assetBalance is not sufficient.')
  })

  it('by a permission its keys do not fill, and taken once they do', async () => {
    const owner = addressOf(alice)
    const key = (one: string, weight: number): object => ({ address: hexOf(addressOf(one)), weight })
    const both = { threshold: 2, keys: [key(alice, 1), key(bob, 1)] }
    const operations = '7fff1fc0033efb0f000000000000000000000000000000000000000000000000'
    const update = await tronWeb.transactionBuilder.updateAccountPermissions(
      hexOf(owner),
      { type: 0, permission_name: 'owner', ...both } as never,
      undefined,
      [{ type: 2, permission_name: 'active', operations, ...both }] as never,
    )
    expect(await broadcast(await tronWeb.trx.sign(update))).toMatchObject({ result: true })
    const account = await post(node, '/wallet/getaccount', { address: hexOf(owner) })
    expect(account).toMatchObject({ owner_permission: { threshold: 2, keys: [{ weight: 1 }, { weight: 1 }] } })
    const built = await transfer(alice, 7)
    const once = await tronWeb.trx.sign(built)
    expect(await refusal(once)).toEqual(['SIGERROR', 'Validate signature error: sig error'])
    const doubled = { ...once, signature: [...once.signature, ...once.signature] }
    expect((await refusal(doubled))[1]).toBe(`Validate signature error: ${owner} has signed twice!`)
    const weighed = await post(node, '/wallet/getsignweight', once)
    expect(weighed).toMatchObject({ result: { code: 'NOT_ENOUGH_PERMISSION' }, current_weight: 1 })
    const twice = await connect(node, bob).trx.multiSign(once, bob)
    const sent = await broadcast(twice)
    expect(sent).toMatchObject({ result: true })
    expect((await infoOf(node, String(sent.txid))).fee).toBeGreaterThanOrEqual(1_000_000)
  })
})

describe('fees', () => {
  it('are 1 TRX for a memo, and never more than the limit for energy', async () => {
    const memo = await tronWeb.transactionBuilder.addUpdateData(await transfer(alice, 5), 'hello', 'utf8', {
      txLocal: true,
    })
    await node.give(addressOf(bob), { trx: 1_000_000n })
    const sent = await broadcast(await tronWeb.trx.sign(memo))
    expect((await infoOf(node, String(sent.txid))).fee).toBeGreaterThanOrEqual(1_000_000)
    await node.give(addressOf(alice), { btt: 100n })
    const btt = methodsOf(tronWeb, playBtt.abi, node.tokens.btt)
    const id = String(await btt['transfer']?.(addressOf(carol), 5).send({ feeLimit: 1_000_000 }))
    const info = await infoOf(node, id)
    expect(info.receipt).toMatchObject({ result: 'OUT_OF_ENERGY', energy_fee: 1_000_000 })
    expect(textOfHex(String(info.resMessage))).toContain("Not enough energy for 'SSTORE' operation executing")
    expect(await btt['balanceOf']?.(addressOf(carol)).call()).toBe(0n)
  })
})

describe('a request that cannot be read', () => {
  it('is answered as the node does: status 200 and a class of Java', async () => {
    const address = addressOf(alice)
    const base58 = await post(node, '/wallet/createtransaction', {
      owner_address: address,
      to_address: address,
      amount: 5,
    })
    expect(base58['Error']).toMatch(
      /^class org\.tron\.core\.services\.http\.JsonFormat\$ParseException : .*INVALID hex/,
    )
    const garbage = await fetch(`${node.url}/wallet/getaccount`, { method: 'POST', body: '{' })
    expect(await garbage.json()).toEqual({ Error: expect.stringContaining('JSONException') })
    expect((await fetch(`${node.url}/wallet/nothing`)).status).toBe(404)
    expect((await fetch(`${node.url}/walletsolidity/broadcasttransaction`, { method: 'POST' })).status).toBe(404)
    const page = await fetch(`${node.url}/wallet/getnowblock`, { headers: { origin: 'https://page.invalid' } })
    expect(page.status).toBe(403)
    const { port } = new URL(node.url)
    const byName = (host: string): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const asked = request({ port, path: '/wallet/getnowblock', headers: { host } }, ({ statusCode }) =>
          resolve(statusCode),
        )
        asked.once('error', reject).end()
      })
    expect(await byName('rebound.invalid')).toBe(403)
    expect(await byName(`localhost:${port}`)).toBe(200)
  })

  it('is answered {} when it asks for what is not there', async () => {
    expect(await post(node, '/wallet/gettransactionbyid', { value: '11'.repeat(32) })).toEqual({})
    expect(await post(node, '/wallet/getaccount', { address: `41${'00'.repeat(20)}` })).toEqual({})
    expect(await post(node, '/wallet/getblockbynum', { num: 99_999 })).toEqual({})
  })
})
