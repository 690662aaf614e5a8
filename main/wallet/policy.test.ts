// Whatever is asked, in whatever order, by a main process or a key window gone mad: no signature but for the bytes that
// were checked against their intent and approved as that very review; and no secret in anything that main can see.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Prepare } from '../../app/ipc/wallet-contract.ts'
import { walletCommands } from '../../app/ipc/wallet-contract.ts'
import { keyWindowCommands } from '../../app/ipc/key-window-contract.ts'
import { amount, type Amount } from '../../app/money/amount.ts'
import { parseAddress, type Address } from '../../app/tron/address.ts'
import { signerOf } from '../../app/tron/signature.ts'
import { encodeTransaction, transactionDigest, type RawTransaction } from '../../app/tron/transaction.ts'
import { transferCall } from '../../app/tron/trc20.ts'
import type { Intent } from '../../app/wallet/intent.ts'
import { checkTransaction } from '../../app/wallet/transaction-check.ts'
import { REVIEW_MS } from './reviews.ts'
import { benchWallet, PASSWORD, utf8, value, type BenchWallet, type KeyWindow } from './testing/bench-wallet.ts'

const fixed = (text: string): Address => {
  const parsed = parseAddress(text)
  if (!parsed.ok) throw new Error(text)
  return parsed.value
}
const ABANDON = `${'abandon '.repeat(11)}about`
const OWN = fixed('TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH')
const PAYEE = fixed('TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC')
const THIEF = fixed('THJrqfbBhoB1vX97da6S6nXWkafCxpyCNB')
const BTT = fixed('TAFjULxiVgT4qWk6UZwjqwZXTSaGaqnVp4')
const WALL = 1_800_000_000_000
const chain = { id: 'mainnet', chainId: 728_126_428 } as const
const sun = (units: bigint): Amount => amount(units)
const facts = {
  fees: { bandwidth: sun(345_000n), activation: sun(1_100_000n), memo: sun(1_000_000n) },
  token: null,
  recipient: { kind: 'new', name: null },
} as const

type Raw = { -readonly [F in keyof RawTransaction]: RawTransaction[F] }

/** The bytes that honestly carry out an intent. */
const honest = (intent: Intent): Raw => ({
  refBlockBytes: Uint8Array.of(1, 2),
  refBlockHash: new Uint8Array(8).fill(3),
  expiration: BigInt(WALL) + 600_000n,
  timestamp: BigInt(WALL),
  feeLimit: intent.do === 'sendTrc20' ? intent.feeLimit : 0n,
  memo: utf8(intent.memo ?? ''),
  contract:
    intent.do === 'sendTrx'
      ? { type: 'TransferContract', owner: intent.from, to: intent.to, amount: intent.amount }
      : intent.do === 'sendTrc10'
        ? {
            type: 'TransferAssetContract',
            owner: intent.from,
            to: intent.to,
            amount: intent.amount,
            tokenId: intent.tokenId,
          }
        : {
            type: 'TriggerSmartContract',
            owner: intent.from,
            contract: intent.contract,
            callValue: 0n,
            data: transferCall(intent.to, intent.amount),
            tokenValue: 0n,
            tokenId: 0n,
          },
})

const intents: readonly Intent[] = [
  { do: 'sendTrx', from: OWN, to: PAYEE, amount: sun(5_000_000n), memo: null },
  { do: 'sendTrc10', from: OWN, to: PAYEE, amount: sun(7n), memo: 'for the seeds', tokenId: '1002000' },
  {
    do: 'sendTrc20',
    from: OWN,
    to: PAYEE,
    amount: sun(10n ** 20n),
    memo: null,
    contract: BTT,
    feeLimit: sun(20_000_000n),
  },
]
const prepareOf = (intent: Intent, raw: RawTransaction = honest(intent)): Prepare => ({
  intent,
  rawData: encodeTransaction(raw),
  chain,
  facts,
})

const imported = async (): Promise<BenchWallet & { key: KeyWindow }> => {
  const bench = await benchWallet()
  const key = bench.window()
  const { ref } = value(await key.call('key.previewImport', { from: 'words', words: utf8(ABANDON), passphrase: null }))
  value(await key.call('key.commitImport', { ref, password: utf8(PASSWORD) }))
  return { ...bench, key }
}

