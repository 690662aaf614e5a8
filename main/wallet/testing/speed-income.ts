// The payee's side of a history of intents: payers that sign as they should and forgers of all sorts; each voucher is
// shown to the wallet and to the contract, and what one takes the other must. Then it is cashed, in whatever order that
// is told. Leaves the books to speed-audit.ts.

import { amount } from '../../../app/money/amount.ts'
import type { Voucher } from '../../../app/speed/terms.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { Address } from '../../../app/tron/address.ts'
import type { PayerStanding, Verdict } from './speed-chain.ts'
import { forged, forgeries, truncated, type Forgery } from './speed-forgery.ts'
import { PAYEES, PAYERS, peer, signedBySeed, SIGNERS } from './speed-peers.ts'
import { ACCOUNT, type SpeedInput, type SpeedOutput } from './speed-rig.ts'
import type { Scene } from './speed-scene.ts'

const BTT = 10n ** 18n
const MOST = 2n ** 128n - 1n
const STRANGER = 49
const OURS = 0x11

const ways = ['the payer', 'its signer', 'its former signer', 'a signer no more', 'a stranger'] as const
type Way = (typeof ways)[number]

interface Drawn {
  readonly kind: string
  readonly voucher: Voucher
}

interface Shown extends Drawn {
  /** Of who it says has signed it. */
  readonly standing: PayerStanding
  /** Told to the wallet: most that the payer has for us. */
  readonly covers: bigint | undefined
  readonly verdict: Verdict
}

type Answer = SpeedOutput<'speed.receive'>[number]

const seedOf = (signer: Address): number => SIGNERS.find((seed) => peer(seed) === signer) ?? STRANGER

const keyFor = (way: Way, payer: number, { signers, expired }: PayerStanding): number | null => {
  const [current, former] = signers
  const by = { 'its signer': current, 'its former signer': former, 'a signer no more': expired ?? undefined }
  if (way === 'the payer') return payer
  if (way === 'a stranger') return STRANGER
  const address = by[way]
  return address === undefined ? null : seedOf(address)
}

export class Income {
  readonly #scene: Scene
  readonly #torrents: readonly TorrentId[]
  /** The best of each lane that the wallet said it holds. */
  readonly #held = new Map<string, bigint>()
  #calls = 0
  /** Of our calls, what the ledger was not told yet. */
  readonly #untold: SpeedInput<'speed.settled'>['calls'] = []

  constructor(scene: Scene, torrents: readonly TorrentId[]) {
    this.#scene = scene
    this.#torrents = torrents
  }

