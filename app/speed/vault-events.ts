// What the vault says in a receipt's logs, read back into events (contracts/SpeedVault.sol). Leaves to the caller
// whether the receipt is to be believed. Invariant: a log that is not of the vault, not about the account, or not of
// the one shape it must have is no event; times of the chain become ms.

import * as v from 'valibot'
import { amount, type Amount } from '../money/amount.ts'
import { addressIn, topicOf, wordsIn } from '../tron/abi.ts'
import { addressBytes, type Address } from '../tron/address.ts'
import { VaultEventSchema, type VaultEvent } from './settled.ts'

/** As nodes give it: hexadecimal, the address of 20 bytes or with its prefix. */
export interface Log {
  readonly address: string
  readonly topics: readonly string[]
  readonly data: string
}

const unhex = (text: string): Uint8Array =>
  Uint8Array.from({ length: text.length / 2 }, (_, at) => Number.parseInt(text.slice(2 * at, 2 * at + 2), 16))

const twenty = (of: Address): string =>
  Array.from(addressBytes(of).subarray(1), (byte) => byte.toString(16).padStart(2, '0')).join('')

const ms = (seconds: bigint): number => Number(seconds) * 1_000

/** Who the log is about, by its indexed fields (`other` is the payer again where there is one), and its other fields. */
interface Said {
  readonly payer: Address
  readonly other: Address
  readonly words: readonly bigint[]
}

interface Kind {
  readonly signature: string
  /** Addresses in topics, and words of data. */
  readonly indexed: 1 | 2
  readonly words: number
  readonly read: (said: Said, vault: Address) => VaultEvent | null
}

const word = ({ words }: Said, at: number): bigint => words[at] ?? 0n
const units = (said: Said, at: number): Amount => amount(word(said, at))
const pair = ({ payer, other }: Said) => ({ payer, payee: other })

const kinds: readonly Kind[] = [
  {
    signature: 'Deposited(address,address,uint256)',
    indexed: 2,
    words: 1,
    read: (said) => ({ is: 'deposited', payer: said.payer, from: said.other, amount: units(said, 0) }),
  },
  {
    signature: 'Withdrawn(address,uint256)',
    indexed: 1,
    words: 1,
    read: (said) => ({ is: 'withdrawn', payer: said.payer, amount: units(said, 0) }),
  },
  {
    signature: 'Locked(address,address,uint256)',
    indexed: 2,
    words: 1,
    read: (said) => ({ is: 'locked', ...pair(said), amount: units(said, 0) }),
  },
  {
    signature: 'UnlockRequested(address,address,uint64)',
    indexed: 2,
    words: 1,
    read: (said) => ({ is: 'unlock-requested', ...pair(said), at: ms(word(said, 0)) }),
  },
  {
    signature: 'UnlockCancelled(address,address)',
    indexed: 2,
    words: 0,
    read: (said) => ({ is: 'unlock-cancelled', ...pair(said) }),
  },
  {
    signature: 'Unlocked(address,address,uint256)',
    indexed: 2,
    words: 1,
    read: (said) => ({ is: 'unlocked', ...pair(said), amount: units(said, 0) }),
  },
  {
    signature: 'ExitRequested(address,uint64)',
    indexed: 1,
    words: 1,
    read: (said) => ({ is: 'exit-requested', payer: said.payer, at: ms(word(said, 0)) }),
  },
  {
    signature: 'ExitCancelled(address)',
    indexed: 1,
    words: 0,
    read: (said) => ({ is: 'exit-cancelled', payer: said.payer }),
  },
  {
    signature: 'SignerSet(address,address,address,uint64)',
    indexed: 2,
    words: 2,
    read: (said) => ({ is: 'signer-set', payer: said.payer, signer: isNobody(said.other) ? null : said.other }),
  },
  {
    signature: 'Cashed(address,address,uint64,uint256,uint256,address)',
    indexed: 2,
    words: 4,
    read: (said, vault) => {
      const to = addressIn(word(said, 3))
      if (to === null) return null
      const where = to === vault ? 'vault' : to === said.other ? 'wallet' : 'elsewhere'
      const [lane, paid, fromLock] = [word(said, 0), units(said, 1), units(said, 2)]
      return { is: 'cashed', ...pair(said), lane, amount: paid, fromLock, to: where }
    },
  },
  {
    signature: 'Bounced(address,address,uint64,uint256)',
    indexed: 2,
    words: 2,
    read: (said) => ({ is: 'bounced', ...pair(said), lane: word(said, 0), missing: units(said, 1) }),
  },
  {
    signature: 'Skipped(address,address,uint64,uint256)',
    indexed: 2,
    words: 2,
    read: (said) => ({ is: 'skipped', ...pair(said), lane: word(said, 0), cumulative: units(said, 1) }),
  },
]

const NOBODY = addressIn(0n)
const isNobody = (address: Address): boolean => address === NOBODY

const byTopic = new Map(kinds.map((kind) => [topicOf(kind.signature), kind]))

const topicAddress = (topic: string | undefined): Address | null => {
  const words = topic === undefined || topic.length !== 64 ? null : wordsIn(unhex(topic))
  return words?.[0] === undefined ? null : addressIn(words[0])
}

const readLog = ({ topics, data }: Log, vault: Address): VaultEvent | null => {
  const kind = byTopic.get(topics[0] ?? '')
  const words = /^([0-9a-f]{2})*$/i.test(data) ? wordsIn(unhex(data)) : null
  if (kind === undefined || topics.length !== kind.indexed + 1 || words?.length !== kind.words) return null
  const [payer, payee] = [topicAddress(topics[1]), topicAddress(topics[2])]
  const other = kind.indexed === 2 ? payee : payer
  const event = payer === null || other === null ? null : kind.read({ payer, other, words }, vault)
  return v.is(VaultEventSchema, event) ? event : null
}

const isAbout = (event: VaultEvent, account: Address): boolean =>
  event.payer === account || ('payee' in event && event.payee === account)

export const vaultEvents = (logs: readonly Log[], vault: Address, account: Address): readonly VaultEvent[] => {
  const contract = twenty(vault)
  return logs
    .filter((log) => log.address.slice(-40).toLowerCase() === contract)
    .map((log) => readLog(log, vault))
    .filter((event) => event !== null && isAbout(event, account))
    .filter((event) => event !== null)
}

/** Of the token: so much went from one to the other. */
export const hasTransfer = (
  logs: readonly Log[],
  { token, from, to, amount: moved }: { token: Address; from: Address; to: Address; amount: bigint },
): boolean => hasTokenLog(logs, TRANSFER, token, from, to, moved)

/** Of the token: one may take so much of the other's. */
export const hasApproval = (
  logs: readonly Log[],
  { token, owner, spender, amount: allowed }: { token: Address; owner: Address; spender: Address; amount: bigint },
): boolean => hasTokenLog(logs, APPROVAL, token, owner, spender, allowed)

const TRANSFER = topicOf('Transfer(address,address,uint256)')
const APPROVAL = topicOf('Approval(address,address,uint256)')

const hasTokenLog = (
  logs: readonly Log[],
  topic: string,
  token: Address,
  one: Address,
  other: Address,
  value: bigint,
): boolean => {
  const contract = twenty(token)
  const wanted = [topic, twenty(one).padStart(64, '0'), twenty(other).padStart(64, '0')]
  return logs.some(
    ({ address, topics, data }) =>
      address.slice(-40) === contract &&
      topics.length === 3 &&
      topics.every((each, at) => each === wanted[at]) &&
      data === value.toString(16).padStart(64, '0'),
  )
}
