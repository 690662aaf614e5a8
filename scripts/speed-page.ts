// What docs/speed.md says in figures and bytes, worked out from the code: a worked example with keys that everybody
// knows, each message, the vault's selectors and topics, what calls cost, every limit and timer. Leaves the page's
// sentences to the page. Invariant: nothing here is written down twice; a block is what the code does now.

import { laneOf } from '../app/speed/lane.ts'
import { readFileSync } from 'node:fs'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { encode } from '../app/bencode/bencode.js'
import type { Amount } from '../app/money/amount.ts'
import { amountBytes } from '../app/speed/amount-bytes.ts'
import { writeHandshake } from '../app/speed/handshake.ts'
import { EXTENSION_NAME, type SpeedMessage } from '../app/speed/message.ts'
import { encodeMessage } from '../app/speed/message-codec.ts'
import {
  creditOf,
  newPayerAccount,
  openSale,
  recordChain,
  recordSent,
  recordVoucher,
  roomFor,
  unpaidBytes,
} from '../app/speed/payer-account.ts'
import { MIB, owed, type Device, type Vault, type Voucher } from '../app/speed/terms.ts'
import { signWith, testKey, type TestKey } from '../app/speed/testing/keys.ts'
import { bindDigest, SPEED_TYPES, voucherDigest, type Bind } from '../app/speed/typed.ts'
import { VAULT_RUNTIME, vaultAbi, vaultImmutables } from '../app/speed/vault-artifact.ts'
import { domainSeparator } from '../app/speed/vault-code.ts'
import { addressBytes, parseAddress, type Address } from '../app/tron/address.ts'
import { structHash } from '../app/tron/typed-data.ts'
import { vaultEnergy } from '../main/chain/practice/testing/vault-energy.ts'
import { limitLines } from './speed-limits.ts'
import { edgeLines } from './speed-vectors.ts'

const BTT = 10n ** 18n
const WIDTH = 96

const addressNamed = (text: string): Address => {
  const parsed = parseAddress(text)
  if (!parsed.ok) throw new Error(`no address: ${text}`)
  return parsed.value
}

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
const amount = (units: bigint): Amount => units as Amount
const sequence = (length: number, first: number): Uint8Array => Uint8Array.from({ length }, (_, at) => first + at)
const short = (address: Address): Uint8Array => addressBytes(address).subarray(1)

/** Chain Nile; the vault's address is no contract's. */
export const vault: Vault = { chainId: 3_448_148_188, address: addressNamed('TAFjULxiVgT4qWk6UZwjqwZXTSaGaqnVp4') }
const [buyer, seller, voucherKey] = [testKey(1), testKey(2), testKey(3)]
const INFOHASH = sequence(20, 0x10)
const BUYER_ID = utf8ToBytes('-SW0100-buyerbuyer01')
const SELLER_ID = utf8ToBytes('-SW0100-sellerselle1')
const BUYER_NONCE = sequence(32, 0x40)
const SELLER_NONCE = sequence(32, 0x80)
const [BUYER_DEVICE, SELLER_DEVICE] = [0x1122_3344, 0x5566_7788]
const LANE = laneOf(BUYER_DEVICE, SELLER_DEVICE)
const PRICE = amount(BTT / 10n)
/** A quarter of a MiB, and what is owed for it. */
const UNIT = 262_144
const CUMULATIVE = owed(BigInt(UNIT), PRICE)

type Rows = readonly (readonly [string, string])[]

const inColumns = (rows: Rows, partsOf: (value: string, most: number) => readonly string[]): string[] => {
  const wide = Math.max(...rows.map(([name]) => name.length)) + 2
  return rows.flatMap(([name, value]) =>
    partsOf(value, WIDTH - wide).map((part, at) => `${(at === 0 ? name : '').padEnd(wide)}${part}`),
  )
}

/** Name and value in two columns; what is long goes on below. */
const columns = (rows: Rows): string[] =>
  inColumns(rows, (value, most) => value.match(new RegExp(`.{1,${most}}`, 'g')) ?? [''])

/** Likewise, but goes on below at a space. */
const wordColumns = (rows: Rows): string[] =>
  inColumns(rows, (value, most) => value.match(new RegExp(`\\S.{0,${most - 1}}(?=\\s|$)`, 'g')) ?? [''])

