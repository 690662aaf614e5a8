// What the wallet refuses, as sentences: what happened to the money (nothing, in every case) and what can be done.

import type { AppError, DiskFault } from '../../../app/ipc/errors.ts'
import type { WalletFault } from '../../../app/wallet/wallet-fault.ts'
import { plural } from './plural.ts'

type WalletError = Extract<AppError, { code: 'wallet' | 'wallet-disk' | 'transaction-refused' }>

const seconds = (ms: number): string => plural(Math.max(1, Math.ceil(ms / 1000)), { one: 'second', other: 'seconds' })

const wrongPassword = 'This is not the password.'

const faults: { readonly [F in WalletFault]: string } = {
  'no-vault': 'There is no wallet yet.',
  'vault-exists': 'There is a wallet already. Remove it first, after writing its words down.',
  locked: 'The wallet is locked. Unlock it first.',
  'wrong-password': wrongPassword,
  'too-soon': 'Wait a moment before you try another password.',
  damaged: 'The wallet’s file and its backup are damaged. Nothing was deleted; your words bring the wallet back.',
  'password-short': 'The password needs at least 10 characters.',
  'password-simple': 'This password is too easy to guess. Use several different characters or words.',
  'word-count': 'A phrase has 12, 15, 18, 21 or 24 words.',
  'unknown-word': 'One of the words is not in the list that phrases are made of. Check its spelling.',
  'words-checksum': 'These words do not belong together. Check for two that changed places or one that was mistaken.',
  'bad-key': 'This is not a private key: that is 64 digits from 0 to 9 and a to f.',
  'bad-vault-file': 'This is not a wallet file of Swiftseed, or it is damaged.',
  'not-a-phrase': 'This wallet was made of a private key, so it has no words and no further accounts.',
  'no-such-account': 'This account is not in the wallet.',
  'too-many-accounts': 'The wallet holds no more accounts.',
  'already-there': 'This address is one of your own accounts.',
  'not-waiting': 'This does not wait for an answer any more. Nothing was sent.',
  'not-approved': 'It was not approved. Nothing was sent.',
  'to-itself': 'This is the account you are sending from.',
  'to-token-contract': 'This is the address of the token itself. What is sent there is lost.',
  'amount-zero': 'The amount is zero.',
  'amount-too-large': 'The amount is more than there can be.',
  'fee-too-high': 'The fee could be higher than TRON allows. Nothing was sent.',
  'unknown-token': 'Nothing is known of this token, so its amount cannot be shown. Nothing was sent.',
  'not-our-vault': 'This is not the vault contract of the network. It was not signed; nothing was sent.',
  'not-our-signer': 'This is not the key that the wallet signs vouchers with. It was not signed; nothing was sent.',
  'not-our-voucher': 'The wallet does not hold this voucher. It was not signed; nothing was sent.',
  'wrong-answer': 'Not all of the words were right. Look at them again.',
}

const disk = (fault: DiskFault): string => {
  switch (fault) {
    case 'full':
      return 'The disk is full, so the wallet’s file could not be written. It is as it was. Make room and try again.'
    case 'denied':
    case 'read-only':
      return 'The wallet’s folder does not let Swiftseed write. The wallet is as it was. Change its permissions.'
    default:
      return 'The wallet’s file could not be read or written. The wallet is as it was. Check the disk and try again.'
  }
}

export const walletFault = (error: WalletError): string => {
  if (error.code === 'wallet-disk') return disk(error.fault)
  if (error.code === 'transaction-refused') {
    return error.fault === 'expired'
      ? 'It took too long, so it was not signed. Nothing was sent. Begin again.'
      : `What was to be signed is not what you asked for (${error.fault}). It was not signed; nothing was sent.`
  }
  if (error.fault === 'unknown-word' && error.word !== undefined) {
    return `Word ${String(error.word)} is not in the list that phrases are made of. Check its spelling.`
  }
  if (error.waitMs === undefined || error.waitMs === 0) return faults[error.fault]
  const again = `Try again in ${seconds(error.waitMs)}.`
  return error.fault === 'wrong-password' ? `${wrongPassword} ${again}` : `Too many wrong passwords. ${again}`
}
