// What an order to the vault costs, step by step, and what is in its way: shown before it is confirmed. That it is the
// most it can cost is the wallet's to enforce.

import { Note } from '../../components/note.tsx'
import { useMessages } from '../../messages/messages.ts'
import { trx } from '../wallet/money-text.tsx'
import type { VaultPreview } from '../../../app/speed/vault-order.ts'
import type { Ordering } from './order.ts'
import './order-cost.css'

const Steps = ({ steps }: Pick<VaultPreview, 'steps'>) => {
  const words = useMessages().speedOrders
  if (steps.length < 2) return null
  return (
    <>
      <p>{words.steps(steps.length)}</p>
      <ol className="order-cost__steps numeric">
        {steps.map(({ call, energy, mostFee }) => (
          <li key={call}>{(energy === null ? words.stepUnknown : words.step)(call, trx(mostFee))}</li>
        ))}
      </ol>
    </>
  )
}

const Known = ({ preview }: { readonly preview: VaultPreview }) => {
  const words = useMessages().speedOrders
  const { problem, fee, mostFee, steps } = preview
  if (problem !== null) {
    return (
      <Note tone="warning" announced>
        {words.problems[problem]}
      </Note>
    )
  }
  return (
    <section className="order-cost" aria-label={words.cost}>
      <h3>{words.cost}</h3>
      <p className="order-cost__most numeric">{words.most(trx(mostFee))}</p>
      <p className="numeric">{words.likely(trx(fee))}</p>
      <Steps steps={steps} />
    </section>
  )
}

export const OrderCost = ({ ordering: { preview, busy } }: { readonly ordering: Ordering }) => {
  const { errors, speedOrders: words } = useMessages()
  if (busy) return <Note announced>{words.inKeyWindow}</Note>
  if (preview === null) return <p className="order-cost__working">{words.working}</p>
  if (!preview.ok) return <Note tone="warning">{errors.sentence(preview.error)}</Note>
  return <Known preview={preview.value} />
}