const keyLines = (): string[] =>
  (
    [
      ['buyer, the payer', buyer],
      ['seller, the payee', seller],
      ["the payer's voucher key", voucherKey],
    ] satisfies [string, TestKey][]
  ).flatMap(([name, { secret, address }]) => [
    name,
    ...columns([
      ['  secret', bytesToHex(secret)],
      ['  address', `${address}, 20 bytes ${bytesToHex(short(address))}`],
    ]),
  ])

const typeText = (name: string): string =>
  `${name}(${(SPEED_TYPES[name] ?? []).map((field) => `${field.type} ${field.name}`).join(',')})`

const typeHash = (name: string): string => bytesToHex(keccak_256(utf8ToBytes(typeText(name))))

const domainLines = (): string[] => [
  ...Object.keys(SPEED_TYPES).flatMap((name) => [typeText(name), `  keccak-256  ${typeHash(name)}`]),
  '',
  ...columns([
    ['chainId', `${vault.chainId}`],
    ['verifyingContract', `${vault.address}, 20 bytes ${bytesToHex(short(vault.address))}`],
    ['domain separator', bytesToHex(domainSeparator(vault))],
  ]),
]

const bindOf = (mine: Uint8Array, theirs: Uint8Array, nonce: Uint8Array, { address }: TestKey): Bind => ({
  infohash: INFOHASH,
  mine,
  theirs,
  nonce,
  account: address,
})

const binds = {
  buyer: bindOf(BUYER_ID, SELLER_ID, SELLER_NONCE, buyer),
  seller: bindOf(SELLER_ID, BUYER_ID, BUYER_NONCE, seller),
}

const bindBlock = (title: string, bind: Bind, key: TestKey): string[] => [
  title,
  ...columns([
    ['  infohash', bytesToHex(bind.infohash)],
    ['  mine', bytesToHex(bind.mine)],
    ['  theirs', bytesToHex(bind.theirs)],
    ['  nonce', bytesToHex(bind.nonce)],
    ['  account', bytesToHex(short(bind.account))],
    ['  hashStruct', bytesToHex(structHash(SPEED_TYPES, 'Bind', { ...bind, account: short(bind.account) }))],
    ['  digest', bytesToHex(bindDigest(vault, bind))],
    ['  signature', bytesToHex(signWith(key, bindDigest(vault, bind)))],
  ]),
]

const unsigned: Omit<Voucher, 'signature'> = {
  payer: buyer.address,
  payee: seller.address,
  lane: LANE,
  cumulative: CUMULATIVE,
}
const digest = voucherDigest(vault, unsigned)
const voucher: Voucher = { ...unsigned, signature: signWith(buyer, digest) }

const voucherLines = (): string[] => {
  const { payer, payee, lane, cumulative, signature } = voucher
  const fields = { payer: short(payer), payee: short(payee), lane, cumulative }
  return columns([
    ['payer', bytesToHex(short(payer))],
    ['payee', bytesToHex(short(payee))],
    ['lane', `${lane} = 0x${lane.toString(16)}`],
    ['cumulative', `${cumulative} = 0x${cumulative.toString(16)} (0.025 BTT)`],
    ['hashStruct', bytesToHex(structHash(SPEED_TYPES, 'Voucher', fields))],
    ['digest', bytesToHex(digest)],
    ['by the payer', bytesToHex(signature)],
    ['by its voucher key', bytesToHex(signWith(voucherKey, digest))],
  ])
}

const proof = (bind: Bind, key: TestKey): SpeedMessage => ({
  t: 'prove',
  signature: signWith(key, bindDigest(vault, bind)),
})

const hello = (nonce: Uint8Array, { address }: TestKey, device: Device): SpeedMessage => ({
  t: 'hello',
  nonce,
  chainId: vault.chainId,
  vault: vault.address,
  account: address,
  device,
})

