// What windows may ask of the chain, a part of contract.ts. Nothing here can sign: a send goes by main to the wallet
// process, which shows its own review. Which network and which nodes is a matter of settings.

import * as v from 'valibot'
import { ActivityFilterSchema, ActivityQuerySchema, type ActivityPage, type Contact } from '../wallet/activity.ts'
import type { ChainState, NodeCheck } from '../wallet/chain-state.ts'
import { AddressField, TxIdField } from '../wallet/fields.ts'
import { NodeSchema } from '../wallet/networks-choice.ts'
import {
  ContactNameField,
  SendDraftSchema,
  SendOrderSchema,
  type LookAlike,
  type SendPreview,
} from '../wallet/send-preview.ts'
import { chain, main, nothing, returns } from './command.ts'

const Nothing = v.undefined()

export const chainCommands = {
  'chain.state': chain(Nothing, returns<ChainState>()),
  /** Reads everything anew, now. */
  'chain.refresh': chain(Nothing, nothing),
  /** What a node is, asked at the user's wish before it is used. */
  'chain.checkNode': chain(NodeSchema, returns<NodeCheck>()),
  /** Works out a send as far as it is typed; asks nodes only for what it does not know. */
  'chain.preview': chain(SendDraftSchema, returns<SendPreview>()),
  /**
   * Builds, has the wallet show its review in its own window, signs, saves and sends; answers once it is saved. The id
   * is that of the activity's line. `cancelled`: the user said no.
   */
  'chain.send': main(SendOrderSchema, returns<{ readonly id: string }>()),
  'chain.activity': chain(ActivityQuerySchema, returns<ActivityPage>()),
  /** Asks where to save the filtered activity as CSV; null when the dialog was left without choosing. */
  'chain.exportActivity': main(ActivityFilterSchema, returns<string | null>()),
  /** Opens the network's explorer in the system's browser. */
  'chain.showTransaction': main(v.strictObject({ txId: TxIdField }), nothing),
  'contacts.list': chain(Nothing, returns<readonly Contact[]>()),
  /** Those it could be mistaken for, the likest first; none when it was paid before. */
  'contacts.alike': chain(v.strictObject({ address: AddressField }), returns<readonly LookAlike[]>()),
  /**
   * A new one, or another name for one. `unlike`: the addresses it looks like, when a person has compared it with each
   * of them; without them a new one that could be mistaken is refused (`look-alike`).
   */
  'contacts.put': chain(
    v.strictObject({
      address: AddressField,
      name: ContactNameField,
      unlike: v.pipe(v.array(AddressField), v.maxLength(100)),
    }),
    nothing,
  ),
  /** Takes the name away; that it was paid stays known. */
  'contacts.remove': chain(v.strictObject({ address: AddressField }), nothing),
} as const

export interface ChainEvents {
  /** At most once a second. */
  'chain.changed': ChainState
  'contacts.changed': readonly Contact[]
}

export const chainEventNames = ['chain.changed', 'contacts.changed'] as const
