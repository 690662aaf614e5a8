// Turns what was earned into BTT: from whom, where to, what it brings and costs, and whether it is worth it now.

import { useState } from 'react'
import { ZERO } from '../../../app/money/amount.ts'
import { MOST_PAYERS, type LeftOut } from '../../../app/speed/cash-choice.ts'
import type { CashAdvice, VaultOrder, VaultPreview } from '../../../app/speed/vault-order.ts'
import type { Address } from '../../../app/tron/address.ts'
import { ChoiceList } from '../../components/choice-list.tsx'
import { Note } from '../../components/note.tsx'
import { useSettled } from '../../components/settled.ts'
import { formatBtt, formatExactBtt } from '../../format/prices.ts'
import { useMessages, type Messages } from '../../messages/messages.ts'
import { trx } from '../wallet/money-text.tsx'
import { useCashing } from './cashing.ts'
import { OrderDialog } from './order-dialog.tsx'

type Words = Messages['speedOrders']

const adviceText = (words: Words, advice: CashAdvice, fee: string, value: string): string => {
  if (advice.is === 'worth-it') return words.advice['worth-it']
  if (advice.is === 'wait') return words.advice[advice.because](fee, value)
  return words.advice[advice.because](advice.payers.length)
}

/** What is earned meanwhile is no reason to read it out again. */
const Advice = ({ preview, advice }: { readonly preview: VaultPreview; readonly advice: CashAdvice }) => {
  const words = useMessages().speedOrders
  const { order, value, fee } = preview
  const to = order.do === 'cash' ? order.to : ''
  const why = advice.is === 'worth-it' ? '' : advice.because
  const text = useSettled(`${to} ${advice.is} ${why}`, adviceText(words, advice, trx(fee), formatBtt(value ?? ZERO)))
  return (
    <Note {...(advice.is === 'now' && { tone: 'warning' as const })} announced>
      {text}
    </Note>
  )
}

/** Nobody is left out without a word. */
const LeftOutText = ({ later, underway, empty, owed }: LeftOut) => {
  const words = useMessages().speedOrders
  return (
    <>
      {later > 0 && <p className="order-dialog__quiet">{words.cashLater(MOST_PAYERS, later)}</p>}
      {underway > 0 && <p className="order-dialog__quiet">{words.cashUnderway(underway)}</p>}
      {empty > 0 && <p className="order-dialog__quiet">{words.cashEmpty(empty, formatExactBtt(owed))}</p>}
    </>
  )
}

const Brings = ({ preview, leftOut }: { readonly preview: VaultPreview; readonly leftOut: LeftOut }) => {
  const words = useMessages().speedOrders
  const { value, advice, payers } = preview
  if (value === null) return null
  return (
    <>
      {value > 0n && <p>{words.cashValue(formatExactBtt(value), payers.filter(({ taken }) => taken).length)}</p>}
      {advice !== null && <Advice preview={preview} advice={advice} />}
      <LeftOutText {...leftOut} />
      {value > 0n && <p className="order-dialog__quiet">{words.cashShort}</p>}
    </>
  )
}

type To = Extract<VaultOrder, { do: 'cash' }>['to']

interface CashProps {
  readonly account: Address
  /** Whom it was opened for. */
  readonly first: readonly Address[]
  readonly onClose: () => void
}

export const CashDialog = ({ account, first, onClose }: CashProps) => {
  const words = useMessages().speedOrders
  const [to, setTo] = useState<To>('wallet')
  const cashing = useCashing(first)
  const { chosen } = cashing
  return (
    <OrderDialog
      title={words.cashTitle}
      text={chosen?.length === 0 ? words.problems['nothing-to-cash'] : words.cashText}
      order={chosen === null || chosen.length === 0 ? null : { do: 'cash', from: account, payers: [...chosen], to }}
      onClose={onClose}
      onPreview={cashing.heard}
      about={(preview) => <Brings preview={preview} leftOut={cashing.leftOut(preview)} />}
    >
      <ChoiceList
        label={words.cashTo}
        value={to}
        choices={[
          { value: 'wallet', label: words.toWallet, text: words.toWalletText },
          { value: 'vault', label: words.toVault, text: words.toVaultText },
        ]}
        onChange={setTo}
      />
    </OrderDialog>
  )
}
