import { describe, expect, it } from 'vitest'
import { fail, ok, type Result } from '../../app/result.ts'
import type { VaultOrder } from '../../app/speed/vault-order.ts'
import { account, btt, elsewhere } from '../../app/speed/testing/situations.ts'
import { makeVaultOrder, previewVaultOrder, type VaultOrderDeps } from './vault-orders.ts'

const chain = { id: 'nile', chainId: 3_448_148_188 } as const
const prepare = { intent: 'i', chain, vault: null }
const signed = { txId: 'ab'.repeat(32), bytes: new Uint8Array(3), signature: new Uint8Array(65) }
const deposit: VaultOrder = { do: 'deposit', from: account, amount: btt(3) }
const away = fail({ code: 'chain-unavailable' } as const)
const unfinished = fail({ code: 'chain', fault: 'step-unfinished' } as const)

type Said = Result<unknown, unknown>

/** Two calls; `answers` stand in for the usual ones, in turn. */
const desk = (answers: Record<string, readonly Said[]> = {}, more: Partial<VaultOrderDeps> = {}) => {
  const asked: [string, unknown][] = []
  const usual: Record<string, readonly Said[]> = {
    'vault.preview': [ok({ steps: [] })],
    'vault.build': [ok({ ref: 'a', prepare, last: false }), ok({ ref: 'b', prepare, last: true })],
    'vault.landed': [ok('in-block')],
    'wallet.prepare': [ok({ token: 't' })],
    'wallet.sign': [ok(signed)],
    'wallet.discard': [ok(undefined)],
    'chain.submit': [ok({ id: 'first' }), ok({ id: 'second' })],
    confirm: [ok('approved')],
  }
  const counts = new Map<string, number>()
  const next = (name: string): Said => {
    const count = counts.get(name) ?? 0
    counts.set(name, count + 1)
    const list = answers[name] ?? usual[name] ?? []
    return list[Math.min(count, list.length - 1)] ?? fail('not expected')
  }
  const call = (name: string, input: unknown) => {
    asked.push([name, input])
    return Promise.resolve(next(name)) as never
  }
  const deps: VaultOrderDeps = {
    chain: { call },
    wallet: { call },
    chosen: () => ({ ...chain, vault: null }),
    open: () => Promise.resolve((answers['open']?.[0] ?? ok(undefined)) as never),
    confirm: () => {
      asked.push(['confirm', null])
      return Promise.resolve((next('confirm') as { value: 'approved' }).value)
    },
    onNetwork: () => () => undefined,
    signer: () => Promise.resolve(elsewhere),
    vouchers: () => Promise.resolve(ok([])),
    backedUp: () => true,
    ...more,
  }
  return { deps, asked, names: () => asked.map(([name]) => name) }
}

const once = ['vault.build', 'wallet.prepare', 'confirm', 'wallet.sign', 'chain.submit'] as const

describe('an order to the vault', () => {
  it('is made call by call, each reviewed, and the next one built when the one before is in a block', async () => {
    const { deps, names, asked } = desk()
    expect(await makeVaultOrder(deps, deposit)).toEqual(ok({ ids: ['first', 'second'] }))
    expect(names()).toEqual([...once, 'vault.landed', ...once])
    const built = asked.filter(([name]) => name === 'vault.build').map(([, input]) => input)
    const request = { order: deposit, signer: null, vouchers: [], backedUp: true }
    expect(built).toEqual([
      { request, after: null },
      { request, after: 'first' },
    ])
  })

  it('of one call is done with it', async () => {
    const { deps, names } = desk({ 'vault.build': [ok({ ref: 'a', prepare, last: true })] })
    expect(await makeVaultOrder(deps, { do: 'requestExit', from: account })).toEqual(ok({ ids: ['first'] }))
    expect(names()).toEqual([...once])
  })

  it.each(['failed', 'not-sent', 'pooled'])('goes no further when the first call is %s', async (state) => {
    const { deps, names } = desk({ 'vault.landed': [ok(state)] })
    expect(await makeVaultOrder(deps, deposit)).toEqual(unfinished)
    expect(names()).toEqual([...once, 'vault.landed'])
  })

  it.each([
    ['the chain process is away', { 'vault.landed': [away] }],
    ['the second cannot be built', { 'vault.build': [ok({ ref: 'a', prepare, last: false }), away] }],
    ['the wallet locks between', { 'wallet.prepare': [ok({ token: 't' }), fail({ code: 'wallet', fault: 'locked' })] }],
    ['it would go on for ever', { 'vault.build': [ok({ ref: 'a', prepare, last: false })] }],
  ])('says that its first step stands when %s', async (_what, answers) => {
    const { deps } = desk(answers)
    expect(await makeVaultOrder(deps, deposit)).toEqual(unfinished)
  })

  it('says as it is that a person said no to the second, or that nobody knows what became of it', async () => {
    const { deps } = desk({ confirm: [ok('approved'), ok('refused')] })
    expect(await makeVaultOrder(deps, deposit)).toEqual(fail({ code: 'cancelled' }))
    const lost = desk({ 'chain.submit': [ok({ id: 'first' }), away], 'chain.isSaved': [away] })
    expect(await makeVaultOrder(lost.deps, deposit)).toEqual(fail({ code: 'chain', fault: 'outcome-unknown' }))
  })

  it.each([
    ['open', fail({ code: 'cancelled' } as const), []],
    ['vault.build', fail({ code: 'vault-refused', problem: 'no-exit' } as const), ['vault.build']],
    ['wallet.prepare', fail({ code: 'wallet', fault: 'not-our-vault' } as const), ['vault.build', 'wallet.prepare']],
  ] as const)('ends where %s fails, with its reason', async (at, reason, until) => {
    const { deps, names } = desk({ [at]: [reason] })
    expect(await makeVaultOrder(deps, deposit)).toEqual(reason)
    expect(names()).toEqual(until)
  })

  it('to cash is made of what the ledger holds, and to name a signer of the wallet’s own key', async () => {
    const voucher = { payer: elsewhere, payee: account, lane: 1n, cumulative: btt(2), signature: new Uint8Array(65) }
    const { deps, asked } = desk({}, { vouchers: () => Promise.resolve(ok([voucher])), backedUp: () => false })
    const cash: VaultOrder = { do: 'cash', from: account, payers: [elsewhere], to: 'vault' }
    await previewVaultOrder(deps, cash)
    await previewVaultOrder(deps, { do: 'setSigner', from: account })
    expect(asked).toEqual([
      ['vault.preview', { order: cash, signer: null, vouchers: [voucher], backedUp: false }],
      [
        'vault.preview',
        { order: { do: 'setSigner', from: account }, signer: elsewhere, vouchers: [], backedUp: false },
      ],
    ])
    const gone = desk({}, { vouchers: () => Promise.resolve(away) })
    expect(await previewVaultOrder(gone.deps, cash)).toEqual(away)
  })
})