  async receive(): Promise<void> {
    const { chain, rig, tally } = this.#scene
    const batch: Shown[] = []
    for (let left = this.#scene.chance(2) ? 1 : 1 + this.#scene.random(4); left > 0; left--) {
      batch.push(await this.#shown(await this.#draw()))
    }
    const vouchers = batch.map(({ voucher, standing, covers }) => ({
      voucher,
      torrent: this.#scene.pick(this.#torrents),
      signers: [...standing.signers],
      ...(covers !== undefined && { covers: amount(covers), paid: amount(standing.paid) }),
    }))
    const answers = await rig.call('speed.receive', { vault: chain.vault, vouchers })
    const shown = batch.flatMap((each, at) => {
      const answer = answers[at]
      if (answer === undefined) this.#scene.say('a voucher had no answer')
      return answer === undefined ? [] : [{ ...each, answer }]
    })
    tally.received += batch.length
    const lanes = Map.groupBy(shown, ({ voucher: { payer, lane } }) => `${payer} ${lane}`)
    for (const [key, lane] of lanes) this.#checkLane(key, lane)
    if (this.#scene.chance(4)) await this.#checkHeld(batch)
  }

  /** Of a length that no signature has: neither looks at it. */
  async receiveMalformed(): Promise<void> {
    const { chain, rig, random } = this.#scene
    const { voucher } = await this.#signed('the payer')
    const cut = truncated(voucher, random)
    const asked = { voucher: cut, torrent: this.#scene.pick(this.#torrents), signers: [] }
    const taken = await rig.call('speed.receive', { vault: chain.vault, vouchers: [asked] }).then(
      () => true,
      () => false,
    )
    const { is } = await chain.verdict(cut)
    this.#scene.compare('received, of another length', taken, is !== 'refused')
  }

  /** We cash what payers gave us, as far as they have money; it is told, sometimes twice, or seen first, or later. */
  async cash(): Promise<void> {
    const { chain, rig, random } = this.#scene
    const uncashed = (await rig.call('speed.uncashed', undefined)).map(({ voucher }) => voucher)
    if (uncashed.length === 0) return
    const chosen = this.#scene.chance(2) ? uncashed.slice(0, 20) : [this.#scene.pick(uncashed)]
    const events = await chain.cashOurs(chosen, this.#scene.chance(2) ? 'wallet' : 'vault')
    if (this.#scene.chance(4)) await this.#tellObserved(chosen)
    const call = {
      txId: (++this.#calls).toString(16).padStart(64, '0'),
      vault: chain.vault,
      account: ACCOUNT,
      block: this.#calls,
      at: 1_000,
      fee: amount(BigInt(random(1_000))),
      outcome: 'final' as const,
      events,
    }
    if (this.#scene.chance(3)) return void this.#untold.push(call)
    await rig.call('speed.settled', { calls: [call] })
    if (this.#scene.chance(3)) await rig.call('speed.settled', { calls: [call, call] })
  }

  /** The newest first: in no order that the chain had. */
  async tellLate(most = 1 + this.#scene.random(3)): Promise<void> {
    const calls = this.#untold.splice(-most).toReversed()
    if (calls.length > 0) await this.#scene.rig.call('speed.settled', { calls })
  }

  /** With all told, the books know of as much cashed as the contract has paid. */
  async check(): Promise<void> {
    while (this.#untold.length > 0) await this.tellLate(100)
    const { totals } = await this.#scene.rig.call('speed.books', { range: 'all' })
    const { cashedToUs } = this.#scene.chain
    if (totals.cashed !== cashedToUs) this.#scene.say(`cashed is ${totals.cashed}, but the vault paid ${cashedToUs}`)
  }

  async #tellObserved(chosen: readonly Voucher[]): Promise<void> {
    const { chain, rig } = this.#scene
    const paid = []
    for (const { payer, lane } of chosen)
      paid.push({ payer, lane, paid: amount((await chain.payer(payer, lane)).paid) })
    await rig.call('speed.observed', { vault: chain.vault, account: ACCOUNT, readAt: 1, paid })
  }

  /** Whether we could have it paid to us is what the contract is asked. */
  async #shown(drawn: Drawn): Promise<Shown> {
    const { chain } = this.#scene
    const { voucher } = drawn
    const standing = await chain.payer(voucher.payer, voucher.lane)
    const covers = this.#scene.chance(2) ? standing.covers : undefined
    return { ...drawn, standing, covers, verdict: await chain.verdict({ ...voucher, payee: ACCOUNT }) }
  }

  async #draw(): Promise<Drawn> {
    if (this.#scene.chance(3)) return this.#forged(this.#scene.pick(forgeries))
    return this.#scene.chance(8) ? this.#misplaced() : this.#signed(this.#scene.pick(ways))
  }

  /** Well signed, by the payer itself, and not to be taken by us all the same. */
  async #misplaced(): Promise<Drawn> {
    const { chain, random } = this.#scene
    const { voucher, seed } = await this.#signed('the payer')
    const other = this.#scene.pick(['other-vault', 'other-chain'] as const)
    const another = { ...voucher, payee: this.#scene.pick(PAYEES) }
    const most = { ...voucher, cumulative: amount(MOST + 1n + BigInt(random(1_000))) }
    return this.#scene.pick<Drawn>([
      { kind: `signed for ${other}`, voucher: signedBySeed(chain.others[other], voucher, seed) },
      { kind: 'made out to another', voucher: signedBySeed(chain.vault, another, seed) },
      { kind: 'beyond 128 bits', voucher: signedBySeed(chain.vault, most, seed) },
      { kind: 'from us', voucher: signedBySeed(chain.vault, { ...voucher, payer: ACCOUNT }, OURS) },
    ])
  }

  /** By the payer itself where there is nobody of that kind now. */
  async #signed(wanted: Way): Promise<Drawn & { readonly seed: number }> {
    const { chain, random } = this.#scene
    const [payer, lane] = [this.#scene.pick(PAYERS), BigInt(random(2))]
    const key = keyFor(wanted, payer, await chain.payer(peer(payer), lane))
    const held = this.#held.get(`${peer(payer)} ${lane}`) ?? 0n
    const grown = held + BigInt(2 + random(1_000)) * (BTT / 1_000n)
    const cumulative = amount(this.#scene.chance(10) ? held / 2n : grown)
    const seed = key ?? payer
    const voucher = signedBySeed(chain.vault, { payer: peer(payer), payee: ACCOUNT, lane, cumulative }, seed)
    return { kind: key === null ? 'the payer' : wanted, voucher, seed }
  }

  async #forged(how: Forgery): Promise<Drawn> {
    const { chain, random } = this.#scene
    const { voucher, seed, kind } = await this.#signed('the payer')
    if (voucher.cumulative === 0n) return { kind, voucher }
    if (how === 'other payee') {
      const another = signedBySeed(chain.vault, { ...voucher, payee: this.#scene.pick(PAYEES) }, seed)
      return { kind: how, voucher: { ...another, payee: ACCOUNT } }
    }
    const others = PAYERS.map(peer).filter((each) => each !== voucher.payer)
    return { kind: how, voucher: forged(how, voucher, random, this.#scene.pick(others)) }
  }

  /** What the wallet holds of a lane afterwards must be what it held, or one of these that the contract takes. */
  #checkLane(key: string, lane: readonly (Shown & { readonly answer: Answer })[]): void {
    const before = this.#held.get(key) ?? 0n
    const taken = lane.flatMap(({ answer }) => ('accepted' in answer ? [answer.accepted as bigint] : []))
    const held = taken.reduce((most, each) => (each > most ? each : most), before)
    if (held > before && !lane.some(({ voucher }) => voucher.cumulative === held))
      this.#scene.say('what is held was never promised')
    for (const each of lane) {
      if ('refused' in each.answer) this.#checkRefused(each, each.answer.refused, before)
      else this.#checkTaken(each, each.answer.accepted, { before, held, lane })
    }
    this.#held.set(key, held)
  }

  #checkRefused({ kind, voucher, verdict, covers, standing }: Shown, refused: string, before: bigint): void {
    const { cumulative } = voucher
    if (refused === 'signature') this.#scene.compare(`received, ${kind}`, false, verdict.is !== 'refused')
    else if (refused === 'backwards') {
      if (cumulative >= before) this.#scene.say('a voucher was refused as backwards that is not')
    } else if (refused === 'uncovered') {
      // A reason of the wallet's own: the contract would take it, and pay what there is.
      const others = [...this.#held].filter(([key]) => key.startsWith(voucher.payer))
      const most = others.reduce((sum, [, held]) => sum + held, cumulative - standing.paid)
      const may = cumulative > MOST || (covers !== undefined && most > covers)
      if (!may) this.#scene.say('a voucher was refused as uncovered that is not')
    } else this.#scene.say(`a voucher was refused as ${refused}`)
  }

  #checkTaken(
    { kind, voucher: { cumulative }, covers, verdict }: Shown,
    accepted: bigint,
    { before, held, lane }: { readonly before: bigint; readonly held: bigint; readonly lane: readonly Shown[] },
  ): void {
    if (accepted !== held) this.#scene.say(`${accepted} is held, not ${held}`)
    if (cumulative > held || cumulative < before) this.#scene.say('a voucher was taken and is not held')
    // What was outgrown in its own batch needs no look at its signature.
    if (cumulative !== held || held === before) return
    const same = lane.filter((other) => other.voucher.cumulative === held)
    const kept = same.some((other) => other.verdict.is !== 'refused')
    if (same.length === 1 || !kept) this.#scene.compare(`received, ${kind}`, true, verdict.is !== 'refused')
    if (covers !== undefined && verdict.bounces > 0n) this.#scene.say('a voucher was taken that is not covered')
  }

  /** The bytes that were kept are those the contract takes. */
  async #checkHeld(batch: readonly Shown[]): Promise<void> {
    const { chain, rig } = this.#scene
    const { payer, lane } = this.#scene.pick(batch).voucher
    const before = this.#held.get(`${payer} ${lane}`) ?? 0n
    if (!batch.some(({ voucher, verdict }) => voucher.cumulative === before && verdict.is !== 'refused')) return
    const held = await rig.call('speed.held', { vault: chain.vault, payer })
    const kept = held?.find((voucher) => voucher.lane === lane)
    if ((kept?.cumulative ?? 0n) !== before) this.#scene.say('what is held is not what was said')
    if (kept !== undefined) this.#scene.compare('held', true, (await chain.verdict(kept)).is !== 'refused')
  }
}
