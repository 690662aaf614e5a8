import type { TronWeb } from 'tronweb'
import { afterEach, describe, expect, it } from 'vitest'
import { playBtt } from './artifacts/play-btt.ts'
import { playUsdt } from './artifacts/play-usdt.ts'
import { probe } from './artifacts/probe.ts'
import { startPractice, type PracticeNode, type PracticeOptions } from './practice.ts'
import { addressOf, connect, deploy, hexOf, infoOf, keyOf, methodsOf, post, textOfHex } from './testing/tronweb.ts'

const [alice, bob, carol] = [keyOf(1), keyOf(2), keyOf(3)]
const open: PracticeNode[] = []

afterEach(async () => {
  for (const node of open.splice(0)) await node[Symbol.asyncDispose]()
})

/** A network where Alice has 100,000 TRX, and every transaction its own block. */
const practice = async (options: PracticeOptions = {}): Promise<PracticeNode> => {
  const node = await startPractice({ mining: 'at-once', solidLag: 2, ...options })
  open.push(node)
  await node.give(addressOf(alice), { trx: 100_000_000_000n })
  if (options.mining === 'by-hand') await node.mine()
  return node
}

const started = async (options: PracticeOptions = {}): Promise<{ node: PracticeNode; tronWeb: TronWeb }> => {
  const node = await practice(options)
  return { node, tronWeb: connect(node, alice) }
}

describe('sending TRX by TronWeb', () => {
  it('activates who gets it, and is final only after so many blocks', async () => {
    const { node, tronWeb } = await started()
    const to = addressOf(carol)
    expect(await tronWeb.trx.getAccount(to)).toEqual({})
    const sent = await tronWeb.trx.sendTransaction(to, 2_000_000)
    expect(sent.result).toBe(true)
    expect(await tronWeb.trx.getUnconfirmedBalance(to)).toBe(2_000_000)
    expect(await tronWeb.trx.getBalance(to)).toBe(0)
    const info = await infoOf(node, sent.txid)
    expect(info).toMatchObject({ fee: 1_100_000, receipt: { net_fee: 100_000 }, contractResult: [''] })
    expect(info.receipt).not.toHaveProperty('result')
    expect(await infoOf(node, sent.txid, true)).toEqual({})
    await node.mine(2)
    expect(await tronWeb.trx.getBalance(to)).toBe(2_000_000)
    expect((await infoOf(node, sent.txid, true)).fee).toBe(1_100_000)
  })

  it('uses the free bandwidth of the day, then burns TRX for every byte', async () => {
    const { node, tronWeb } = await started()
    await node.give(addressOf(bob), { trx: 1_000_000n })
    const receipts = []
    for (let count = 0; count < 4; count++) {
      const { txid } = await tronWeb.trx.sendTransaction(addressOf(bob), 1_000 + count)
      receipts.push((await infoOf(node, txid)).receipt)
    }
    const bytes = Number(receipts[0]?.['net_usage'])
    expect(bytes).toBeGreaterThan(250)
    expect(receipts[1]).toEqual({ net_usage: bytes })
    expect(receipts[2]).toEqual({ net_fee: bytes * 1_000 })
    const resources = await post(node, '/wallet/getaccountresource', { address: hexOf(addressOf(alice)) })
    expect(resources['freeNetLimit']).toBe(600)
    // A block or two has passed since, and a little has come back.
    expect(2 * bytes - Number(resources['freeNetUsed'])).toBeLessThanOrEqual(2)
    node.pass(86_400_000)
    await node.mine()
    const rested = await post(node, '/wallet/getaccountresource', { address: hexOf(addressOf(alice)) })
    expect(rested).not.toHaveProperty('freeNetUsed')
  })

  it('waits in the pool between blocks', async () => {
    const { node, tronWeb } = await started({ mining: 'by-hand' })
    const { txid } = await tronWeb.trx.sendTransaction(addressOf(bob), 5)
    const id = txid
    expect(await infoOf(node, id)).toEqual({})
    expect(await post(node, '/wallet/gettransactionbyid', { value: id })).toMatchObject({ txID: id })
    expect(await post(node, '/walletsolidity/gettransactionbyid', { value: id })).toEqual({})
    expect(await post(node, '/wallet/gettransactionlistfrompending')).toEqual({ txId: [id] })
    await node.mine()
    expect((await infoOf(node, id)).blockNumber).toBe(node.height())
    expect(await post(node, '/wallet/getpendingsize')).toEqual({ pendingSize: 0 })
    const found = await tronWeb.trx.getTransaction(id)
    expect(found.ret?.[0]?.contractRet).toBe('SUCCESS')
  })
})

