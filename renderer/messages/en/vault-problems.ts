// Why an order to Speed's vault cannot be made now, as sentences: nothing was sent in any of these cases.

import type { VaultProblem } from '../../../app/speed/vault-order.ts'

export const vaultProblems: { readonly [P in VaultProblem]: string } = {
  'no-vault': 'There is no vault on this network.',
  'watch-only': 'The key of this account is not here, so it can only be watched.',
  'not-activated': 'This account does not exist on the chain yet. The first TRX it receives creates it.',
  'not-enough-btt': 'There is not that much BTT in the wallet.',
  'not-enough-trx': 'There is not enough TRX in the wallet for the fee.',
  'not-enough-free': 'There is not that much free in the vault.',
  'exit-not-due': 'The waiting time is not over yet.',
  'no-exit': 'No withdrawal was announced.',
  'nothing-locked': 'Nothing is locked for that payee.',
  'unlock-not-due': 'The lock was not announced to end, or the waiting time is not over yet.',
  'nothing-to-cash': 'There is nothing that could be cashed now.',
  'would-fail': 'The contract would refuse it as things are, and only the fee would be gone.',
  'not-backed-up': 'Back up the wallet’s words first: what is lost with this computer cannot be brought back.',
  'amount-zero': 'The amount is zero.',
  'amount-too-large': 'The amount is more than the vault can hold.',
  'not-alone': 'The key of this account alone cannot do that: its permissions name other keys.',
  locked: 'Unlock the wallet first: its voucher key is known only then.',
  'already-signer': 'The vault knows this key already.',
  'signer-too-soon': 'The key that was replaced last still counts. Another one can be named when its time is over.',
  'exit-asked': 'The withdrawal was announced already.',
  'unlock-asked': 'The end of this lock was announced already.',
  'nothing-approved': 'The vault may take nothing, so there is nothing to take back.',
  'not-ready': 'The network or the account could not be read just now. Try again in a moment.',
}
