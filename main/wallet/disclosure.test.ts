// No secret in anything that main can see, whatever is asked in whatever order, and no signature outside policy.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Prepare } from '../../app/ipc/wallet-contract.ts'
import { walletCommands } from '../../app/ipc/wallet-contract.ts'
import { keyWindowCommands } from '../../app/ipc/key-window-contract.ts'
import { encodeTransaction } from '../../app/tron/transaction.ts'
import type { Transfer } from '../../app/wallet/intent.ts'
import { checkTransaction } from '../../app/wallet/transaction-check.ts'
import { PASSWORD, utf8, value } from './testing/bench-wallet.ts'
import { ABANDON, OWN, PAYEE, honest, intents, prepareOf, imported } from './testing/sends.ts'
import { calls, intentFor, prepareCall } from './testing/vault-calls.ts'

/** Everything that is secret of this wallet, in every form it could slip out in. */
const CANARIES = ((): readonly Buffer[] => {
  const keyHex = 'b5a4cea271ff424d7c31dc12a3e43e401df7a40d7412a15750f3f0b6b5449a28'
  const seedHex =
    '5eb00bbddcf069084889a8ab9155568165f5c453ccb85e70811aaed6f6da5fc19a5ac40b389cd370d086206dec8aa6c43daea6690f20ad3d8d48b2d2ce9e38e4'
  const texts = [keyHex, seedHex, PASSWORD, 'abandon abandon', Buffer.from(keyHex, 'hex').toString('base64')]
  return [
    ...texts.map((each) => Buffer.from(each)),
    Buffer.from(keyHex, 'hex'),
    Buffer.from(seedHex, 'hex').subarray(0, 32),
  ]
})()

const flattened = (message: unknown): Buffer => {
  if (message instanceof Uint8Array) return Buffer.from(message)
  if (typeof message === 'string' || typeof message === 'number' || typeof message === 'bigint') {
    return Buffer.from(String(message))
  }
  if (typeof message !== 'object' || message === null) return Buffer.alloc(0)
  return Buffer.concat(Object.entries(message).flatMap(([name, each]) => [Buffer.from(`\n${name}\n`), flattened(each)]))
}

const leaks = (message: unknown): boolean => {
  const bytes = flattened(message)
  return CANARIES.some((canary) => bytes.includes(canary))
}