/** One session, in the order in which it is said. */
export const conversation: readonly (readonly [string, SpeedMessage])[] = [
  ['buyer: hello', hello(BUYER_NONCE, buyer, BUYER_DEVICE)],
  ['seller: hello', hello(SELLER_NONCE, seller, SELLER_DEVICE)],
  ['buyer: prove', proof(binds.buyer, buyer)],
  ['seller: prove', proof(binds.seller, seller)],
  [
    'seller: terms',
    {
      t: 'terms',
      index: 1,
      ask: PRICE,
      unit: UNIT,
      credit: creditOf(newPayerAccount, 262_144),
      slots: 2,
      mostUncashed: amount(1_000_000n * BTT),
    },
  ],
  ['buyer: bid', { t: 'bid', bid: 1, index: 1, price: PRICE, wanted: 104_857_600, lane: LANE }],
  [
    'seller: accept',
    { t: 'accept', bid: 1, index: 1, price: PRICE, unit: UNIT, credit: 1_048_576, ttl: 600, held: amount(0n) },
  ],
  [
    'buyer: voucher',
    { t: 'voucher', lane: LANE, cumulative: CUMULATIVE, signature: voucher.signature, bid: 1, bytes: UNIT },
  ],
  ['seller: ack', { t: 'ack', cumulative: CUMULATIVE, bytes: 3 * UNIT }],
  ['seller: resume', { t: 'resume', lane: LANE, cumulative: CUMULATIVE, signature: voucher.signature }],
  ['buyer: stop', { t: 'stop', bid: 1, code: 'done', by: 'buyer' }],
  ['seller: error', { t: 'error', code: 'low', text: 'below the ask' }],
]

const bytesLines = (name: string, bytes: Uint8Array): string[] => [
  `${name}, ${bytes.length} bytes`,
  ...(bytesToHex(bytes).match(new RegExp(`.{1,${WIDTH}}`, 'g')) ?? []),
]

/** The smallest handshake that says it: message id 7 is what this peer wants to be sent bt_speed under. */
const handshakeLines = (): string[] =>
  ([1, 2, 3] as const).flatMap((role) => {
    const bs = writeHandshake({ chains: [vault.chainId], buys: role !== 2, sells: role !== 1 })
    const name = ['buys', 'sells', 'buys and sells'][role - 1] ?? ''
    return bytesLines(`r = ${role}, ${name}`, encode({ bs, m: { [EXTENSION_NAME]: 7 } }))
  })

const amountLines = (): string[] =>
  columns(
    ([0n, 1n, 127n, 128n, 256n, BTT, 2n ** 128n - 1n] as const).map((units): [string, string] => {
      const bytes = amountBytes(amount(units))
      return [`${units}`, `${bytes.length}:${bytesToHex(bytes)}`]
    }),
  )

const owedLines = (): string[] =>
  columns(
    (
      [
        [1, PRICE],
        [16_384, PRICE],
        [UNIT, PRICE],
        [1_048_575, amount(1n)],
        [1_048_576, amount(1n)],
        [5_000_000_000, amount(BTT / 3n)],
      ] as const
    ).map(([bytes, price]): [string, string] => [`${bytes} bytes at ${price} a MiB`, `${owed(BigInt(bytes), price)}`]),
  )

const PIECE = Number(MIB)

/** A payer with 40 BTT free and 10 locked for us, who takes everything it may and pays it. */
const creditLines = (): string[] => {
  const chain = {
    free: amount(40n * BTT),
    locked: amount(10n * BTT),
    exitAt: 0,
    signers: [],
    paid: new Map<bigint, Amount>(),
    readAt: 0,
  }
  const opened = openSale(recordChain(newPayerAccount, chain, 0), PRICE)
  let { account } = opened
  const rows: [string, string][] = []
  const note = (what: string): void => {
    const room = roomFor(account, PRICE, PIECE, amount(1_000_000n * BTT))
    const mib = (bytes: number): string => `${bytes / Number(MIB)} MiB`
    rows.push([
      what,
      `credit ${mib(creditOf(account, PIECE))}, unpaid ${mib(unpaidBytes(account))}, room ${mib(room.bytes)}, ` +
        `by the ${room.by}`,
    ])
  }
  note('accepted')
  account = recordSent(account, opened.sale, PIECE)
  note('1 MiB sent')
  for (const paid of [64, 128, 192, 200]) {
    const bytes = paid * Number(MIB)
    account = recordSent(account, opened.sale, bytes - account.sales.reduce((sum, { sent }) => sum + sent, 0))
    const cumulative = owed(BigInt(bytes), PRICE)
    account = recordVoucher(account, { ...voucher, cumulative }, cumulative)
    note(`${paid} MiB sent and paid`)
  }
  return columns(rows)
}

interface AbiField {
  readonly type: string
  readonly internalType?: string
  readonly name: string
  readonly indexed?: boolean
  readonly components?: readonly AbiField[]
}
interface AbiItem {
  readonly type: string
  readonly name?: string
  readonly inputs?: readonly AbiField[]
  readonly outputs?: readonly AbiField[]
}

