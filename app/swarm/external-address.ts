// Our address as others see it: peers tell us (BEP 10 `yourip`), some of them wrongly. What most say counts; each host
// has one vote, and votes are bounded.

import { addressKind } from '../net/address-kind.ts'
import { addressBytes } from '../net/address-bytes.ts'
import { hostText } from './compact-peers.ts'

const MAX_VOTES = 50
/** Fewer may have agreed beforehand. */
const LEAST_VOTES = 3

export class ExternalAddress {
  readonly #votes = new Map<string, string>()

  /** `seen`: 4 or 16 bytes, as a peer sent them; anything else is ignored. */
  vote(voter: string, seen: unknown): void {
    if (!(seen instanceof Uint8Array) || (seen.length !== 4 && seen.length !== 16)) return
    const address = hostText(seen)
    if (addressKind(address) !== 'public') return
    this.#votes.delete(voter)
    this.#votes.set(voter, address)
    const [oldest] = this.#votes.keys()
    if (this.#votes.size > MAX_VOTES && oldest !== undefined) this.#votes.delete(oldest)
  }

  /** What is sure enough to be shown: most strangers say so, and three at least. Of IPv4 if possible. */
  agreed(): string | null {
    const strangers = [...this.#votes]
      .filter(([voter]) => addressKind(voter) === 'public')
      .map(([, address]) => address)
    const isV6 = (address: string): boolean => address.includes(':')
    return majority(strangers.filter((address) => !isV6(address))) ?? majority(strangers.filter(isV6))
  }

  /** The computer is on another network now. */
  forget(): void {
    this.#votes.clear()
  }

  /** The address most others see us at, of the family of `towards`; null: nobody said. */
  towards(host: string): string | null {
    const length = addressBytes(host)?.length
    const counts = new Map<string, number>()
    for (const address of this.#votes.values()) {
      if (addressBytes(address)?.length === length) counts.set(address, (counts.get(address) ?? 0) + 1)
    }
    return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? null
  }
}

const majority = (votes: readonly string[]): string | null => {
  const counts = new Map<string, number>()
  for (const address of votes) counts.set(address, (counts.get(address) ?? 0) + 1)
  for (const [address, count] of counts) if (count >= LEAST_VOTES && count * 2 > votes.length) return address
  return null
}
