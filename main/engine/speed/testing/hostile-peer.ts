// What a peer that knows the protocol and keeps to none of it says: every message of it with fields that are right, odd
// or another's, its own signatures and stolen ones. Repeatable from the randomness it is given.

import { laneOf } from '../../../../app/speed/lane.ts'
import type { Amount } from '../../../../app/money/amount.ts'
import type { SpeedMessage } from '../../../../app/speed/message.ts'
import { encodeMessage } from '../../../../app/speed/message-codec.ts'
import { signWith, type TestKey } from '../../../../app/speed/testing/keys.ts'
import { stopCodes, type Lane, type Price, type Vault } from '../../../../app/speed/terms.ts'
import { bindDigest, voucherDigest } from '../../../../app/speed/typed.ts'
import type { Address } from '../../../../app/tron/address.ts'
import type { FuzzRandom } from '../../swarm/testing/protocol-fuzz.ts'
import type { Connection } from './wireless.ts'

export const BTT = 10n ** 18n

export interface Disguise {
  readonly vault: Vault
  readonly key: TestKey
  readonly victim: Address
  readonly infohash: Uint8Array
  readonly mine: Uint8Array
  readonly theirs: Uint8Array
  readonly connection: Connection
  /** Others' keys: signatures that count for somebody else. */
  readonly others: readonly TestKey[]
}

type Maker = (random: FuzzRandom, disguise: Disguise) => SpeedMessage

const ODD_AMOUNTS = [0n, 1n, BTT / 3n, BTT, 3n * BTT, 4n * BTT, 1_000n * BTT, 2n ** 64n, 2n ** 128n, 2n ** 256n - 1n]
const ODD_NUMBERS = [0, 1, 2, 3, 16_384, 262_144, 1_048_576, 2 ** 31, 2 ** 32 - 1, Number.MAX_SAFE_INTEGER]

const amountOf = (random: FuzzRandom): Amount => random.pick(ODD_AMOUNTS) as Amount
/** Mostly one that is bid, asked or accepted here. */
const priceOf = (random: FuzzRandom): Price =>
  (random.chance(0.8) ? random.pick([BTT, 2n * BTT, 4n * BTT]) : amountOf(random) || 1n) as Price

const last = <T extends SpeedMessage['t']>(said: readonly SpeedMessage[], t: T) =>
  said.findLast((one): one is Extract<SpeedMessage, { readonly t: T }> => one.t === t)

const signerOf = (random: FuzzRandom, { key, others }: Disguise): TestKey =>
  random.chance(0.8) ? key : random.pick(others)

/** Of the victim, as it says hello. */
export const VICTIM_DEVICE = 7
const DEVICE = 20

/** Mostly of the victim's device. */
const laneTo = (random: FuzzRandom): Lane =>
  laneOf(random.below(3), random.chance(0.9) ? VICTIM_DEVICE : random.below(9))

const hello: Maker = (random, { vault, key, victim }) => ({
  t: 'hello',
  nonce: random.bytes(32),
  chainId: random.chance(0.95) ? vault.chainId : 1,
  vault: random.chance(0.95) ? vault.address : victim,
  account: random.chance(0.9) ? key.address : victim,
  device: DEVICE + random.below(2),
})

const prove: Maker = (random, disguise) => {
  const { vault, infohash, mine, theirs, connection, key } = disguise
  const nonce = last(connection.said, 'hello')?.nonce ?? random.bytes(32)
  const bind = { infohash, mine, theirs, nonce, account: key.address }
  const signature = random.chance(0.1)
    ? random.bytes(65)
    : signWith(signerOf(random, disguise), bindDigest(vault, bind))
  return { t: 'prove', signature }
}

const terms: Maker = (random) => ({
  t: 'terms',
  index: random.below(4),
  ask: priceOf(random),
  unit: random.chance(0.7) ? 262_144 : random.pick(ODD_NUMBERS),
  credit: random.chance(0.7) ? 1_048_576 : random.pick(ODD_NUMBERS),
  slots: random.below(3),
  mostUncashed: amountOf(random),
})

const bid: Maker = (random, { connection }) => ({
  t: 'bid',
  bid: random.below(5),
  index: random.chance(0.8) ? (last(connection.said, 'terms')?.index ?? 1) : random.below(9),
  price: priceOf(random),
  wanted: random.pick(ODD_NUMBERS),
  lane: laneTo(random),
})

const accept: Maker = (random, { connection }) => {
  const asked = last(connection.said, 'bid')
  return {
    t: 'accept',
    bid: random.chance(0.85) ? (asked?.bid ?? 0) : random.below(5),
    index: random.chance(0.85) ? (asked?.index ?? 0) : random.below(5),
    price: random.chance(0.8) ? (asked?.price ?? priceOf(random)) : priceOf(random),
    unit: random.chance(0.7) ? 262_144 : random.pick(ODD_NUMBERS),
    credit: random.chance(0.7) ? 1_048_576 : random.pick(ODD_NUMBERS),
    ttl: random.chance(0.7) ? 600 : random.pick(ODD_NUMBERS),
    held: random.chance(0.9) ? (0n as Amount) : amountOf(random),
  }
}

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

