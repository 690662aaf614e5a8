// The chain of a history of intents: the vault's own bytecode on the Practice network's machine. Deposits, exits, locks
// and signers move as its rules let them; vouchers are cashed by calls of it, alone or in batches. Leaves what a wallet
// must make of that to the history.

import { amount } from '../../app/money/amount.ts'
import { vaultEvents } from '../../app/speed/vault-events.ts'
import type { SettledCall } from '../../app/speed/settled.ts'
import type { Vault, Voucher } from '../../app/speed/terms.ts'
import type { Address } from '../../app/tron/address.ts'
import { openStage, type Stage } from '../../main/chain/practice/testing/vault-stage.ts'
import {
  claimOf,
  NOBODY,
  readable,
  twenty,
  vaultArtifact,
  type Actor,
  type Called,
} from '../../main/chain/practice/testing/vault-world.ts'
import type { Counter, PayerStanding, SpeedChain, Verdict } from '../../main/wallet/testing/speed-chain.ts'
import { keyOf, PAYEES, PAYERS, peer, SIGNERS } from '../../main/wallet/testing/speed-peers.ts'
import { ACCOUNT, ACCOUNT_KEY, VOUCHER_SIGNER, type SpeedInput } from '../../main/wallet/testing/speed-rig.ts'

const BTT = 10n ** 18n
const DELAY = 1_000
const OTHER_CHAIN = 728_126_428

const person = (seed: number): Actor => ({ key: keyOf(seed), address: peer(seed) })
const us: Actor = { key: ACCOUNT_KEY, address: ACCOUNT }
const payers = PAYERS.map(person)
/** Pays in for others, and shows other people's vouchers. */
const friend = person(50)
const nobody = readable(NOBODY)

interface Standing {
  readonly free: bigint
  readonly exitAt: bigint
  readonly locked: bigint
  readonly unlockAt: bigint
  readonly signer: Address | null
  readonly signers: readonly Address[]
  readonly expired: Address | null
  readonly paid: bigint
}

/** In a call of it: what was paid, and what was not there. */
const moved = ({ events }: Called, name: 'Cashed' | 'Bounced'): bigint =>
  events.reduce((sum, event) => (event.name === name ? sum + BigInt(String(event.args[3])) : sum), 0n)

export class VaultOfIntents implements SpeedChain {
  readonly vault: Vault
  readonly others: SpeedChain['others']
  readonly #stage: Stage
  readonly #random: (below: number) => number
  #cashedToUs = 0n

  static async open(random: (below: number) => number): Promise<VaultOfIntents> {
    const stage = await openStage([us, ...payers, friend], DELAY)
    const { world } = stage
    const { chainId } = world
    const args = [twenty(world.token), BigInt(DELAY)]
    const beside = await world.deploy(world.treasury, vaultArtifact, args)
    world.chainId = OTHER_CHAIN
    const elsewhere = await world.deploy(world.treasury, vaultArtifact, args)
    world.chainId = chainId
    await stage.done(us, 'deposit', 500n * BTT)
    for (const payer of payers) await stage.done(payer, 'deposit', 40n * BTT)
    return new VaultOfIntents(stage, random, {
      'other-vault': { chainId, address: beside },
      'other-chain': { chainId: OTHER_CHAIN, address: elsewhere },
    })
  }

  private constructor(stage: Stage, random: (below: number) => number, others: SpeedChain['others']) {
    this.#stage = stage
    this.#random = random
    this.others = others
    this.vault = { chainId: stage.world.chainId, address: stage.world.vault }
  }

  get cashedToUs(): bigint {
    return this.#cashedToUs
  }

  async moveOn(): Promise<void> {
    const random = this.#random
    this.#stage.pass(random(DELAY / 2))
    await this.#moveDeposit()
    if (random(4) === 0) await this.#moveLock(PAYEES[random(PAYEES.length)])
    if (random(4) === 0) await this.#setSigner(us, [VOUCHER_SIGNER, VOUCHER_SIGNER, null, peer(44)])
    for (const payer of payers) {
      if (random(8) === 0) await this.#stage.done(payer, 'deposit', BigInt(1 + random(20)) * BTT)
      if (random(4) === 0) await this.#setSigner(payer, [...SIGNERS.map(peer), null])
    }
  }