describe('tokens by TronWeb', () => {
  it('are there from the start: BTT, USDT and the legacy BTTOLD, and come from the faucet', async () => {
    const { node, tronWeb } = await started()
    const to = addressOf(alice)
    await node.give(to, { btt: 7n * 10n ** 18n, usdt: 5_000_000n, bttold: 9_000_000n })
    const btt = methodsOf(tronWeb, playBtt.abi, node.tokens.btt)
    const usdt = methodsOf(tronWeb, playUsdt.abi, node.tokens.usdt)
    expect(await Promise.all([btt['symbol']?.().call(), btt['decimals']?.().call()])).toEqual(['BTT', 18n])
    expect(await Promise.all([usdt['symbol']?.().call(), usdt['decimals']?.().call()])).toEqual(['USDT', 6n])
    expect(await btt['balanceOf']?.(to).call()).toBe(7n * 10n ** 18n)
    expect(await usdt['balanceOf']?.(to).call()).toBe(5_000_000n)
    const account = await tronWeb.trx.getUnconfirmedAccount(to)
    expect(account.assetV2).toEqual([{ key: '1002000', value: 9_000_000 }])
    const legacy = await tronWeb.trx.getTokenByID('1002000')
    expect(legacy).toMatchObject({ abbr: 'BTTOLD', precision: 6 })
    const asked = await post(node, '/practice/faucet', { address: addressOf(bob) })
    expect(asked).toMatchObject({ result: true, transactions: [expect.any(String), expect.any(String)] })
    expect(await tronWeb.trx.getUnconfirmedBalance(addressOf(bob))).toBe(2_000_000_000)
  })

  it('move as TRC-20: energy, a log, an event, a history', async () => {
    const { node, tronWeb } = await started()
    await node.give(addressOf(alice), { btt: 10n ** 18n })
    const btt = methodsOf(tronWeb, playBtt.abi, node.tokens.btt)
    const first = String(await btt['transfer']?.(addressOf(bob), '12345').send({ feeLimit: 100_000_000 }))
    const again = String(await btt['transfer']?.(addressOf(bob), '1').send({ feeLimit: 100_000_000 }))
    const info = await infoOf(node, first)
    expect(info.receipt).toMatchObject({ result: 'SUCCESS', net_usage: 345 })
    const energy = Number(info.receipt['energy_usage_total'])
    expect(energy).toBeGreaterThan(27_000)
    expect(energy).toBeLessThan(29_000)
    expect(info.receipt['energy_fee']).toBe(energy * 100)
    expect((await infoOf(node, again)).receipt['energy_usage_total']).toBe(energy - 15_000)
    expect(info.log).toHaveLength(1)
    expect(info.log?.[0]?.address).toBe(hexOf(node.tokens.btt).slice(2))
    await node.mine(2)
    const events = await tronWeb.event.getEventsByTransactionID(first)
    expect(events.data?.[0]).toMatchObject({
      event_name: 'Transfer',
      event: 'Transfer(address indexed from, address indexed to, uint256 value)',
      result: { value: '12345', 0: `0x${hexOf(addressOf(alice)).slice(2)}` },
      contract_address: node.tokens.btt,
    })
    const page = await fetch(`${node.url}/v1/accounts/${addressOf(bob)}/transactions/trc20?only_to=true`)
    expect(await page.json()).toMatchObject({
      success: true,
      data: [{ value: '1' }, { value: '12345', from: addressOf(alice), token_info: { symbol: 'BTT', decimals: 18 } }],
    })
  })

  it('answer false where USDT does, and move all the same', async () => {
    const { node, tronWeb } = await started()
    await node.give(addressOf(alice), { usdt: 1_000n })
    const usdt = methodsOf(tronWeb, playUsdt.abi, node.tokens.usdt)
    const id = String(await usdt['transfer']?.(addressOf(bob), 400).send({ feeLimit: 100_000_000 }))
    const info = await infoOf(node, id)
    expect(info.receipt['result']).toBe('SUCCESS')
    expect(BigInt(`0x${info.contractResult[0]}`)).toBe(0n)
    expect(await usdt['balanceOf']?.(addressOf(bob)).call()).toBe(400n)
  })

  it('move as TRC-10, for bandwidth alone, and can be issued', async () => {
    const { node, tronWeb } = await started()
    await node.give(addressOf(alice), { bttold: 1_000n })
    await node.give(addressOf(bob), { trx: 1_000_000n })
    const { txid } = await tronWeb.trx.sendToken(addressOf(bob), 777, '1002000')
    expect(await infoOf(node, txid)).toMatchObject({ receipt: { net_usage: expect.any(Number) } })
    const account = await tronWeb.trx.getUnconfirmedAccount(addressOf(bob))
    expect(account.assetV2).toEqual([{ key: '1002000', value: 777 }])
    const start = Date.now() + 60_000
    const issue = await tronWeb.transactionBuilder.createToken(
      {
        ...{ name: 'PLAY', abbreviation: 'PLAY', description: 'x', url: 'https://x.invalid', totalSupply: 1_000_000 },
        ...{ trxRatio: 1, tokenRatio: 1, saleStart: start, saleEnd: start + 60_000, freeBandwidth: 0 },
        ...{ freeBandwidthLimit: 0, frozenAmount: 0, frozenDuration: 0, precision: 6 },
      },
      String(tronWeb.defaultAddress.hex),
    )
    const answer = await tronWeb.trx.sendRawTransaction(await tronWeb.trx.sign(issue))
    const info = await infoOf(node, answer.txid)
    expect(info).toMatchObject({ assetIssueID: '1000001', fee: 1_024_000_000 + Number(info.receipt['net_fee'] ?? 0) })
  })
})

