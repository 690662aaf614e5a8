// What main asks of the wallet process for Speed, a part of wallet-contract.ts: what the engine asked of the desk
// (speed-desk.ts), and what windows and the chain have for the ledger. Both directions have a schema. Invariant: no
// amount to be signed is in any of it: bytes go in, and what they cost is worked out beside the key.

import * as v from 'valibot'
import { AllowanceSchema, capNames } from '../speed/allowance.ts'
import { BooksSchema, IndexField, JournalEntrySchema } from '../speed/books.ts'
import { SpeedFiguresSchema, TorrentIdField } from '../speed/figures.ts'
import { LaneField, SettledCallSchema, VaultAccountSchema, VaultField } from '../speed/settled.ts'
import { stopCodes } from '../speed/terms.ts'
import { AddressField, AmountField, BytesField, TimeField, TokenField } from '../wallet/fields.ts'
import { NetworkIdField } from '../wallet/review.ts'
import { BooksFilterSchema } from './speed-commands.ts'
import type { BidRef, PayRefusal, ReceiptRefusal } from './speed-desk.ts'

/** Of one call; an engine that has more asks again. */
export const MOST_IN_BATCH = 500

const Nothing = v.undefined()
const Exactly = (length: number) => v.pipe(BytesField(length), v.length(length))
const SignatureField = Exactly(65)
const BidField = v.custom<BidRef>((value) => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value))
const Voucher = v.strictObject({
  payer: AddressField,
  payee: AddressField,
  lane: LaneField,
  cumulative: AmountField,
  signature: SignatureField,
})
const Bytes64 = v.pipe(v.bigint(), v.minValue(0n), v.maxValue(2n ** 64n - 1n))
const Price = AmountField
const Batch = <S extends v.GenericSchema>(item: S) => v.pipe(v.array(item), v.minLength(1), v.maxLength(MOST_IN_BATCH))

const payRefusals = [
  ...capNames,
  'locked',
  'unknown-session',
  'backwards',
  'frozen',
  'disk',
  'away',
] as const satisfies readonly PayRefusal[]
const Refused = v.strictObject({ refused: v.picklist(payRefusals) })

const receiptRefusals = ['signature', 'backwards', 'uncovered', 'disk', 'away'] as const satisfies ReceiptRefusal[]

/** An account in a vault: the books that are meant. */
const Owner = v.strictObject({ vault: VaultField, account: AddressField })