  async facts(lanes: readonly bigint[]): Promise<SpeedInput<'speed.deposit'>> {
    const own = await this.#standing(ACCOUNT, ACCOUNT, 0n)
    const locks: SpeedInput<'speed.deposit'>['locks'] = []
    const paid: SpeedInput<'speed.deposit'>['paid'] = []
    for (const payee of PAYEES) {
      for (const lane of lanes.slice(1))
        paid.push({ payee, lane, amount: amount((await this.#standing(ACCOUNT, payee, lane)).paid) })
      const [lane = 0n] = lanes
      const standing = await this.#standing(ACCOUNT, payee, lane)
      paid.push({ payee, lane, amount: amount(standing.paid) })
      const unlockAt = standing.unlockAt === 0n ? null : Number(standing.unlockAt) * 1_000
      if (standing.locked > 0n) locks.push({ payee, locked: amount(standing.locked), unlockAt })
    }
    return {
      vault: this.vault,
      account: ACCOUNT,
      free: amount(own.free),
      exitAt: own.exitAt === 0n ? null : Number(own.exitAt) * 1_000,
      exitDelayMs: DELAY * 1_000,
      signers: [...own.signers],
      signer: own.signer,
      locks,
      paid,
      approved: amount(0n),
      readAt: 1,
    }
  }

  async payer(payer: Address, lane: bigint): Promise<PayerStanding> {
    const { signers, expired, paid, free, locked } = await this.#standing(payer, ACCOUNT, lane)
    return { signers, expired, paid, covers: free + locked }
  }

  /** By both of the contract's ways of looking at a signature: of one voucher, and of one in a batch. */
  verdict(voucher: Voucher, at: Counter = 'ours'): Promise<Verdict> {
    const fits = at === 'ours' && voucher.signature.length === 65 && this.#random(2) === 0
    return this.#stage.world.aside(async () => (fits ? await this.#inBatch(voucher) : await this.#alone(voucher, at)))
  }

  short(vouchers: readonly Voucher[]): Promise<bigint> {
    return this.#stage.world.aside(async () => {
      let missing = 0n
      for (const { payer, payee, lane, cumulative, signature } of vouchers) {
        const words = [payer, payee, lane, cumulative, signature, payee]
        missing += moved(await this.#stage.call(friend, 'cash', ...words), 'Bounced')
      }
      return missing
    })
  }

  async cash({ payer, payee, lane, cumulative, signature }: Voucher): Promise<void> {
    await this.#stage.call(friend, 'cash', payer, payee, lane, cumulative, signature, payee)
  }

  async cashOurs(vouchers: readonly Voucher[], to: 'wallet' | 'vault'): Promise<SettledCall['events']> {
    const claims = vouchers.map((voucher) => claimOf(voucher, voucher.signature))
    const called =
      to === 'vault'
        ? await this.#stage.done(us, 'cashToVault', claims)
        : await this.#stage.done(us, 'cashMany', ACCOUNT, claims, ACCOUNT)
    this.#cashedToUs += moved(called, 'Cashed')
    return [...vaultEvents(called.logs, this.vault.address, ACCOUNT)]
  }

  async #alone({ payer, payee, lane, cumulative, signature }: Voucher, at: Counter): Promise<Verdict> {
    const { world } = this.#stage
    const vault = at === 'ours' ? this.vault.address : this.others[at].address
    const words = [twenty(payer), twenty(payee), lane, cumulative, signature, twenty(payee)]
    const called = await world.call(friend, vault, 'cash', words)
    if (called.ok) return { is: 'taken', pays: moved(called, 'Cashed'), bounces: moved(called, 'Bounced') }
    if (called.error === 'NothingDue') return { is: 'spent', pays: 0n, bounces: 0n }
    if (called.error === 'InvalidSignature' || called.error === 'InvalidPayee')
      return { is: 'refused', pays: 0n, bounces: 0n }
    throw new Error(`the vault says ${String(called.error)}`)
  }

  async #inBatch(voucher: Voucher): Promise<Verdict> {
    const { payee, signature } = voucher
    const called = await this.#stage.done(friend, 'cashMany', payee, [claimOf(voucher, signature)], payee)
    // Skipped: a batch does not say why.
    if (called.events.some(({ name }) => name === 'Skipped')) return this.#alone(voucher, 'ours')
    return { is: 'taken', pays: moved(called, 'Cashed'), bounces: moved(called, 'Bounced') }
  }

  /** Each of these may be refused by the contract's rules: then it does not happen. */
  async #moveDeposit(): Promise<void> {
    const random = this.#random
    const more = BigInt(1 + random(200)) * BTT
    if (random(4) === 0) await this.#stage.call(us, 'deposit', more)
    if (random(4) === 0) await this.#stage.call(friend, 'depositFor', ACCOUNT, more)
    if (random(4) === 0) await this.#stage.call(us, random(5) === 0 ? 'requestExit' : 'cancelExit')
    if (random(16) !== 0) return
    await this.#stage.call(us, 'requestExit')
    this.#stage.pass(DELAY)
    const free = await this.#stage.free(us)
    await this.#stage.call(us, 'withdraw', (free * BigInt(random(101))) / 100n)
  }

  async #moveLock(payee: Address | undefined): Promise<void> {
    if (payee === undefined) return
    const random = this.#random
    const name = ['lock', 'lock', 'requestUnlock', 'unlock'][random(4)] ?? 'lock'
    await this.#stage.call(us, name, payee, ...(name === 'lock' ? [BigInt(1 + random(20)) * BTT] : []))
  }

  async #setSigner(of: Actor, choice: readonly (Address | null)[]): Promise<void> {
    await this.#stage.call(of, 'setSigner', choice[this.#random(choice.length)] ?? NOBODY)
  }

  async #standing(payer: Address, payee: Address, lane: bigint): Promise<Standing> {
    const [struct] = await this.#stage.read('standing', payer, payee, [lane])
    const [free, exitAt, locked, unlockAt, signer, former, until, paid] = struct as [
      ...[bigint, bigint, bigint, bigint, Address, Address, bigint],
      readonly bigint[],
    ]
    const present = signer === nobody ? null : signer
    const before = former === nobody || former === signer ? null : former
    const counts = Number(until) > this.#stage.world.now
    return {
      ...{ free, exitAt, locked, unlockAt, signer: present },
      signers: [...(present === null ? [] : [present]), ...(before !== null && counts ? [before] : [])],
      expired: counts ? null : before,
      paid: paid[0] ?? 0n,
    }
  }
}
