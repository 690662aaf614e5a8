// Answers what the engine asks for Speed, by the wallet process and the chain process. It holds no key and no amount,
// and decides two things only: that an ask which cannot be answered now is refused as "away", and that what was
// switched off is paid for no more. Leaves caps, checks and signing to the wallet process. Invariants: every ask gets
// one reply, however the processes come and go, as long as the engine that asked is there; once a user has switched
// spending or a torrent off, no voucher for it is handed to the engine, whenever it was signed.

import type { AppError } from '../../app/ipc/errors.ts'
import type { BidRef, DeskAsk, DeskCommandName, DeskCommands, DeskReply } from '../../app/ipc/speed-desk.ts'
import type { Result } from '../../app/result.ts'
import type { TorrentId } from '../../app/torrent/row.ts'

type Input<N extends DeskCommandName> = DeskCommands[N]['input']
type Output<N extends DeskCommandName> = DeskCommands[N]['output']

export interface DeskParts {
  /** Passed on as they are: batches stay batches, and who answers checks every field. */
  readonly ask: <N extends DeskCommandName>(name: N, input: Input<N>) => Promise<Result<Output<N>, AppError>>
  readonly reply: (reply: DeskReply) => void
  /** Spending was stopped: known here before anybody else is told, so that nothing slips through meanwhile. */
  readonly stopped: () => boolean
  /** The same of one torrent, until the wallet has taken it. Null: of any. */
  readonly switchedOff: (id: TorrentId | null) => boolean
  readonly crashed: (cause: unknown) => void
}

/** More than an engine that means it has open at a time. */
export const MOST_WAITING = 1_000
const LONGEST_ID = 64
/** Bids whose torrents are remembered, the newest ones: more than an engine that means it has open. */
const MOST_BIDS = 10_000

type Refusal = 'away' | 'off'

/** The engine may have sent anything. */
const each = <T>(list: unknown, refused: T): readonly { readonly refused: T }[] =>
  Array.isArray(list) ? list.map(() => ({ refused })) : []

/** What means "not now" to each of them. */
const refusals: { readonly [N in DeskCommandName]: (input: Input<N>, because: Refusal) => Output<N> } = {
  'desk.prove': (_input, refused) => ({ refused }),
  'desk.payer': () => null,
  'desk.open': (_input, refused) => ({ refused }),
  'desk.pay': (input, refused) => each(input?.payments, refused),
  'desk.last': () => null,
  'desk.close': () => undefined,
  'desk.resume': () => 'away',
  'desk.held': () => null,
  'desk.receive': (input) => each(input?.vouchers, 'away' as const),
}

/** What signs a promise, or leads to one, or has one sent. */
const SPENDS: ReadonlySet<DeskCommandName> = new Set(['desk.open', 'desk.pay', 'desk.last'] as const)

const isAsk = (ask: DeskAsk): boolean =>
  typeof ask === 'object' &&
  ask !== null &&
  typeof ask.id === 'string' &&
  ask.id.length <= LONGEST_ID &&
  typeof ask.name === 'string' &&
  Object.hasOwn(refusals, ask.name)

export class Desk {
  readonly #parts: DeskParts
  /** Of bids that were opened, the torrents. */
  readonly #bids = new Map<BidRef, TorrentId>()
  #waiting = 0
  #open = true

  constructor(parts: DeskParts) {
    this.#parts = parts
  }

  /** One ask of the engine's, whatever it is; nothing is answered to what is none. */
  take(ask: DeskAsk): void {
    if (isAsk(ask)) void this.#answer(ask.id, ask.name, ask.input)
  }

  /** The app ends: what is asked from now on is refused, what is under way is answered still. */
  close(): void {
    this.#open = false
  }

  async #answer<N extends DeskCommandName>(id: string, name: N, input: Input<N>): Promise<void> {
    this.#parts.reply({ id, output: await this.#outputOf(name, input) })
  }

  async #outputOf<N extends DeskCommandName>(name: N, input: Input<N>): Promise<Output<N>> {
    const refuse = (because: Refusal): Output<N> => refusals[name](input, because)
    if (SPENDS.has(name) && this.#parts.stopped()) return refuse('off')
    if (name === 'desk.open' && this.#parts.switchedOff((input as Input<'desk.open'>)?.torrent ?? null))
      return refuse('off')
    if (!this.#open || this.#waiting >= MOST_WAITING) return refuse('away')
    this.#waiting++
    try {
      const answer = await this.#parts.ask(name, input)
      if (SPENDS.has(name) && this.#parts.stopped()) return refuse('off')
      return answer.ok ? this.#allowed(name, input, answer.value) : refuse('away')
    } catch (cause) {
      this.#parts.crashed(cause)
      return refuse('away')
    } finally {
      this.#waiting--
    }
  }

  #allowed<N extends DeskCommandName>(name: N, input: Input<N>, output: Output<N>): Output<N> {
    if (name === 'desk.pay') {
      const paid: unknown = this.#paid(input as Input<'desk.pay'>, output as Output<'desk.pay'>)
      return paid as Output<N>
    }
    if (name === 'desk.open') this.#opened(input as Input<'desk.open'>, output as Output<'desk.open'>)
    if (name === 'desk.close') this.#bids.delete((input as Input<'desk.close'>).bid)
    return output
  }

  #paid({ payments }: Input<'desk.pay'>, answers: Output<'desk.pay'>): Output<'desk.pay'> {
    return answers.map((answer, at) => {
      const torrent = this.#bids.get(payments[at]?.bid ?? ('' as BidRef))
      // A bid that was not opened here is of a former life, and could be of what is off.
      return this.#parts.switchedOff(torrent ?? null) ? { refused: 'off' } : answer
    })
  }

  #opened({ torrent }: Input<'desk.open'>, opened: Output<'desk.open'>): void {
    if (!('bid' in opened)) return
    const [oldest] = this.#bids.keys()
    if (this.#bids.size >= MOST_BIDS && oldest !== undefined) this.#bids.delete(oldest)
    this.#bids.set(opened.bid, torrent)
  }
}