describe('contracts by TronWeb', () => {
  it('are deployed, see the chain’s id, and check signatures', async () => {
    const { node, tronWeb } = await started()
    const { answer, address, id } = await deploy(tronWeb, probe, { callValue: 10_000_000 })
    expect(answer.result).toBe(true)
    expect((await infoOf(node, id)).receipt['result']).toBe('SUCCESS')
    const methods = methodsOf(tronWeb, probe.abi, address)
    const said = (await methods['chain']?.().call()) as bigint[] | undefined
    const [chainId, number] = said ?? []
    const genesis = await tronWeb.trx.getBlock(0)
    expect(chainId).toBe(BigInt(`0x${genesis.blockID.slice(-8)}`))
    expect(chainId).toBe(node.chainId)
    expect(Number(number)).toBe(node.height() + 1)
    const digest = '11'.repeat(32)
    const signature = tronWeb.trx.signMessageV2(Buffer.from(digest, 'hex'))
    const hashed = tronWeb.utils.message.hashMessage(Buffer.from(digest, 'hex'))
    const signer = await methods['signer']?.(hashed, signature).call()
    expect(signer).toBe(hexOf(addressOf(alice)))
    expect(await tronWeb.trx.getUnconfirmedBalance(address)).toBe(10_000_000)
  })

  it('pay TRX out, to addresses that never were, and make contracts that can be called', async () => {
    const { node, tronWeb } = await started()
    const { address } = await deploy(tronWeb, probe, { callValue: 10_000_000 })
    const methods = methodsOf(tronWeb, probe.abi, address)
    const paid = String(await methods['pay']?.(addressOf(carol), 4_000_000).send({ feeLimit: 100_000_000 }))
    expect((await infoOf(node, paid)).receipt['result']).toBe('SUCCESS')
    expect(await tronWeb.trx.getUnconfirmedBalance(addressOf(carol))).toBe(4_000_000)
    const idle = await methods['pay']?.(addressOf(bob), 0).send({ feeLimit: 100_000_000 })
    expect((await infoOf(node, String(idle))).receipt['result']).toBe('SUCCESS')
    expect(await tronWeb.trx.getUnconfirmedAccount(addressOf(bob))).toEqual({})
    const made = String(await methods['make']?.(42).send({ feeLimit: 100_000_000 }))
    const child = (await infoOf(node, made)).log?.[0]?.data?.slice(-40)
    const asked = {
      owner_address: hexOf(addressOf(alice)),
      contract_address: `41${child}`,
      function_selector: 'number()',
    }
    const said = await post<{ constant_result: string[] }>(node, '/wallet/triggerconstantcontract', asked)
    expect(BigInt(`0x${said.constant_result[0]}`)).toBe(42n)
  })

  it('say why they failed, and cost what they used, or everything', async () => {
    const { node, tronWeb } = await started()
    const { address } = await deploy(tronWeb, probe)
    const methods = methodsOf(tronWeb, probe.abi, address)
    const asked = {
      owner_address: hexOf(addressOf(alice)),
      contract_address: hexOf(address),
      function_selector: 'complain()',
    }
    const said = await post<{ result: { result: boolean; message: string }; constant_result: string[] }>(
      node,
      '/wallet/triggerconstantcontract',
      asked,
    )
    expect(said.result.result).toBe(true)
    expect(textOfHex(said.result.message)).toBe('REVERT opcode executed')
    expect(textOfHex(said.constant_result[0]?.slice(8 + 128) ?? '')).toContain('not today')
    const reverted = await infoOf(node, String(await methods['complain']?.().send({ feeLimit: 100_000_000 })))
    expect(reverted).toMatchObject({ result: 'FAILED', receipt: { result: 'REVERT' } })
    expect(Number(reverted.receipt['energy_usage_total'])).toBeLessThan(1_000)
    const spent = await infoOf(node, String(await methods['loop']?.().send({ feeLimit: 5_000_000 })))
    expect(spent.receipt).toMatchObject({ result: 'OUT_OF_ENERGY', energy_fee: 5_000_000, energy_usage_total: 50_000 })
    expect(textOfHex(String(spent.resMessage))).toMatch(/^Not enough energy for '\w+' operation executing: curInvoke/)
    const failed = await infoOf(node, String(await methods['fail']?.().send({ feeLimit: 5_000_000 })))
    expect(failed.receipt['result']).toBe('REVERT')
  })

  it('keep TRC-10 that comes with a call unless they look, and the vault looks', async () => {
    const { node, tronWeb } = await started()
    await node.give(addressOf(alice), { bttold: 1_000n })
    const { address } = await deploy(tronWeb, probe)
    const sent = async (to: string, call: string, tokenValue: number): Promise<Record<string, unknown>> => {
      const options = { feeLimit: 100_000_000, tokenId: '1002000', tokenValue }
      const { transaction } = await tronWeb.transactionBuilder.triggerSmartContract(to, call, options, [])
      const answer = await tronWeb.trx.sendRawTransaction(await tronWeb.trx.sign(transaction))
      return answer.result ? (await infoOf(node, answer.txid)).receipt : { refused: textOfHex(answer.message ?? '') }
    }
    const held = async (of: string): Promise<unknown> =>
      (await tronWeb.trx.getUnconfirmedAccount(of)).assetV2?.[0]?.value
    expect((await sent(address, 'chain()', 400))['result']).toBe('SUCCESS')
    expect([await held(addressOf(alice)), await held(address)]).toEqual([600, 400])
    expect((await sent(node.vault, 'requestExit()', 400))['result']).toBe('REVERT')
    expect([await held(addressOf(alice)), await held(node.vault)]).toEqual([600, undefined])
    expect((await sent(node.vault, 'requestExit()', 0))['result']).toBe('SUCCESS')
    expect(String((await sent(address, 'chain()', 601))['refused'])).toContain('assetBalance is not sufficient')
  })

  it('that ran out of energy while being deployed are not there', async () => {
    const { node, tronWeb } = await started()
    const { answer, address, id } = await deploy(tronWeb, probe, { feeLimit: 20_000_000 })
    expect(answer.result).toBe(true)
    const info = await infoOf(node, id)
    expect(info.receipt).toMatchObject({ result: 'OUT_OF_ENERGY', energy_fee: 20_000_000 })
    expect(textOfHex(String(info.resMessage))).toContain("'save just created contract code' executing: needEnergy[")
    expect(await post(node, '/wallet/getcontract', { value: hexOf(address) })).toEqual({})
  })

  it('cost no TRX to who has staked enough', async () => {
    const { node, tronWeb } = await started()
    await node.give(addressOf(alice), { btt: 10n ** 18n })
    const freeze = await tronWeb.transactionBuilder.freezeBalanceV2(
      50_000_000_000,
      'ENERGY',
      String(tronWeb.defaultAddress.hex),
    )
    await tronWeb.trx.sendRawTransaction(await tronWeb.trx.sign(freeze))
    const btt = methodsOf(tronWeb, playBtt.abi, node.tokens.btt)
    const { receipt } = await infoOf(
      node,
      String(await btt['transfer']?.(addressOf(bob), 1).send({ feeLimit: 100_000_000 })),
    )
    expect(receipt).not.toHaveProperty('energy_fee')
    expect(Number(receipt['energy_usage'])).toBe(receipt['energy_usage_total'])
  })
})