const typeOf = ({ type, components }: AbiField): string =>
  components === undefined ? type : `(${components.map(typeOf).join(',')})${type.slice('tuple'.length)}`

const signatureOf = ({ name = '', inputs = [] }: AbiItem): string => `${name}(${inputs.map(typeOf).join(',')})`

const itemsOf = (type: string): readonly AbiItem[] =>
  (vaultAbi as readonly AbiItem[]).filter((item) => item.type === type)

const hashOf = (item: AbiItem): string => bytesToHex(keccak_256(utf8ToBytes(signatureOf(item))))

/** By its own name where it is a struct's, with what follows it of lists. */
const shownType = ({ type, internalType, components }: AbiField): string =>
  components === undefined ? type : (internalType?.split('.').at(-1) ?? type)

const shown = (field: AbiField): string => `${shownType(field)} ${field.name}`.trimEnd()
const fieldList = (fields: readonly AbiField[]): string => `(${fields.map(shown).join(', ')})`

const shownCall = ({ name = '', inputs = [], outputs = [] }: AbiItem): string => {
  const [first, ...others] = outputs
  const answer = first === undefined ? '' : ` → ${others.length === 0 ? shown(first) : fieldList(outputs)}`
  return `${name}${fieldList(inputs)}${answer}`
}

/** The structs that calls take and answer, once each. */
const structRows = (items: readonly AbiItem[]): Rows => {
  const fields = items.flatMap(({ inputs = [], outputs = [] }) => [...inputs, ...outputs])
  const structs = fields.flatMap((field): [string, string][] =>
    field.components === undefined ? [] : [[shownType(field).replace('[]', ''), fieldList(field.components)]],
  )
  return [...new Map(structs)]
}

const abiLines = (): string[] => {
  const calls = itemsOf('function')
  return wordColumns([
    ...calls.map((item): [string, string] => [hashOf(item).slice(0, 8), shownCall(item)]),
    ...structRows(calls),
  ])
}

/** What is at the address of a vault, but for its immutables, and what makes it. */
const codeLines = (): string[] => {
  const { devDependencies: versions } = JSON.parse(read('package.json')) as { devDependencies: Record<string, string> }
  const code = hexToBytes(VAULT_RUNTIME)
  return wordColumns([
    ['solc', versions['solc'] ?? ''],
    ['OpenZeppelin', versions['@openzeppelin/contracts'] ?? ''],
    ['length', `${code.length} bytes`],
    ['keccak-256', bytesToHex(keccak_256(code))],
    ...Object.entries(vaultImmutables).map(([name, starts]): [string, string] => [name, `at ${starts.join(', ')}`]),
  ])
}

const eventLines = (): string[] =>
  itemsOf('event').flatMap((item) => {
    const fields = (item.inputs ?? []).map(
      ({ type, name, indexed }) => `${type} ${indexed === true ? 'indexed ' : ''}${name}`,
    )
    return [`${item.name ?? ''}(${fields.join(', ')})`, `  ${hashOf(item)}`]
  })

const errorLines = (): string[] =>
  columns(itemsOf('error').map((item): [string, string] => [hashOf(item).slice(0, 8), signatureOf(item)]))

const energyLines = async (): Promise<string[]> =>
  columns((await vaultEnergy()).map(({ call, energy }): [string, string] => [call, String(energy).padStart(6)]))

/** By the name each has on the page. */
export const speedBlocks = async (): Promise<ReadonlyMap<string, readonly string[]>> =>
  new Map([
    ['amounts', amountLines()],
    ['edges', edgeLines()],
    ['owed', owedLines()],
    ['handshake', handshakeLines()],
    ['keys', keyLines()],
    ['domain', domainLines()],
    ['bind', [...bindBlock('by the buyer', binds.buyer, buyer), ...bindBlock('by the seller', binds.seller, seller)]],
    ['voucher', voucherLines()],
    ['messages', conversation.flatMap(([name, message]) => bytesLines(name, encodeMessage(message)))],
    ['credit', creditLines()],
    ['code', codeLines()],
    ['functions', abiLines()],
    ['events', eventLines()],
    ['errors', errorLines()],
    ['energy', await energyLines()],
    ['limits', limitLines(read)],
  ])
