// What the key window asks about Speed: every call of the vault and every way to approve limits, as states to be scanned,
// measured and pictured like those of the pages.

import type { State } from './speed-states.ts'

/** Each of another make: with a note, with an amount that ends something, longer than the window, play money, nothing. */
const kinds = ['allow-more', 'deposit-ends-exit', 'cash-many', 'practice', 'none']

/** The same with other words. */
const alike = [
  'allow',
  'allow-anew',
  'allow-practice',
  'approve',
  'revoke',
  'deposit',
  'set-signer',
  'lock',
  'request-unlock',
  'unlock',
  'request-exit',
  'cancel-exit',
  'withdraw',
  'withdraw-ends-exit',
  'cash',
  'cash-to-vault',
  'own-node',
]

const asked = (kind: string): State => ({ name: `asked-${kind}`, query: `keys=${kind}` })

export const speedQuestions: readonly State[] = [
  ...kinds.map(asked),
  ...alike.map((kind) => ({ ...asked(kind), words: true as const })),
]
