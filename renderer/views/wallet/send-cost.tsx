// What a send costs: about, at most, and of what that is made.

import type { SendCost } from '../../../app/wallet/send-preview.ts'
import { formatAmount } from '../../format/amounts.ts'
import { formatCount } from '../../format/numbers.ts'
import { amount } from '../../../app/money/amount.ts'
import { useMessages } from '../../messages/messages.ts'
import { trx } from './money-text.tsx'

export const CostPart = ({ cost }: { readonly cost: SendCost }) => {
  const words = useMessages().wallet
  const { costParts: parts } = words
  return (
    <section className="send__cost" aria-label={words.cost}>
      <h2>{words.cost}</h2>
      <p className="send__most numeric">{words.costMost(trx(cost.most))}</p>
      <p className="numeric">{words.costLikely(trx(cost.likely))}</p>
      <ul className="send__parts numeric">
        <li>{parts.bandwidth(formatCount(cost.bytes), trx(cost.bandwidth))}</li>
        {cost.units > 0n && <li>{parts.energy(formatAmount(amount(cost.units), 0), trx(cost.energy))}</li>}
        {cost.activation > 0n && <li>{parts.activation(trx(cost.activation))}</li>}
        {cost.memo > 0n && <li>{parts.memo(trx(cost.memo))}</li>}
      </ul>
    </section>
  )
}
