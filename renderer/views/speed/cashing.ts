// From whom to cash: chosen by the books and by what was read of the chain before, and chosen anew with what each
// preview says of those who were asked for. Leaves choosing to app/speed/cash-choice.ts. What was learned is forgotten
// with the dialog.

import { useEffect, useState } from 'react'
import { coveredOf, type Debtor } from '../../../app/speed/cash-advice.ts'
import {
  chooseCash,
  leftOut,
  type CashFacts,
  type Cover,
  type LeftOut,
  type Owing,
} from '../../../app/speed/cash-choice.ts'
import type { VaultPreview } from '../../../app/speed/vault-order.ts'
import type { Address } from '../../../app/tron/address.ts'
import { act } from '../../state/api.ts'
import { owingOf } from './payers.ts'

const coverOf = (debtor: Debtor): Cover => ({
  covered: coveredOf(debtor),
  hurry: debtor.exitAt !== 0 || debtor.signerEnds,
})

interface Round {
  readonly facts: CashFacts
  readonly chosen: readonly Address[]
}

const begin = (owing: readonly Owing[], debtors: readonly Debtor[], first: readonly Address[]): Round => {
  const known = new Map(debtors.map((debtor) => [debtor.payer, coverOf(debtor)]))
  const facts: CashFacts = { owing, known, read: new Map(), first: new Set(first) }
  return { facts, chosen: chooseCash([], facts) }
}

const learn = ({ facts, chosen }: Round, { payers }: VaultPreview): Round => {
  const read = new Map([...facts.read, ...payers.map(({ payer, ...cover }) => [payer, cover] as const)])
  const next = { ...facts, read }
  return { facts: next, chosen: chooseCash(chosen, next) }
}

export interface Cashing {
  /** Null: not known yet. */
  readonly chosen: readonly Address[] | null
  readonly heard: (preview: VaultPreview) => void
  readonly leftOut: (preview: VaultPreview) => LeftOut
}

const nobody: LeftOut = leftOut(new Set(), { owing: [], known: new Map(), read: new Map(), first: new Set() })

/** `first`: whom somebody asked for. */
export const useCashing = (first: readonly Address[]): Cashing => {
  const [round, setRound] = useState<Round | null>(null)
  useEffect(() => {
    let current = true
    const load = async (): Promise<void> => {
      const [books, debtors] = await Promise.all([
        act('speed.books', { range: 'all' }),
        act('speed.debtors', undefined),
      ])
      if (current && books !== null) setRound(begin(owingOf(books.value.byCounterparty), debtors?.value ?? [], first))
    }
    void load()
    return () => {
      current = false
    }
  }, [first])
  return {
    chosen: round?.chosen ?? null,
    heard: (preview) => {
      if (preview.payers.length > 0) setRound((now) => now && learn(now, preview))
    },
    leftOut: ({ payers }) => {
      const taken = payers.filter((each) => each.taken).map(({ payer }) => payer)
      return round === null ? nobody : leftOut(new Set(taken), round.facts)
    },
  }
}