describe('a send', () => {
  it.each(intents)('($do) is reviewed in full, approved in a key window, and signed once', async (intent) => {
    const { call, key, events } = await imported()
    const prepare = prepareOf(intent)
    const review = value(await call('wallet.prepare', prepare))
    expect(value(await key.call('key.review', undefined))).toEqual(review)
    expect(await call('wallet.sign', { token: review.token })).toMatchObject({ error: { fault: 'not-approved' } })
    value(await key.call('key.answer', { token: review.token, approve: true }))
    const signed = value(await call('wallet.sign', { token: review.token }))
    expect(signed.txId).toBe(review.txId)
    expect(Buffer.from(transactionDigest(prepare.rawData)).toString('hex')).toBe(review.txId)
    expect(signerOf(transactionDigest(prepare.rawData), signed.signature)).toBe(OWN)
    expect(await call('wallet.sign', { token: review.token })).toMatchObject({ error: { fault: 'not-waiting' } })
    expect(events).toContainEqual({ name: 'wallet.answered', data: { token: review.token, answer: 'approved' } })

    const lines = Object.fromEntries(review.lines.map(({ about, text }) => [about, text]))
    expect(lines).toMatchObject({ from: OWN, to: PAYEE, network: 'mainnet (728126428)' })
    const most = { sendTrx: '6.445 TRX', sendTrc10: '0.000007 BTTOLD + 2.445 TRX', sendTrc20: '100 BTT + 21.445 TRX' }
    expect(lines['most']).toBe(most[intent.do])
    if (intent.memo !== null) expect(lines['memo']).toBe(intent.memo)
  })

  it('that was refused, superseded, left too long or cut off by a lock is not signed', async () => {
    const { call, key, clock, wallet, events } = await imported()
    const [intent] = intents
    if (!intent) throw new Error('no intent')
    const prepared = async () => value(await call('wallet.prepare', prepareOf(intent))).token
    const gone = async (token: string) => {
      expect(await call('wallet.sign', { token })).toMatchObject({ error: { fault: 'not-waiting' } })
      expect(await key.call('key.answer', { token, approve: true })).toMatchObject({ error: { fault: 'not-waiting' } })
    }
    const refusedToken = await prepared()
    value(await key.call('key.answer', { token: refusedToken, approve: false }))
    await gone(refusedToken)

    const superseded = await prepared()
    value(await key.call('key.answer', { token: superseded, approve: true }))
    await prepared()
    await gone(superseded)

    const late = await prepared()
    value(await key.call('key.answer', { token: late, approve: true }))
    clock.advance(REVIEW_MS + 1)
    await gone(late)

    const cut = await prepared()
    value(await key.call('key.answer', { token: cut, approve: true }))
    wallet.lock()
    value(await key.call('key.unlock', { password: utf8(PASSWORD) }))
    await gone(cut)
    expect(events).toContainEqual({ name: 'wallet.answered', data: { token: cut, answer: 'ended' } })
  })

  it('to oneself, to the token’s contract, of nothing or from a stranger’s account is refused', async () => {
    const { call } = await imported()
    const [trx, , trc20] = intents
    if (trx?.do !== 'sendTrx' || trc20?.do !== 'sendTrc20') throw new Error('no intents')
    const fault = async (intent: Intent) => {
      const result = await call('wallet.prepare', prepareOf(intent))
      return !result.ok && result.error.code === 'wallet' && result.error.fault
    }
    expect(await fault({ ...trx, to: OWN })).toBe('to-itself')
    expect(await fault({ ...trc20, to: BTT })).toBe('to-token-contract')
    expect(await fault({ ...trx, amount: sun(0n) })).toBe('amount-zero')
    expect(await fault({ ...trc20, feeLimit: sun(15_000_000_001n) })).toBe('fee-too-high')
    expect(await fault({ ...trx, from: THIEF })).toBe('no-such-account')
    expect(await fault({ ...trc20, contract: THIEF })).toBe('unknown-token')
  })
})