/** The same point by another s, as anybody can spell it without the key. */
const twin = (signature: Uint8Array): Uint8Array => {
  const s = ORDER - BigInt(`0x${Buffer.from(signature.subarray(32, 64)).toString('hex')}`)
  const high = Buffer.from(s.toString(16).padStart(64, '0'), 'hex')
  return Uint8Array.of(...signature.subarray(0, 32), ...high, 55 - (signature[64] ?? 0))
}

const voucher: Maker = (random, disguise) => {
  const { vault, key, victim } = disguise
  const lane = laneTo(random)
  const cumulative = amountOf(random)
  const digest = voucherDigest(vault, { payer: key.address, payee: victim, lane, cumulative })
  const sound = signWith(signerOf(random, disguise), digest)
  const signature = random.chance(0.1) ? random.bytes(65) : random.chance(0.1) ? twin(sound) : sound
  return { t: 'voucher', lane, cumulative, signature, bid: random.below(5), bytes: random.pick(ODD_NUMBERS) }
}

const ack: Maker = (random, { connection }) => ({
  t: 'ack',
  cumulative: random.chance(0.8)
    ? (last(connection.said, 'voucher')?.cumulative ?? amountOf(random))
    : amountOf(random),
  bytes: random.pick(ODD_NUMBERS),
})

/** What it holds of us, made larger, or somebody's own signature. */
const resume: Maker = (random, disguise) => {
  const held = last(disguise.connection.said, 'voucher')
  const cumulative = random.chance(0.5) ? (held?.cumulative ?? amountOf(random)) : amountOf(random)
  const signature = held && random.chance(0.7) ? held.signature : random.bytes(65)
  const lane = random.chance(0.9) ? laneOf(VICTIM_DEVICE, DEVICE) : BigInt(random.below(3))
  return { t: 'resume', lane, cumulative, signature }
}

const stop: Maker = (random, { connection }) => ({
  t: 'stop',
  bid: random.chance(0.7) ? (last(connection.said, 'bid')?.bid ?? 0) : random.below(5),
  code: random.pick(stopCodes),
  by: random.pick(['buyer', 'seller'] as const),
})

const error: Maker = (random) => ({ t: 'error', code: random.pick(['low', 'full', 'x']), text: 'no' })

const makers: readonly Maker[] = [
  hello,
  prove,
  terms,
  terms,
  bid,
  bid,
  accept,
  accept,
  voucher,
  ack,
  resume,
  stop,
  error,
]

export const hostileMessage = (
  random: FuzzRandom,
  disguise: Disguise,
  mutate: (bytes: Uint8Array) => Uint8Array,
): Uint8Array => {
  const { raw } = disguise.connection
  if (random.chance(0.03)) return random.bytes(random.below(200))
  // What we said ourselves, back at us.
  if (raw.length > 0 && random.chance(0.04)) return random.pick(raw)
  const sound = encodeMessage(random.pick(makers)(random, disguise))
  return random.chance(0.1) ? mutate(sound) : sound
}

/** What opens the door, most of the time: else little behind it would ever be reached. */
export const greeting = (random: FuzzRandom, disguise: Disguise): readonly Uint8Array[] => {
  const { key, vault } = disguise
  const sound: SpeedMessage = {
    t: 'hello',
    nonce: random.bytes(32),
    chainId: vault.chainId,
    vault: vault.address,
    account: key.address,
    device: DEVICE,
  }
  return [encodeMessage(sound)]
}

export const proof = (disguise: Disguise): Uint8Array => {
  const { vault, infohash, mine, theirs, connection, key } = disguise
  const nonce = last(connection.said, 'hello')?.nonce ?? new Uint8Array(32)
  const bind = { infohash, mine, theirs, nonce, account: key.address }
  return encodeMessage({ t: 'prove', signature: signWith(key, bindDigest(vault, bind)) })
}

/** Terms that are worth a bid. */
export const fairTerms = (): Uint8Array =>
  encodeMessage({
    t: 'terms',
    index: 1,
    ask: BTT as Price,
    unit: 262_144,
    credit: 1_048_576,
    slots: 1,
    mostUncashed: (1_000n * BTT) as Amount,
  })

/** To what it bid last, at so much more; null: it did not. */
export const fairAccept = ({ connection }: Disguise, more = 0n): Uint8Array | null => {
  const asked = last(connection.said, 'bid')
  if (!asked) return null
  const { bid: number, index, price } = asked
  return encodeMessage({
    t: 'accept',
    bid: number,
    index,
    price: (price + more) as Price,
    unit: 262_144,
    credit: 1_048_576,
    ttl: 600,
    held: 0n as Amount,
  })
}
