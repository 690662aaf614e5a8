import { beforeEach, describe, expect, it } from 'vitest'
import type { Notice } from '../../app/ipc/notice.ts'
import { amount } from '../../app/money/amount.ts'
import { notify, useNotices } from './notices.ts'

const owed = (owes: bigint): Notice => ({
  kind: 'speed-cash-now',
  because: 'exit-asked',
  payers: 1,
  owes: amount(owes),
})
const kinds = (): string[] => useNotices.getState().notices.map(({ notice }) => notice.kind)

describe('outcomes that are shown', () => {
  beforeEach(() => useNotices.setState({ notices: [] }))

  it('stand beside each other, those of money too, and the same one once', () => {
    notify(owed(5n))
    notify({ kind: 'nothing-to-add' })
    notify(owed(5n))
    expect(kinds()).toEqual(['nothing-to-add', 'speed-cash-now'])
    notify(owed(6n))
    expect(kinds()).toHaveLength(3)
  })
})