describe('bytes that are not what was asked for', () => {
  const changes: readonly [string, (raw: Raw) => void][] = [
    ['owner', (raw) => (raw.contract = { ...raw.contract, owner: THIEF })],
    [
      'recipient',
      (raw) =>
        (raw.contract =
          'to' in raw.contract
            ? { ...raw.contract, to: THIEF }
            : { ...raw.contract, data: transferCall(THIEF, sun(1n)) }),
    ],
    [
      'amount',
      (raw) =>
        (raw.contract =
          'amount' in raw.contract
            ? { ...raw.contract, amount: raw.contract.amount + 1n }
            : { ...raw.contract, data: transferCall(PAYEE, sun(10n ** 20n + 1n)) }),
    ],
    [
      'contract',
      (raw) =>
        (raw.contract =
          raw.contract.type === 'TriggerSmartContract'
            ? { ...raw.contract, contract: THIEF }
            : {
                type: 'TriggerSmartContract',
                owner: OWN,
                contract: BTT,
                callValue: 0n,
                data: transferCall(PAYEE, sun(1n)),
                tokenValue: 0n,
                tokenId: 0n,
              }),
    ],
    [
      'token',
      (raw) =>
        (raw.contract =
          raw.contract.type === 'TransferAssetContract'
            ? { ...raw.contract, tokenId: '1000001' }
            : { type: 'TransferAssetContract', owner: OWN, to: PAYEE, amount: 1n, tokenId: '1002000' }),
    ],
    [
      'value',
      (raw) =>
        (raw.contract =
          raw.contract.type === 'TriggerSmartContract'
            ? { ...raw.contract, callValue: 1n }
            : { ...raw.contract, owner: THIEF }),
    ],
    [
      'selector',
      (raw) =>
        (raw.contract =
          raw.contract.type === 'TriggerSmartContract'
            ? { ...raw.contract, data: Uint8Array.from([0x09, 0x5e, 0xa7, 0xb3, ...raw.contract.data.subarray(4)]) }
            : { ...raw.contract, owner: THIEF }),
    ],
    [
      'more calldata',
      (raw) =>
        (raw.contract =
          raw.contract.type === 'TriggerSmartContract'
            ? { ...raw.contract, data: Uint8Array.from([...raw.contract.data, 0]) }
            : { ...raw.contract, owner: THIEF }),
    ],
    ['fee limit', (raw) => (raw.feeLimit += 1n)],
    ['memo', (raw) => (raw.memo = utf8('more'))],
    ['expired', (raw) => (raw.expiration = BigInt(WALL) - 700_000n)],
    ['expires too late', (raw) => (raw.expiration = BigInt(WALL) + 86_500_000n)],
  ]

  it.each(changes)('(%s) are refused for every kind of send', (_what, change) => {
    for (const intent of intents) {
      const raw = honest(intent)
      const asked = { intent, memo: utf8(intent.memo ?? ''), now: WALL }
      expect(checkTransaction({ ...asked, rawData: encodeTransaction(raw) }).ok).toBe(true)
      change(raw)
      expect(checkTransaction({ ...asked, rawData: encodeTransaction(raw) }).ok).toBe(false)
    }
  })

  it('are refused with any byte changed, or decode to what was asked for but block, time and fees', () => {
    for (const intent of intents) {
      const bytes = encodeTransaction(honest(intent))
      const asked = { intent, memo: utf8(intent.memo ?? ''), now: WALL }
      for (let at = 0; at < bytes.length; at++) {
        for (let change = 1; change < 256; change++) {
          const rawData = bytes.with(at, (bytes[at] ?? 0) ^ change)
          const checked = checkTransaction({ ...asked, rawData })
          if (!checked.ok) continue
          expect(checked.value.contract).toEqual(honest(intent).contract)
          expect(checked.value.memo).toEqual(asked.memo)
          expect(checked.value.feeLimit <= honest(intent).feeLimit).toBe(true)
        }
      }
    }
  })
})

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
    let [calls, signatures, leaked] = [0, 0, 0]
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
    const bytesOf = (intent: Intent): Uint8Array => {
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
      calls++
      if (leaks(result)) leaked++
      if (!result.ok) return
      if (name === 'wallet.prepare') {
        const { token, txId } = result.value as { token: string; txId: string }
        const { intent, rawData } = input as Prepare
        expect(checkTransaction({ intent, rawData, memo: utf8(intent.memo ?? ''), now: clock.wall() }).ok).toBe(true)
        reviewed.clear()
        reviewed.set(token, txId)
      }
      if (name === 'wallet.sign') {
        const { token } = input as { token: string }
        expect(approved.delete(token)).toBe(true)
        expect((result.value as { txId: string }).txId).toBe(reviewed.get(token))
        signatures++
      }
    }
    // oxlint-disable-next-line no-unmodified-loop-condition -- counted in ask
    while (calls < 100_000) {
      await Promise.all(Array.from({ length: 50 }, ask))
      const [token] = reviewed.keys()
      if (!wallet.keyring.isUnlocked) value(await key.call('key.unlock', { password: utf8(PASSWORD) }))
      if (token === undefined || random(3) > 0) continue
      const approve = random(4) > 0
      const answer = await key.call('key.answer', { token, approve })
      if (answer.ok && approve) approved.add(token)
    }
    expect(signatures).toBeGreaterThan(20)
    expect(leaked).toBe(0)
    expect(events.filter(({ data }) => leaks(data))).toEqual([])
    expect(calls).toBeGreaterThanOrEqual(100_000)
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
    const FREE_TEXT = /\.(label|name|text|symbol|folder|memo)$/
    const BYTES = ['wallet.prepare.in.rawData', 'wallet.sign.out.bytes', 'wallet.sign.out.signature']
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
