// Who the other side is: after both have said `bs`, each says hello with its account and proves it by a signature over
// Bind. Leaves buying and selling to buyer.ts and seller.ts, which begin when the account is proven both ways. Invariant:
// no account is shown to who has not said that it speaks Speed on our chain and wants what we have, or has what we want.

import type { PayerState } from '../ipc/speed-desk.ts'
import type { Address } from '../tron/address.ts'
import type { SpeedHandshake } from './handshake.ts'
import type { Hello, Prove } from './message.ts'
import type { Answer, OwnAccount, SessionEffect, SessionFacts, SessionOrders } from './session-event.ts'
import type { Device } from './terms.ts'
import { bindSigner, countsFor } from './typed.ts'

/** A peer may change its account now and then; each costs us a signature. */
const MOST_HELLOS = 4
const RETRY_MS = 10_000
/** A signer that was registered since the chain was read is not refused for it. */
const STALE_MS = 30_000

export interface Greeting {
  /** What our last extended handshake said. */
  readonly ours: SpeedHandshake | null
  readonly theirs: SpeedHandshake | null
  /** As whom we said hello. */
  readonly helloed: OwnAccount | null
  readonly proving: 'not' | 'asked' | 'sent'
  /** When the desk may be asked again for what it could not do. */
  readonly retryAt: number
  readonly peer: { readonly account: Address; readonly device: Device; readonly nonce: Uint8Array } | null
  readonly hellos: number
  /** The peer's, until the chain has said whether its signer counts. */
  readonly proof: Uint8Array | null
  readonly proven: boolean
  /** On another vault, or we ourselves. */
  readonly foreign: boolean
}

export const newGreeting: Greeting = {
  ours: null,
  theirs: null,
  helloed: null,
  proving: 'not',
  retryAt: 0,
  peer: null,
  hellos: 0,
  proof: null,
  proven: false,
  foreign: false,
}

export interface GreetingTurn {
  readonly greeting: Greeting
  readonly effects: readonly SessionEffect[]
  /** Not said in this place: counted against the peer. */
  readonly fault?: 'malformed' | 'signature'
}

export interface GreetingContext {
  readonly facts: SessionFacts
  readonly orders: SessionOrders
  /** What is known of the peer's account on the chain. */
  readonly chain: PayerState | null
  readonly chainAt: number
  readonly now: number
}

const still = (greeting: Greeting): GreetingTurn => ({ greeting, effects: [] })

/** Both sides' accounts are proven to each other. */
export const isKnown = ({ proven, proving, foreign }: Greeting): boolean => proven && proving === 'sent' && !foreign

const handshakeFor = ({ account, buy, sell }: SessionOrders): SpeedHandshake | null =>
  account === null || (buy === null && sell === null)
    ? null
    : { chains: [account.vault.chainId], buys: buy !== null, sells: sell !== null }

const sameHandshake = (a: SpeedHandshake | null, b: SpeedHandshake | null): boolean =>
  a === b ||
  (a !== null && b !== null && a.buys === b.buys && a.sells === b.sells && a.chains.join() === b.chains.join())

export const sameAccount = (a: OwnAccount | null, b: OwnAccount | null): boolean =>
  a?.address === b?.address &&
  a?.device === b?.device &&
  a?.vault.address === b?.vault.address &&
  a?.vault.chainId === b?.vault.chainId

/** One of us wants what the other has, on one chain. */
export const fits = ({ ours, theirs }: Pick<Greeting, 'ours' | 'theirs'>): boolean =>
  ours !== null &&
  theirs !== null &&
  ours.chains.some((chain) => theirs.chains.includes(chain)) &&
  ((ours.buys && theirs.sells) || (ours.sells && theirs.buys))

const proveTo = (greeting: Greeting, { facts }: GreetingContext): GreetingTurn => {
  const { helloed, peer } = greeting
  if (helloed === null || peer === null) return still(greeting)
  const input = {
    vault: helloed.vault,
    infohash: facts.infohash,
    mine: facts.mine,
    theirs: facts.theirs,
    nonce: peer.nonce,
  }
  return {
    greeting: { ...greeting, proving: 'asked' },
    effects: [{ do: 'ask', ask: { name: 'prove', input, account: helloed.address } }],
  }
}

/** Says hello and proves as soon as both may be. */
const goOn = (greeting: Greeting, context: GreetingContext): GreetingTurn => {
  const { account, canSign } = context.orders
  if (account === null || !canSign || greeting.foreign || !fits(greeting)) return still(greeting)
  if (greeting.helloed === null) {
    const hello: Hello = {
      t: 'hello',
      nonce: context.facts.nonce,
      chainId: account.vault.chainId,
      vault: account.vault.address,
      account: account.address,
      device: account.device,
    }
    const next = goOn({ ...greeting, helloed: account }, context)
    return { ...next, effects: [{ do: 'send', message: hello }, ...next.effects] }
  }
  if (greeting.proving !== 'not' || context.now < greeting.retryAt) return still(greeting)
  return proveTo(greeting, context)
}

