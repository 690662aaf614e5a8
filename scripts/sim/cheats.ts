// What dishonest peers do: they run the same sessions, and change, drop, repeat or make up what these say, or serve less
// or worse than they say. One kind each. Leaves noticing to the honest side and to watch.ts.

import { laneOf } from '../../app/speed/lane.ts'
import { encodeMessage } from '../../app/speed/message-codec.ts'
import type { SpeedMessage } from '../../app/speed/message.ts'
import type { Amount } from '../../app/money/amount.ts'
import type { Device, Price, Vault } from '../../app/speed/terms.ts'
import { voucherDigest } from '../../app/speed/typed.ts'
import type { Address } from '../../app/tron/address.ts'
import { signWith, testKey, type TestKey } from '../../app/speed/testing/keys.ts'
import type { End } from './link.ts'
import type { Random } from './random.ts'

export const buyerCheats = [
  'never-pays',
  'stops-paying',
  'replays',
  'pays-lower',
  'forges',
  'pays-others',
  'pays-once',
  'floods',
  'over-promises',
  'exits',
  'impostor',
  'malformed',
  'bids-stale',
] as const

export const sellerCheats = [
  'takes-and-stops',
  'poisons',
  'raises-price',
  'claims-more',
  'forged-resume',
  'never-acks',
  'floods',
  'ignores-stop',
  'jumps-terms',
  'stops-at-random',
  'malformed',
] as const

export type CheatKind = (typeof buyerCheats)[number] | (typeof sellerCheats)[number]

export interface Cheat {
  readonly kind: CheatKind
  /** The messages it sends instead. */
  says(end: End, message: SpeedMessage): readonly Uint8Array[]
  refuses(end: End): boolean
  poisons(): boolean
  ticks(end: End): void
}

interface Memory {
  vouchers: number
  readonly old: Uint8Array[]
  /** Of each wallet it bought of, the first device, and what that one was given last. */
  readonly first: Map<Address, { readonly device: Device; given: Uint8Array }>
  /** Money it took as a seller. */
  acks: number
}

export interface CheatWish {
  readonly kind: CheatKind
  readonly random: Random
  readonly key: TestKey
  readonly vault: Vault
}

const FORGER = testKey(4_242)
type Told = Extract<SpeedMessage, { readonly t: 'voucher' }>

/** A voucher of its own making. */
const remade = ({ key, vault }: CheatWish, end: End, message: Told, cumulative: bigint, by: TestKey): Uint8Array => {
  const payee = end.other.peer.desk?.account ?? key.address
  const digest = voucherDigest(vault, {
    payer: key.address,
    payee,
    lane: message.lane,
    cumulative: cumulative as Amount,
  })
  return encodeMessage({ ...message, cumulative: cumulative as Amount, signature: signWith(by, digest) })
}

/** What one device of a wallet was paid, to all of them. */
const shownToAll = ({ first }: Memory, { other: { peer } }: End, honest: Uint8Array): Uint8Array => {
  if (peer.desk === null) return honest
  const { account, device } = peer.desk
  const paid = first.get(account) ?? { device, given: honest }
  first.set(account, paid)
  if (paid.device === device) paid.given = honest
  return paid.given
}

const saysVoucher = (wish: CheatWish, memory: Memory, end: End, message: Told): readonly Uint8Array[] => {
  const honest = encodeMessage(message)
  memory.vouchers++
  memory.old.push(honest)
  switch (wish.kind) {
    case 'never-pays':
      return []
    case 'stops-paying':
      return memory.vouchers > 3 ? [] : [honest]
    case 'replays':
      return memory.vouchers % 2 === 0 ? [memory.old[0] ?? honest, memory.old[0] ?? honest] : [honest]
    case 'pays-lower':
      return [remade(wish, end, message, message.cumulative / 2n, wish.key)]
    case 'forges':
      return [memory.vouchers > 2 ? remade(wish, end, message, message.cumulative * 2n, FORGER) : honest]
    case 'pays-once':
      return [shownToAll(memory, end, honest)]
    case 'pays-others': {
      const digest = voucherDigest(wish.vault, { ...message, payer: wish.key.address, payee: FORGER.address })
      return [encodeMessage({ ...message, signature: signWith(wish.key, digest) })]
    }
    default:
      return [honest]
  }
}

