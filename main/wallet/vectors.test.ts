// What others published, or compute independently: TRON addresses, real transactions, signatures made offline, messages
// and typed data. Second opinions: TronWeb, and the transactions of the public node's documentation.

import { secp256k1 } from '@noble/curves/secp256k1.js'
import { HDKey } from '@scure/bip32'
import fc from 'fast-check'
import { TronWeb, utils } from 'tronweb'
import { describe, expect, it } from 'vitest'
import type { Amount } from '../../app/money/amount.ts'
import { parseAddress, type Address } from '../../app/tron/address.ts'
import { messageDigest } from '../../app/tron/message.ts'
import { signerOf } from '../../app/tron/signature.ts'
import { decodeTransaction, encodeTransaction, transactionDigest } from '../../app/tron/transaction.ts'
import { transferCall } from '../../app/tron/trc20.ts'
import { typedDataDigest } from '../../app/tron/typed-data.ts'
import { AccountKeys } from './account-keys.ts'
import { descendant, HARDENED, masterNode } from './hd-key.ts'
import { addressOfKey, signDigest } from './signature.ts'
import { fixture, fixturesMissing } from './testing/fixtures.ts'

const hex = (value: Uint8Array): string => Buffer.from(value).toString('hex')
const unhex = (value: string): Uint8Array => Uint8Array.from(Buffer.from(value, 'hex'))
const utf8 = (value: string): Uint8Array => new TextEncoder().encode(value)
const address = (text: string): Address => {
  const parsed = parseAddress(text)
  if (!parsed.ok) throw new Error(text)
  return parsed.value
}
const key = fc
  .bigInt({ min: 1n, max: secp256k1.Point.Fn.ORDER - 1n })
  .map((number) => unhex(number.toString(16).padStart(64, '0')))

describe('keys', () => {
  it('of BIP-32’s test vectors are derived', () => {
    // bip-0032.mediawiki, vectors 1 and 3 (the latter with leading zeros).
    const node = (seed: string, path: number[]) => {
      const master = masterNode(unhex(seed))
      return master && descendant(master, path)
    }
    const of = (extended: string) => hex(HDKey.fromExtendedKey(extended).privateKey ?? new Uint8Array())
    expect(
      hex(
        node('000102030405060708090a0b0c0d0e0f', [HARDENED, 1, HARDENED + 2, 2, 1_000_000_000])?.key ??
          new Uint8Array(),
      ),
    ).toBe(
      of(
        'xprvA41z7zogVVwxVSgdKUHDy1SKmdb533PjDz7J6N6mV6uS3ze1ai8FHa8kmHScGpWmj4WggLyQjgPie1rFSruoUihUZREPSL39UNdE3BBDu76',
      ),
    )
    const third =
      '4b381541583be4423346c643850da4b320e46a87ae3d2a4e6da11eba819cd4acba45d239319ac14f863b8d5ab5a0d0c64d2e8a1e7d1457df2e5a3c51c73235be'
    expect(hex(node(third, [HARDENED])?.key ?? new Uint8Array())).toBe(
      of(
        'xprv9uPDJpEQgRQfDcW7BkF7eTya6RPxXeJCqCJGHuCJ4GiRVLzkTXBAJMu2qaMWPrS7AANYqdq6vcBcBUdJCVVFceUvJFjaPdGZ2y9WACViL4L',
      ),
    )
  })

  it('are what @scure/bip32 derives, down any path', () => {
    const step = fc.oneof(
      fc.nat(HARDENED - 1),
      fc.nat(HARDENED - 1).map((index) => index + HARDENED),
    )
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 64 }), fc.array(step, { maxLength: 3 }), (seed, path) => {
        let theirs = HDKey.fromMasterSeed(seed)
        for (const index of path) theirs = theirs.deriveChild(index)
        const master = masterNode(seed)
        const ours = master && descendant(master, path)
        expect(ours && hex(ours.key)).toBe(theirs.privateKey && hex(theirs.privateKey))
        expect(ours && hex(ours.chainCode)).toBe(theirs.chainCode && hex(theirs.chainCode))
      }),
      { numRuns: 30 },
    )
  })

  it('of "abandon … about" have TRON’s addresses', async () => {
    const keys = await AccountKeys.open({
      of: 'phrase',
      entropy: new Uint8Array(16),
      language: 'english',
      passphrase: null,
    })
    expect(keys?.address(0)).toBe('TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH')
    expect(keys?.address(1)).toBe('TSeJkUh4Qv67VNFwY8LaAxERygNdy6NQZK')
    expect(hex(keys?.copyKey(0) ?? new Uint8Array())).toBe(
      'b5a4cea271ff424d7c31dc12a3e43e401df7a40d7412a15750f3f0b6b5449a28',
    )
    keys?.wipe()
    expect(() => keys?.address(0)).toThrow('no such key')
  })

  it('have the addresses TronWeb gives them', () => {
    expect(addressOfKey(unhex('1'.padStart(64, '0')))).toBe('TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC')
    fc.assert(
      fc.property(key, (own) => {
        expect(addressOfKey(own)).toBe(TronWeb.address.fromPrivateKey(hex(own)))
      }),
      { numRuns: 30 },
    )
  })
})