export const speedWalletCommands = {
  'speed.prove': {
    input: v.strictObject({
      vault: VaultField,
      infohash: Exactly(20),
      mine: Exactly(20),
      theirs: Exactly(20),
      nonce: Exactly(32),
    }),
    output: v.union([
      v.strictObject({ signature: SignatureField }),
      v.strictObject({ refused: v.picklist(['locked', 'off', 'away']) }),
    ]),
  },
  'speed.open': {
    input: v.strictObject({
      torrent: TorrentIdField,
      vault: VaultField,
      payee: AddressField,
      lane: LaneField,
      price: Price,
    }),
    output: v.union([v.strictObject({ bid: BidField }), Refused]),
  },
  'speed.pay': {
    input: v.strictObject({ payments: Batch(v.strictObject({ bid: BidField, bytes: Bytes64 })) }),
    output: v.array(v.union([v.strictObject({ voucher: Voucher }), Refused])),
  },
  /** The newest of that lane, unless it is known to be cashed; null: not while spending is off, or nobody can sign. */
  'speed.last': {
    input: v.strictObject({ vault: VaultField, payee: AddressField, lane: LaneField }),
    output: v.nullable(v.union([Voucher, v.literal('none')])),
  },
  'speed.close': { input: v.strictObject({ bid: BidField, code: v.picklist(stopCodes) }), output: Nothing },
  'speed.resume': {
    input: v.strictObject({
      vault: VaultField,
      payee: AddressField,
      lane: LaneField,
      cumulative: AmountField,
      signature: v.nullable(SignatureField),
    }),
    output: v.picklist(['known', 'moved-forward', 'frozen', 'away']),
  },
  'speed.held': {
    input: v.strictObject({ vault: VaultField, payer: AddressField }),
    output: v.nullable(v.array(Voucher)),
  },
  'speed.receive': {
    input: v.strictObject({
      vault: VaultField,
      vouchers: Batch(
        v.strictObject({
          voucher: Voucher,
          torrent: TorrentIdField,
          signers: v.pipe(v.array(AddressField), v.maxLength(10)),
          /** Of that lane, on the chain, where it is known: a ledger that lost it does not earn it again. */
          paid: v.optional(AmountField),
          /** Most that the payer was seen to have in the vault for us: a promise of more is worth nothing. */
          covers: v.optional(AmountField),
        }),
      ),
    }),
    output: v.array(
      v.union([
        v.strictObject({ accepted: AmountField, uncashed: AmountField }),
        v.strictObject({ refused: v.picklist(receiptRefusals) }),
      ]),
    ),
  },
  /** Whose books all of this is about from now on; begun when there are none. Null: nobody's, and all is refused. */
  'speed.use': { input: v.nullable(Owner), output: v.nullable(SpeedFiguresSchema) },
  /** Null: no books are in use. */
  'speed.figures': { input: Nothing, output: v.nullable(SpeedFiguresSchema) },
  /** `name`: for the books, which outlive the torrent. On disk, and in force, before it is answered. */
  'speed.setTorrent': {
    input: v.strictObject({
      id: TorrentIdField,
      name: v.nullable(v.pipe(v.string(), v.maxLength(1_024))),
      on: v.boolean(),
      budget: AmountField,
      /** When it was added to the list: one that is removed and added again is another one. */
      added: v.optional(v.nullable(TimeField)),
    }),
    output: Nothing,
  },
  /** On disk, and in force, before it is answered. */
  'speed.stopSpending': { input: v.strictObject({ stopped: v.boolean() }), output: Nothing },
  /** A tighter one is taken at once. Else it waits, under the token, for a person's answer in a key window. */
  'speed.allow': {
    /** `network`: what the user calls it, for the review. The wallet believes nothing of it that its chain id denies. */
    input: v.strictObject({ ...AllowanceSchema.entries, network: v.optional(v.nullable(NetworkIdField)) }),
    output: v.nullable(v.strictObject({ token: TokenField })),
  },
  /** Also before the wallet was opened: accounts with anything at stake in a vault, the one in use last first. */
  'speed.remembered': { input: Nothing, output: v.pipe(v.array(Owner), v.maxLength(50)) },
  /** What is owed to the account by each payer, the best voucher of each lane: for a cash order, and to be read anew. */
  'speed.uncashed': {
    input: Nothing,
    output: v.array(
      v.strictObject({
        voucher: Voucher,
        /** Of it, what the chain has paid already. */
        paid: AmountField,
        at: TimeField,
      }),
    ),
  },
  'speed.books': { input: v.strictObject({ range: v.picklist(['today', 'week', 'all']) }), output: BooksSchema },
  /** Newest first, 100 at a time; `before`: the index of the oldest entry that is there already. */
  'speed.entries': {
    input: v.strictObject({ filter: BooksFilterSchema, before: v.nullable(IndexField) }),
    output: v.strictObject({ entries: v.pipe(v.array(JournalEntrySchema), v.maxLength(100)), more: v.boolean() }),
  },
  /** All of them, as a table. */
  'speed.csv': {
    /** `network`: as for `speed.allow`. */
    input: v.strictObject({ ...BooksFilterSchema.entries, network: v.optional(v.nullable(NetworkIdField)) }),
    output: v.string(),
  },
  /** Whom the account promised what is not known to be cashed, with the lanes: what the chain is to be asked about. */
  'speed.promised': {
    input: Nothing,
    output: v.array(v.strictObject({ payee: AddressField, lanes: v.array(LaneField) })),
  },
  /** As settled blocks have it: bounds what may be promised. */
  'speed.deposit': { input: VaultAccountSchema, output: Nothing },
  /** Those that were told before change nothing. On disk before it is answered: they need not be told again. */
  'speed.settled': { input: v.strictObject({ calls: Batch(SettledCallSchema) }), output: Nothing },
  /** Paid to that account by that vault in all, as settled blocks have it, whoever had it cashed. */
  'speed.observed': {
    input: v.strictObject({
      ...Owner.entries,
      /** By this computer's clock: a later reading may say less than one before, which one node may have made up. */
      readAt: TimeField,
      paid: Batch(v.strictObject({ payer: AddressField, lane: LaneField, paid: AmountField })),
    }),
    output: Nothing,
  },
  /** The user knows that a damaged ledger was set aside. */
  'speed.forgetSetAside': { input: Nothing, output: Nothing },
  /** The engine that had bids open is gone. Without it bids go on after a restart of the wallet process. */
  'speed.endBids': { input: Nothing, output: Nothing },
  /** What torrents are called, for books that do not know it yet. */
  'speed.names': {
    input: v.strictObject({
      names: Batch(v.strictObject({ id: TorrentIdField, name: v.pipe(v.string(), v.maxLength(1_024)) })),
    }),
    output: Nothing,
  },
} as const

export const speedWalletEvents = {
  /** Soon after anything in it changed, at most once a second. */
  'speed.changed': v.nullable(SpeedFiguresSchema),
} as const
