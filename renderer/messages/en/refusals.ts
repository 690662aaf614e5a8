// Why no node takes a send, and what becomes of it: a sentence for each code of app/tron/refusal.

import { fateOf, type RefusalCode, type RefusalFate } from '../../../app/tron/refusal.ts'

const why: { readonly [R in RefusalCode]: string } = {
  duplicate: 'The network has it already.',
  expired: 'It reached the network too late: its time was over.',
  tapos: 'It refers to a block that this network does not have. The nodes may be of a fork, or were changed meanwhile.',
  signature: 'The network does not accept its signature: another key may control this account now.',
  bandwidth: 'There is not enough TRX for its bandwidth.',
  balance: 'There is not enough TRX on the account for the amount and the fee.',
  'sender-not-activated': 'The account does not exist on the chain yet.',
  'token-balance': 'There is not enough of this token on the account.',
  'no-such-token': 'The network does not know this token.',
  'to-itself': 'The network lets nobody send to the same account.',
  'to-contract': 'The recipient is a contract, which does not take this.',
  'no-contract': 'The network does not know the token’s contract.',
  'fee-limit': 'The network does not allow this fee limit.',
  invalid: 'The network says that it is not valid as things are.',
  'too-big': 'It is too large for the network.',
  busy: 'The nodes have too much to do at the moment.',
  'no-connection': 'The nodes are not connected to enough others at the moment.',
  unsolidified: 'The nodes are behind at the moment.',
  other: 'The nodes gave no reason that is known.',
}

const fates: { readonly [F in RefusalFate]: (until: string | null) => string } = {
  retry: () => 'It is sent again by itself.',
  held: (until) =>
    until === null
      ? 'It is tried again until its time is over.'
      : `It is tried again until ${until}, and its amount is set aside until then. After that it can no longer be sent.`,
  hopeless: (until) =>
    until === null
      ? 'It cannot be sent any more.'
      : `It cannot be sent any more. Its amount is set aside until ${until}: only then is it certain that nothing left.`,
}

const labels: { readonly [F in RefusalFate]: string | null } = { retry: null, held: 'Held', hopeless: 'Refused' }

/** `until`: when its time is over, as it is shown. */
export const refusals = {
  why: (code: RefusalCode): string => why[code],
  sentence: (code: RefusalCode, until: string | null): string => `${why[code]} ${fates[fateOf(code)](until)}`,
  /** Null: as it is called without a refusal. */
  label: (code: RefusalCode): string | null => labels[fateOf(code)],
}