describe('signatures', () => {
  it('are what TronWeb makes of the same digest and key, byte for byte, with a low s', () => {
    fc.assert(
      fc.property(key, fc.uint8Array({ minLength: 32, maxLength: 32 }), (own, digest) => {
        const signer = addressOfKey(own)
        const signature = signDigest(digest, own, signer)
        expect(hex(signature)).toBe(utils.crypto.ECKeySign([...digest], [...own]).toLowerCase())
        expect(signerOf(digest, signature)).toBe(signer)
        const s = BigInt(`0x${hex(signature.subarray(32, 64))}`)
        expect(s <= secp256k1.Point.Fn.ORDER / 2n).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  it('are nobody’s with the s that could be made of a valid one without the key, or with anything else wrong', () => {
    const own = unhex('2'.padStart(64, '0'))
    const digest = new Uint8Array(32).fill(5)
    const signature = signDigest(digest, own, addressOfKey(own))
    const s = secp256k1.Point.Fn.ORDER - BigInt(`0x${hex(signature.subarray(32, 64))}`)
    const high = Uint8Array.from([
      ...signature.subarray(0, 32),
      ...unhex(s.toString(16).padStart(64, '0')),
      (signature[64] ?? 0) ^ 7,
    ])
    for (const v of [27, 28]) expect(signerOf(digest, high.with(64, v))).toBeNull()
    expect(signerOf(digest, signature.subarray(0, 64))).toBeNull()
    expect(signerOf(digest, new Uint8Array(65))).toBeNull()
    expect(() => signDigest(digest, own, 'T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb' as Address)).toThrow('did not verify')
    expect(() => signDigest(new Uint8Array(31), own, addressOfKey(own))).toThrow('32 bytes')
  })
})

interface Sample {
  readonly txID: string
  readonly raw_data_hex: string
  readonly raw_data: { readonly contract: readonly { readonly type: string }[]; readonly expiration: number }
}

const isSample = (value: unknown): value is Sample =>
  typeof value === 'object' && value !== null && 'raw_data_hex' in value && 'txID' in value && 'raw_data' in value

const samplesIn = (value: unknown): Sample[] => {
  if (typeof value !== 'object' || value === null) return []
  return [...(isSample(value) ? [value] : []), ...Object.values(value).flatMap(samplesIn)]
}

const SIGNED = ['TransferContract', 'TransferAssetContract', 'TriggerSmartContract']

describe.skipIf(fixturesMissing)(`real transactions${fixturesMissing ? `: ${fixturesMissing}` : ''}`, () => {
  const samples = fixturesMissing ? [] : samplesIn(fixture('tron/java-tron-doc-samples.json'))
  const whole = samples.filter(({ txID, raw_data_hex }) => hex(transactionDigest(unhex(raw_data_hex))) === txID)

  it('of the kinds that are signed decode, and are written back to the same bytes and id', () => {
    const ours = whole.filter(({ raw_data: { contract } }) => SIGNED.includes(contract[0]?.type ?? ''))
    expect(ours.length).toBeGreaterThan(0)
    for (const { raw_data_hex, raw_data } of ours) {
      const decoded = decodeTransaction(unhex(raw_data_hex))
      if (!decoded.ok) throw new Error(`${raw_data.contract[0]?.type ?? ''}: ${decoded.error}`)
      expect(decoded.value.contract.type).toBe(raw_data.contract[0]?.type)
      expect(Number(decoded.value.expiration)).toBe(raw_data.expiration)
      expect(hex(encodeTransaction(decoded.value))).toBe(raw_data_hex)
    }
  })

  it('of all other kinds are refused, a change of permissions among them', () => {
    const others = whole.filter(({ raw_data: { contract } }) => !SIGNED.includes(contract[0]?.type ?? ''))
    expect(others.map(({ raw_data }) => raw_data.contract[0]?.type)).toContain('AccountPermissionUpdateContract')
    for (const { raw_data_hex } of others) {
      expect(decodeTransaction(unhex(raw_data_hex))).toEqual({ ok: false, error: 'contract-type' })
    }
  })
})

describe('an offline transfer', () => {
  it('has the bytes, the id and the signature TronWeb gives it', async () => {
    const tronWeb = new TronWeb({ fullHost: 'http://127.0.0.1:1' })
    const [from, to] = [address('TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC'), address('TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH')]
    const block = {
      ref_block_bytes: '270b',
      ref_block_hash: 'd95e28e9c4c8af73',
      expiration: 1_777_445_901_000,
      timestamp: 1_777_445_841_729,
    }
    const theirs = await tronWeb.transactionBuilder.sendTrx(to, 1_234_567, from, { blockHeader: block })
    const raw = {
      refBlockBytes: unhex(block.ref_block_bytes),
      refBlockHash: unhex(block.ref_block_hash),
      expiration: BigInt(block.expiration),
      timestamp: BigInt(block.timestamp),
      feeLimit: 0n,
      memo: new Uint8Array(),
      contract: { type: 'TransferContract', owner: from, to, amount: 1_234_567n },
    } as const
    const bytes = encodeTransaction(raw)
    expect(hex(bytes)).toBe(theirs.raw_data_hex)
    const digest = transactionDigest(bytes)
    expect(hex(digest)).toBe(theirs.txID)
    const own = '1'.padStart(64, '0')
    const signed = await tronWeb.trx.sign(theirs, own)
    expect(signed.signature.map((each) => each.toLowerCase())).toEqual([hex(signDigest(digest, unhex(own), from))])
  })

  it('of a TRC-20 token has the calldata TronWeb gives it', () => {
    fc.assert(
      fc.property(key, fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), (own, amount) => {
        const to = addressOfKey(own)
        const theirs = utils.abi.encodeParamsV2ByABI(
          { inputs: [{ type: 'address' }, { type: 'uint256' }] } as never,
          [to, amount.toString()] as never,
        )
        expect(hex(transferCall(to, amount as Amount))).toBe(`a9059cbb${theirs.replace('0x', '')}`)
      }),
      { numRuns: 20 },
    )
  })
})

describe('messages and typed data', () => {
  it('have TronWeb’s digests of messages', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (message) => {
        expect(`0x${hex(messageDigest(utf8(message)))}`).toBe(utils.message.hashMessage(utf8(message)))
      }),
    )
  })

  const types = {
    EIP712Domain: [
      { name: 'name', type: 'string' },
      { name: 'version', type: 'string' },
      { name: 'chainId', type: 'uint256' },
      { name: 'verifyingContract', type: 'address' },
    ],
    Person: [
      { name: 'name', type: 'string' },
      { name: 'wallet', type: 'address' },
    ],
    Mail: [
      { name: 'from', type: 'Person' },
      { name: 'to', type: 'Person' },
      { name: 'contents', type: 'string' },
    ],
  }
  const mail = (chainId: bigint) => {
    const domain = { name: 'Ether Mail', version: '1', chainId, verifyingContract: unhex('cc'.repeat(20)) }
    const message = {
      from: { name: 'Cow', wallet: unhex('CD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826') },
      to: { name: 'Bob', wallet: unhex('bBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB') },
      contents: 'Hello, Bob!',
    }
    return hex(typedDataDigest(types, domain, 'Mail', message))
  }

  it('have EIP-712’s digest of its "Mail", and TRON’s chains’ own', () => {
    expect(mail(1n)).toBe('be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2')
    expect(mail(728_126_428n)).toBe('5222c56a7e71d908384458a8fa66fc233c454466be8d58a8a3ae520a50f2c946')
    expect(mail(3_448_148_188n)).toBe('fbb91ece6dee8e7d1dacbe870eef048eccc24ffea8d51d6f58e6ed28f81c0415')
  })

  it('have TronWeb’s digests of structs with tokens, lists and bytes', () => {
    const domain = {
      name: 'Vault',
      version: '1',
      chainId: 3_448_148_188n,
      verifyingContract: 'TAFjULxiVgT4qWk6UZwjqwZXTSaGaqnVp4',
    }
    const fields = {
      Lane: [
        { name: 'payee', type: 'address' },
        { name: 'token', type: 'trcToken' },
        { name: 'amounts', type: 'uint256[]' },
        { name: 'id', type: 'bytes32' },
        { name: 'open', type: 'bool' },
        { name: 'note', type: 'bytes' },
        { name: 'change', type: 'int64' },
      ],
    }
    fc.assert(
      fc.property(key, fc.array(fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), { maxLength: 4 }), (own, amounts) => {
        const value = {
          payee: addressOfKey(own),
          token: 1_002_000n,
          amounts,
          id: own,
          open: true,
          note: utf8('n'),
          change: -5n,
        }
        const digest = typedDataDigest({ EIP712Domain: types.EIP712Domain, ...fields }, domain, 'Lane', value)
        const theirs = utils._TypedDataEncoder.hash(domain, fields, value)
        expect(`0x${hex(digest)}`).toBe(theirs)
      }),
      { numRuns: 30 },
    )
  })

  it('refuse a value that does not fit its type', () => {
    const own = { EIP712Domain: [], A: [{ name: 'x', type: 'uint8' }] }
    for (const x of [256n, -1n, 'a', true]) expect(() => typedDataDigest(own, {}, 'A', { x })).toThrow(TypeError)
    expect(() => typedDataDigest(own, {}, 'A', {})).toThrow(TypeError)
  })
})