/** Also on every tick. */
export const greetByOrders = (greeting: Greeting, context: GreetingContext): GreetingTurn => {
  const ours = handshakeFor(context.orders)
  // Without an account the one we were goes on taking what it is owed.
  const { account } = context.orders
  const another = greeting.helloed !== null && account !== null && !sameAccount(greeting.helloed, account)
  const kept: Greeting = another ? { ...greeting, helloed: null, proving: 'not', foreign: false } : greeting
  const turn = goOn({ ...kept, ours }, context)
  if (sameHandshake(ours, greeting.ours)) return turn
  return { ...turn, effects: [{ do: 'handshake', ours }, ...turn.effects] }
}

export const heardHandshake = (
  greeting: Greeting,
  theirs: SpeedHandshake | null,
  context: GreetingContext,
): GreetingTurn => goOn({ ...greeting, theirs }, context)

export const heardHello = (greeting: Greeting, hello: Hello, context: GreetingContext): GreetingTurn => {
  if (greeting.theirs === null || greeting.hellos >= MOST_HELLOS) return { ...still(greeting), fault: 'malformed' }
  // Whoever it was until now, it is not any more, though we may not answer it now.
  const account = context.orders.account ?? greeting.helloed
  if (account === null) return still(greeting)
  const hellos = greeting.hellos + 1
  const sameVault = hello.chainId === account.vault.chainId && hello.vault === account.vault.address
  if (!sameVault || hello.account === account.address) {
    const message = { t: 'error', code: 'other-vault', text: 'not a counterparty of ours' } as const
    return { greeting: { ...greeting, hellos, foreign: true }, effects: [{ do: 'send', message }] }
  }
  const peer = { account: hello.account, device: hello.device, nonce: hello.nonce }
  return goOn({ ...greeting, hellos, peer, proof: null, proven: false, proving: 'not', foreign: false }, context)
}

const askChain = (account: OwnAccount, peer: Address): SessionEffect => ({
  do: 'ask',
  ask: { name: 'payer', input: { vault: account.vault, payer: peer, lanes: [], fresh: true } },
})

/** What the peer's proof is worth; asks the chain when its signer may have been named since it was read. */
const judge = (greeting: Greeting, context: GreetingContext): GreetingTurn => {
  const { peer, proof, helloed } = greeting
  if (peer === null || proof === null || helloed === null) return still(greeting)
  const { facts, chain, chainAt, now } = context
  const bind = {
    infohash: facts.infohash,
    mine: facts.theirs,
    theirs: facts.mine,
    nonce: facts.nonce,
    account: peer.account,
  }
  const signer = bindSigner(helloed.vault, bind, proof)
  if (countsFor(signer, peer.account, chain?.signers ?? [])) return still({ ...greeting, proof: null, proven: true })
  const fresh = chain !== null && now - chainAt < STALE_MS
  if (signer === null || fresh) return { ...still({ ...greeting, proof: null }), fault: 'signature' }
  if (now < greeting.retryAt) return still(greeting)
  return { greeting: { ...greeting, retryAt: now + RETRY_MS }, effects: [askChain(helloed, peer.account)] }
}

export const heardProof = (greeting: Greeting, { signature }: Prove, context: GreetingContext): GreetingTurn => {
  if (greeting.peer === null || greeting.helloed === null) return { ...still(greeting), fault: 'malformed' }
  if (greeting.proven || greeting.proof !== null) return still(greeting)
  return judge({ ...greeting, proof: signature, retryAt: 0 }, context)
}

/** The chain was read, or it is time to try again what could not be done. */
export const goOnGreeting = (greeting: Greeting, context: GreetingContext): GreetingTurn => {
  const judged = judge(greeting, context)
  if (judged.fault !== undefined || judged.effects.length > 0) return judged
  return greetByOrders(judged.greeting, context)
}

export const answeredProof = (
  greeting: Greeting,
  { ask, output }: Extract<Answer, { readonly ask: { readonly name: 'prove' } }>,
  now: number,
): GreetingTurn => {
  const { helloed, peer } = greeting
  const asked = ask.account === helloed?.address && ask.input.nonce.join() === peer?.nonce.join()
  if (greeting.proving !== 'asked' || !asked) return still(greeting)
  if (output === null || 'refused' in output) return still({ ...greeting, proving: 'not', retryAt: now + RETRY_MS })
  const message: Prove = { t: 'prove', signature: output.signature }
  return { greeting: { ...greeting, proving: 'sent' }, effects: [{ do: 'send', message }] }
}