const saysAsSeller = (wish: CheatWish, message: SpeedMessage): SpeedMessage | null => {
  const { kind, random } = wish
  if (kind === 'never-acks' && message.t === 'ack') return null
  if (kind === 'ignores-stop' && message.t === 'stop') return null
  if (kind === 'raises-price' && message.t === 'accept') return { ...message, price: (message.price * 2n) as Price }
  if (kind === 'claims-more' && (message.t === 'ack' || message.t === 'accept')) {
    const more = 10n ** 24n
    return message.t === 'ack'
      ? { ...message, cumulative: (message.cumulative + more) as Amount }
      : { ...message, held: (message.held + more) as Amount }
  }
  if (kind === 'forged-resume' && message.t === 'accept') return { ...message, held: (message.held + 1n) as Amount }
  if (kind === 'jumps-terms' && message.t === 'terms') return { ...message, index: random.int(1, 1_000) }
  return message
}

const mutated = (random: Random, bytes: Uint8Array): Uint8Array => {
  const copy = bytes.slice()
  for (let times = random.int(1, 4); times > 0; times--) copy[random.int(0, copy.length - 1)] = random.int(0, 255)
  return random.chance(0.2) ? copy.slice(0, random.int(0, copy.length)) : copy
}

const flood = (random: Random, end: End): void => {
  for (let times = random.int(10, 40); times > 0; times--) {
    const bytes = encodeMessage({ t: 'ack', cumulative: BigInt(random.int(0, 9_999)) as Amount, bytes: 1 })
    end.sendBytes(random.chance(0.5) ? random.bytes(random.int(0, 60)) : mutated(random, bytes))
  }
}

const saysHello = (message: Extract<SpeedMessage, { readonly t: 'hello' }>): Uint8Array =>
  encodeMessage({ ...message, account: testKey(7).address })

const says = (wish: CheatWish, memory: Memory, end: End, message: SpeedMessage): readonly Uint8Array[] => {
  const { kind, random } = wish
  if (message.t === 'ack') memory.acks++
  if (message.t === 'voucher') return saysVoucher(wish, memory, end, message)
  if (kind === 'impostor' && message.t === 'hello') return [saysHello(message)]
  if (kind === 'bids-stale' && message.t === 'bid') return [encodeMessage({ ...message, index: message.index + 7 })]
  const said = saysAsSeller(wish, message)
  if (said === null) return []
  const bytes = encodeMessage(said)
  if (kind === 'forged-resume' && message.t === 'accept') {
    const claim = {
      t: 'resume',
      lane: laneOf(end.other.peer.desk?.device ?? 0, end.peer.desk?.device ?? 0),
      cumulative: (message.held + 1n) as Amount,
      signature: random.bytes(65),
    } as const
    return [encodeMessage(claim), bytes]
  }
  return kind === 'malformed' && random.chance(0.3) ? [mutated(random, bytes)] : [bytes]
}

export const newCheat = (wish: CheatWish): Cheat => {
  const { kind, random } = wish
  const memory: Memory = { vouchers: 0, old: [], first: new Map(), acks: 0 }
  return {
    kind,
    says: (end, message) => says(wish, memory, end, message),
    refuses: () => kind === 'takes-and-stops' && memory.acks >= 2,
    poisons: () => kind === 'poisons' && random.chance(0.05),
    ticks: (end) => {
      if (kind === 'floods' && random.chance(0.2)) flood(random, end)
      if (kind === 'stops-at-random' && random.chance(0.05))
        end.sendBytes(encodeMessage({ t: 'stop', bid: random.int(1, 5), code: 'off', by: 'seller' }))
      if (kind === 'jumps-terms' && random.chance(0.1))
        end.sendBytes(
          encodeMessage({
            t: 'terms',
            index: random.int(1, 1_000),
            ask: BigInt(random.int(0, 5)) as Price,
            unit: 1,
            credit: random.int(0, 0xffff_ffff),
            slots: 0,
            mostUncashed: 0n as Amount,
          }),
        )
    },
  }
}
