// Our address as peers see it (BEP 10, `yourip`): each host has one vote, the latest hosts count, and only an address
// that most of them agree on is believed. A few liars change nothing.

import { isPublicAddress } from './address.ts'

const MAX_VOTERS = 50
const LEAST_VOTES = 3

export class AddressVotes {
  readonly #votes = new Map<string, string>()

  /** Votes of neighbours and for addresses that are not of the internet do not count. */
  vote(host: string, address: string): void {
    if (!isPublicAddress(host) || !isPublicAddress(address)) return
    this.#votes.delete(host)
    this.#votes.set(host, address)
    for (const oldest of this.#votes.keys()) {
      if (this.#votes.size <= MAX_VOTERS) break
      this.#votes.delete(oldest)
    }
  }

  /** Null while no address has the majority, and three votes. Of IPv4 if possible. */
  elected(): string | null {
    const all = [...this.#votes.values()]
    return winner(all.filter((address) => !address.includes(':'))) ?? winner(all.filter((one) => one.includes(':')))
  }

  forget(): void {
    this.#votes.clear()
  }
}

const winner = (votes: readonly string[]): string | null => {
  const counts = new Map<string, number>()
  for (const address of votes) counts.set(address, (counts.get(address) ?? 0) + 1)
  for (const [address, count] of counts) if (count >= LEAST_VOTES && count * 2 > votes.length) return address
  return null
}

/** `yourip`: 4 bytes for IPv4, 16 for IPv6; null for anything else. */
export const readYourIp = (value: unknown): string | null => {
  if (!(value instanceof Uint8Array)) return null
  if (value.length === 4) return value.join('.')
  if (value.length !== 16) return null
  const groups = Array.from({ length: 8 }, (_, at) => (value[at * 2] ?? 0) * 256 + (value[at * 2 + 1] ?? 0))
  return groups.map((group) => group.toString(16)).join(':')
}
