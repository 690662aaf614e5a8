// Why the wallet refused, as codes. Those about a transaction are in transaction-fault: they mean that the bytes are
// not what was asked for, which is a bug or an attack and never the user's doing.

/** What of the bytes is not as the intent has it. */
export const transactionFaults = [
  'malformed',
  'contract-count',
  'contract-type',
  'permission',
  'owner',
  'recipient',
  'amount',
  'token',
  'contract',
  'call-value',
  'call-data',
  'fee-limit',
  'memo',
  'expired',
  'expiry-too-far',
] as const
export type TransactionFault = (typeof transactionFaults)[number]

/** `file`: not what we wrote, `body`: opens but does not hold what it should, `unsupported`: parameters out of bounds. */
export type DamageFault = 'file' | 'body' | 'unsupported' | 'unreadable'

export type WalletFault =
  | 'no-vault'
  | 'vault-exists'
  | 'locked'
  | 'wrong-password'
  /** Too many wrong passwords: `waitMs` says for how long none is tried. */
  | 'too-soon'
  | 'damaged'
  | 'password-short'
  | 'password-simple'
  /** Not a number of words that a phrase has. */
  | 'word-count'
  /** `word` says which, from 1. */
  | 'unknown-word'
  /** Each word is one, but not together: two exchanged, or one mistaken for another. */
  | 'words-checksum'
  | 'bad-key'
  | 'bad-vault-file'
  | 'not-a-phrase'
  | 'no-such-account'
  | 'too-many-accounts'
  | 'already-there'
  /** The token names nothing that waits: answered, expired, or never was. */
  | 'not-waiting'
  | 'not-approved'
  /** The account, the recipient and the contract are not three that fit. */
  | 'to-itself'
  | 'to-token-contract'
  | 'amount-zero'
  | 'amount-too-large'
  | 'fee-too-high'
  /** Symbol or decimals of the token are not known. */
  | 'unknown-token'
  | 'wrong-answer'
  /** Of Speed: another contract, another signer or another voucher than the wallet itself knows. */
  | 'not-our-vault'
  | 'not-our-signer'
  | 'not-our-voucher'