describe('what main can see', () => {
  it('would show a leak to this test', () => {
    expect(leaks({ a: [{ words: ABANDON }] })).toBe(true)
    expect(leaks({ a: CANARIES.at(-2) })).toBe(true)
    expect(leaks(new Error(PASSWORD).message)).toBe(true)
    expect(leaks({ address: OWN })).toBe(false)
  })

  it('after 100,000 random calls is no signature outside policy, and no secret', async () => {
    const { call, main, key, clock, events, wallet } = await imported()
    const approved = new Set<string>()
    const reviewed = new Map<string, string>()
    const tally = { calls: 0, signatures: 0, leaked: 0 }
    const names = [...Object.keys(walletCommands), 'wallet.approve', 'key.answer', 'key.showWords', 'toString', '']
    const scalars = [undefined, null, 0, -1, 1n, '', 'x', OWN, PAYEE, new Uint8Array(65), [], {}, true, NaN]
    let seed = 42
    const random = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed % below
    }
    const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T
    const tokens = (): string => pick([...reviewed.keys(), 'f'.repeat(32)])
    const mutated = (input: Record<string, unknown>): Record<string, unknown> => {
      const field = pick(Object.keys(input))
      return random(3) === 0
        ? { ...input, [pick(['more', 'hash', '__proto__', 'approve'])]: pick(scalars) }
        : { ...input, [field]: pick(scalars) }
    }
    const bytesOf = (intent: Transfer): Uint8Array => {
      const rawData = encodeTransaction(honest(random(4) === 0 ? pick(intents) : intent))
      return random(2) === 0 ? rawData : rawData.with(random(rawData.length), random(256))
    }
    const inputs: readonly (() => [string, unknown])[] = [
      () => [pick(names), pick(scalars)],
      () => [pick(names), { token: tokens() }],
      () => ['wallet.sign', { token: tokens() }],
      () => ['wallet.sign', mutated({ token: tokens() })],
      () => ['wallet.prepare', { ...prepareOf(pick(intents)), rawData: bytesOf(pick(intents)) }],
      () => ['wallet.prepare', mutated({ ...prepareOf(pick(intents)) })],
      () => ['wallet.prepare', prepareOf(pick(intents))],
      () => ['wallet.prepare', prepareCall(intentFor(pick(calls)))],
      () => ['wallet.prepare', mutated({ ...prepareCall(intentFor(pick(calls))) })],
      () => ['wallet.discard', { token: tokens() }],
      () => ['wallet.renameAccount', { index: random(3), label: pick(['a', '', '\u202Eevil', 'x'.repeat(50)]) }],
      () => ['wallet.watch', { address: pick([OWN, PAYEE, 'T1']), label: 'w' }],
    ]
    const quick = new Set(['wallet.lock', 'wallet.shutdown', 'wallet.start'])
    const ask = async (): Promise<void> => {
      let [name, input] = pick(inputs)()
      // What takes time is tried more rarely: reviews, and locking because of the unlocking after it.
      if (name === 'wallet.prepare' && random(8) > 0) [name, input] = ['wallet.sign', mutated({ token: tokens() })]
      if (quick.has(name) && random(200) > 0) [name, input] = ['wallet.state', undefined]
      // Writing files is what takes the time then.
      if (
        ['wallet.renameAccount', 'wallet.watch', 'wallet.addAccount', 'wallet.unwatch'].includes(name) &&
        random(50) > 0
      ) {
        input = mutated({ label: 'x' })
      }
      const result = await main.call(name, input)
      tally.calls++
      if (leaks(result)) tally.leaked++
      if (!result.ok) return
      if (name === 'wallet.prepare') {
        const { token, txId } = result.value as { token: string; txId: string }
        const { intent, rawData } = input as Prepare
        expect(
          checkTransaction({
            intent,
            rawData,
            memo: utf8('memo' in intent ? (intent.memo ?? '') : ''),
            now: clock.wall(),
          }).ok,
        ).toBe(true)
        reviewed.clear()
        reviewed.set(token, txId)
      }
      if (name === 'wallet.sign') {
        const { token } = input as { token: string }
        expect(approved.delete(token)).toBe(true)
        expect((result.value as { txId: string }).txId).toBe(reviewed.get(token))
        tally.signatures++
      }
    }
    while (tally.calls < 100_000) {
      await Promise.all(Array.from({ length: 50 }, ask))
      const [token] = reviewed.keys()
      if (!wallet.keyring.isUnlocked) value(await key.call('key.unlock', { password: utf8(PASSWORD) }))
      if (token === undefined || random(3) > 0) continue
      const approve = random(4) > 0
      const answer = await key.call('key.answer', { token, approve })
      if (answer.ok && approve) approved.add(token)
    }
    expect(tally.signatures).toBeGreaterThan(20)
    expect(tally.leaked).toBe(0)
    expect(events.filter(({ data }) => leaks(data))).toEqual([])
    expect(tally.calls).toBeGreaterThanOrEqual(100_000)
    value(await call('wallet.state', undefined))
  }, 300_000)

  it('of errors and logs is no secret either, when everything inside fails', async () => {
    const { wallet, main, key, events } = await imported()
    // A bug whose message quotes the very thing.
    wallet.keyring.sign = () => {
      throw new TypeError(`bad key b5a4cea271ff424d7c31dc12a3e43e401df7a40d7412a15750f3f0b6b5449a28 of ${ABANDON}`)
    }
    const [intent] = intents
    if (!intent) throw new Error('no intent')
    const { token } = ((await main.call('wallet.prepare', prepareOf(intent))) as { value: { token: string } }).value
    value(await key.call('key.answer', { token, approve: true }))
    const result = await main.call('wallet.sign', { token })
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(result).toMatchObject({ ok: false, error: { code: 'internal' } })
    const logged = events.filter(({ name }) => name === 'wallet.log')
    expect(logged).toHaveLength(1)
    expect(JSON.stringify(logged)).toContain('TypeError')
    expect(leaks([result, events])).toBe(false)
  })
})

