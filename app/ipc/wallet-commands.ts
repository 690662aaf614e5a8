// What windows may ask of the wallet, a part of contract.ts. All of it is about names and addresses: passwords, words
// and approvals have a window of their own, which these commands only open.

import * as v from 'valibot'
import { keyTasks, type KeyTask } from '../wallet/key-task.ts'
import { AddressField, LabelField } from '../wallet/fields.ts'
import { MOST_ACCOUNTS } from '../wallet/wallet-state.ts'
import type { WalletHome } from '../wallet/wallet-home.ts'
import { main, nothing, returns } from './command.ts'

const Nothing = v.undefined()
const AccountIndex = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_ACCOUNTS - 1))

/** What waits for an answer is opened by what it is about, never by a wish. */
type Wished = Exclude<KeyTask, 'review' | 'allow'>
const wished = keyTasks.filter((task): task is Wished => task !== 'review' && task !== 'allow')

export const walletPageCommands = {
  'wallet.home': main(Nothing, returns<WalletHome>()),
  'wallet.lock': main(Nothing, nothing),
  /** Opens the key window, and answers at once. */
  'wallet.openKeys': main(v.strictObject({ task: v.picklist(wished) }), nothing),
  'wallet.addAccount': main(v.strictObject({ label: LabelField }), nothing),
  'wallet.renameAccount': main(v.strictObject({ index: AccountIndex, label: LabelField }), nothing),
  'wallet.watch': main(v.strictObject({ address: AddressField, label: LabelField }), nothing),
  'wallet.unwatch': main(v.strictObject({ address: AddressField }), nothing),
  /** Whether only the address book is paid; off a day after it was wished. */
  'wallet.payBookOnly': main(v.strictObject({ on: v.boolean() }), nothing),
  /** Play money for an account, while the network is Practice. */
  'practice.faucet': main(v.strictObject({ address: AddressField }), nothing),
} as const

export interface WalletPageEvents {
  'wallet.changed': WalletHome
}

export const walletPageEventNames = ['wallet.changed'] as const
