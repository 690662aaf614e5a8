// Turns what was earned into BTT: from whom, where to, what it brings and costs, and whether it is worth it now.

import { useEffect, useState } from 'react'
import { ZERO } from '../../../app/money/amount.ts'
import type { BooksLine } from '../../../app/speed/speed-state.ts'
import type { CashAdvice, VaultOrder, VaultPreview } from '../../../app/speed/vault-order.ts'
import { parseAddress, type Address } from '../../../app/tron/address.ts'
import { ChoiceList } from '../../components/choice-list.tsx'
import { Note } from '../../components/note.tsx'
import { useSettled } from '../../components/settled.ts'
import { formatBtt, formatExactBtt } from '../../format/prices.ts'
import { useMessages, type Messages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { trx } from '../wallet/money-text.tsx'
import { OrderDialog } from './order-dialog.tsx'
import { MOST_PAYERS, payersToCash } from './payers.ts'

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

const Brings = ({ preview, payers }: { readonly preview: VaultPreview; readonly payers: number }) => {
  const words = useMessages().speedOrders
  const { value, advice } = preview
  if (value === null) return null
  return (
    <>
      <p>{words.cashValue(formatExactBtt(value), payers)}</p>
      {advice !== null && <Advice preview={preview} advice={advice} />}
      <p className="order-dialog__quiet">{words.cashShort}</p>
    </>
  )
}

/** Who has paid what is not cashed yet, the largest first; null: not here yet. */
const useUncashed = (): readonly BooksLine[] | null => {
  const [lines, setLines] = useState<readonly BooksLine[] | null>(null)
  useEffect(() => {
    let current = true
    const load = async (): Promise<void> => {
      const books = await act('speed.books', { range: 'all' })
      if (current && books !== null) setLines(payersToCash(books.value.byCounterparty))
    }
    void load()
    return () => {
      current = false
    }
  }, [])
  return lines
}

type To = Extract<VaultOrder, { do: 'cash' }>['to']

interface CashProps {
  readonly account: Address
  readonly onClose: () => void
}

export const CashDialog = ({ account, onClose }: CashProps) => {
  const words = useMessages().speedOrders
  const [to, setTo] = useState<To>('wallet')
  const all = useUncashed()
  const payers = (all ?? []).slice(0, MOST_PAYERS).flatMap(({ key }) => {
    const parsed = parseAddress(key)
    return parsed.ok ? [parsed.value] : []
  })
  return (
    <OrderDialog
      title={words.cashTitle}
      text={all !== null && payers.length === 0 ? words.problems['nothing-to-cash'] : words.cashText}
      order={payers.length === 0 ? null : { do: 'cash', from: account, payers, to }}
      onClose={onClose}
      about={(preview) => <Brings preview={preview} payers={payers.length} />}
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
      {(all?.length ?? 0) > MOST_PAYERS && <p className="order-dialog__quiet">{words.cashMost(MOST_PAYERS)}</p>}
    </OrderDialog>
  )
}