/** The kinds of leaves a schema has. */
const leaves = (schema: unknown, path = ''): { path: string; schema: Record<string, unknown> }[] => {
  const own = schema as {
    type: string
    entries?: Record<string, unknown>
    options?: unknown[]
    item?: unknown
    wrapped?: unknown
  }
  if (own.entries) return Object.entries(own.entries).flatMap(([name, each]) => leaves(each, `${path}.${name}`))
  if (Array.isArray(own.options) && typeof own.options[0] === 'object')
    return own.options.flatMap((each) => leaves(each, path))
  if (own.item) return leaves(own.item, path)
  if (own.wrapped) return leaves(own.wrapped, path)
  return [{ path, schema: { ...own } }]
}

describe('the contract between main and the wallet', () => {
  it('has no field into or out of which a password, words or a key would fit', () => {
    // A table of the journal is made of what the journal's fields hold.
    const FREE_TEXT = /(\.(label|name|torrentName|text|symbol|folder|memo)|^speed\.csv\.out)$/
    const BYTES = [
      // Of a voucher that another wallet signed.
      'wallet.prepare.in.intent.call.vouchers.signature',
      'wallet.prepare.in.rawData',
      'wallet.sign.out.bytes',
      'wallet.sign.out.signature',
      'speed.prove.in.nonce',
      'speed.prove.out.signature',
      'speed.pay.out.voucher.signature',
      'speed.last.out.signature',
      'speed.resume.in.signature',
      'speed.held.out.signature',
      'speed.receive.in.vouchers.voucher.signature',
      'speed.uncashed.out.voucher.signature',
    ]
    const bytes: string[] = []
    for (const [name, { input, output }] of Object.entries(walletCommands)) {
      for (const { path, schema } of [...leaves(input, `${name}.in`), ...leaves(output, `${name}.out`)]) {
        const takesBytes =
          schema['type'] === 'custom' && (schema['check'] as (value: unknown) => boolean)(new Uint8Array(32))
        if (takesBytes || path.endsWith('.signature')) bytes.push(path)
        if (schema['type'] !== 'string' || FREE_TEXT.test(path)) continue
        // Other text has a form: 12 words, a password or base64 do not match it.
        const forms = (schema['pipe'] as { type: string; requirement: RegExp }[]).filter(({ type }) => type === 'regex')
        expect([path, forms.length]).toEqual([path, 1])
        for (const text of [ABANDON, PASSWORD, Buffer.alloc(32, 7).toString('base64')]) {
          expect(forms[0]?.requirement.test(text)).toBe(false)
        }
      }
      expect(/password|word|secret|seed|key|entropy|phrase/i.test(name)).toBe(false)
    }
    expect(bytes).toEqual(BYTES)
  })

  it('shares no command with key windows', () => {
    expect(Object.keys(walletCommands).filter((name) => Object.hasOwn(keyWindowCommands, name))).toEqual([])
  })

  it('takes nothing but what it says, whatever is added', async () => {
    const { main } = await imported()
    const [intent] = intents
    if (!intent) throw new Error('no intent')
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1 }), fc.jsonValue(), async (name, extra) => {
        const prepare = prepareOf(intent)
        fc.pre(!(name in prepare) && !(name in intent))
        const around = await main.call('wallet.prepare', { ...prepare, [name]: extra })
        const within = await main.call('wallet.prepare', { ...prepare, intent: { ...intent, [name]: extra } })
        if (name !== '__proto__') expect([around.ok, within.ok]).toEqual([false, false])
      }),
    )
  })
})
