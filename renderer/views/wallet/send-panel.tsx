// A send, from the address to the window in which it is confirmed. Every check is shown while it is typed; nothing
// leads on as long as one of them blocks. What is signed in the end is shown by the wallet itself, elsewhere.

import { ChevronDown, ChevronRight } from 'lucide-react'
import { useEffect, useState } from 'react'
import { exactAmount } from '../../../app/money/amount.ts'
import type { Balance } from '../../../app/wallet/chain-state.ts'
import type { SendDraft, SendPreview, SendProblem } from '../../../app/wallet/send-preview.ts'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { Note } from '../../components/note.tsx'
import { PracticeBadge } from '../../components/practice-badge.tsx'
import { Select } from '../../components/select.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { formatAmount } from '../../format/amounts.ts'
import { formatDate, formatDateTime } from '../../format/times.ts'
import { useMessages } from '../../messages/messages.ts'
import { act, api } from '../../state/api.ts'
import { notify } from '../../state/notices.ts'
import { useSettings } from '../../state/settings.ts'
import { accountOf, chosenOf, showTab, usePractising, useWallet, type Held } from '../../state/wallet.ts'
import { LookAlikeNote } from './look-alike.tsx'
import { trx } from './money-text.tsx'
import { CostPart } from './send-cost.tsx'
import { amountFault, draftOf, firstAsset, memoFault, type SendTyped } from './send-form.ts'

const PAUSE_MS = 250

/** What the chain process says to the draft; null while it has not. An answer to an older draft is not shown. */
const usePreview = (draft: SendDraft): SendPreview | null => {
  const [said, setSaid] = useState<{ readonly of: string; readonly preview: SendPreview | null } | null>(null)
  const solid = useWallet(({ chain }) => chain?.solidNumber ?? null)
  const { from, to, asset, amount, memo } = draft
  const of = [from, to, asset, String(amount), memo ?? ''].join(' ')
  useEffect(() => {
    let current = true
    const ask = async (_since: number | null): Promise<void> => {
      const answer = await api().call('chain.preview', { from, to, asset, amount, memo })
      if (current) setSaid({ of, preview: answer.ok ? answer.value : null })
    }
    const timer = setTimeout(() => void ask(solid), PAUSE_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [from, to, asset, amount, memo, of, solid])
  return said?.of === of ? said.preview : null
}

/** Said at the field they are about, or not worth saying before something is typed. */
const AT_FIELDS: ReadonlySet<SendProblem['code']> = new Set(['recipient-invalid', 'look-alike', 'amount-missing'])

const useProblemText = () => {
  const { errors, wallet: words } = useMessages()
  return (problem: SendProblem, balance: Balance | undefined): string => {
    const sentence = errors.sentence({ code: 'send-refused', problem: problem.code })
    switch (problem.code) {
      case 'fee-too-low':
        return `${sentence} ${words.missingTrx(trx(problem.missing))}`
      case 'balance-too-low': {
        const { symbol = '', decimals = 0 } = balance?.asset ?? {}
        return `${sentence} ${words.spendableOnly(formatAmount(problem.spendable, decimals), symbol)}`
      }
      case 'too-new-in-book':
        return `${sentence} ${words.bookOnlyFrom(formatDateTime(problem.from))}`
      case 'contract-refuses':
        return problem.reason === null ? sentence : `${sentence} ${words.contractSays(problem.reason)}`
      default:
        return sentence
    }
  }
}

interface ProblemsProps {
  readonly preview: SendPreview | null
  readonly balance: Balance | undefined
}

const Problems = ({ preview, balance }: ProblemsProps) => {
  const text = useProblemText()
  const shown = (preview?.problems ?? []).filter(({ code }) => !AT_FIELDS.has(code))
  return shown.map((problem) => (
    <Note key={problem.code} tone={problem.blocks ? 'warning' : 'neutral'} announced>
      {text(problem, balance)}
    </Note>
  ))
}

const useRecipientText = (preview: SendPreview | null): { error: string | null; hint: string } => {
  const words = useMessages().wallet
  const recipient = preview?.recipient
  if (recipient?.fault != null && recipient.fault !== 'empty')
    return { error: words.addressFaults[recipient.fault], hint: words.sendToHint }
  if (recipient?.kind === 'own') return { error: null, hint: words.own }
  if (recipient?.kind === 'known') {
    const since = recipient.firstPaidAt === null ? null : formatDate(recipient.firstPaidAt)
    return { error: null, hint: words.known(recipient.name, since) }
  }
  return { error: null, hint: recipient?.name ?? words.sendToHint }
}

interface PartProps {
  readonly typed: SendTyped
  readonly onChange: (change: Partial<SendTyped>) => void
}

const AmountField = ({ typed, onChange, balance, preview }: PartProps & ProblemsProps) => {
  const words = useMessages().wallet
  const decimals = balance?.asset.decimals ?? 0
  const fault = amountFault(typed, decimals)
  const said = fault === 'digits' ? words.amountFaults.digits(decimals) : fault && words.amountFaults[fault]
  const all = preview?.amount ?? preview?.max ?? null
  return (
    <Field
      label={words.sendAmount}
      error={said}
      {...(balance?.spendable != null && {
        hint: words.spendable(formatAmount(balance.spendable, decimals), balance.asset.symbol),
      })}
    >
      <div className="send__amount">
        <TextInput
          className="send__number numeric"
          inputMode="decimal"
          maxLength={90}
          value={typed.all ? (all === null ? words.calculating : exactAmount(all, decimals)) : typed.amount}
          onChange={(amount) => onChange({ amount, all: false })}
        />
        <Button aria-pressed={typed.all} onClick={() => onChange({ all: !typed.all })}>
          {words.sendMax}
        </Button>
      </div>
    </Field>
  )
}

const MemoPart = ({ typed, onChange }: PartProps) => {
  const words = useMessages().wallet
  const [open, setOpen] = useState(false)
  const fault = memoFault(typed)
  return (
    <>
      <div>
        <Button
          look="quiet"
          icon={open ? ChevronDown : ChevronRight}
          aria-expanded={open}
          onClick={() => {
            if (open) onChange({ memo: '' })
            setOpen(!open)
          }}
        >
          {words.sendMore}
        </Button>
      </div>
      {open && (
        <Field label={words.sendMemo} hint={words.sendMemoHint} error={fault && words.memoFaults[fault]}>
          <TextInput maxLength={200} value={typed.memo} onChange={(memo) => onChange({ memo })} />
        </Field>
      )}
    </>
  )
}

const isReady = (preview: SendPreview | null): boolean =>
  preview !== null && preview.cost !== null && preview.problems.every(({ blocks }) => !blocks)

const send = async (draft: SendDraft, preview: SendPreview, said: string): Promise<boolean> => {
  if (preview.cost === null) return false
  const sent = await act('chain.send', { draft, most: preview.cost.most })
  if (sent === null) return false
  notify({ kind: 'told', text: said })
  showTab('activity')
  return true
}

interface FormProps {
  readonly held: Held
  readonly balances: readonly Balance[]
}

/** What is typed, what the chain process says to it, and the step to the review. */
const useSend = ({ held, balances }: FormProps) => {
  const words = useMessages().wallet
  const payee = useWallet((wallet) => wallet.payee)
  const [typed, setTyped] = useState<SendTyped>(() => ({
    to: payee,
    asset: firstAsset(balances),
    amount: '',
    all: false,
    memo: '',
  }))
  const [busy, setBusy] = useState(false)
  const balance = balances.find(({ key }) => key === typed.asset)
  const draft = draftOf(typed, held.address, balance?.asset.decimals ?? 0)
  const preview = usePreview(draft)
  const change = (part: Partial<SendTyped>): void => setTyped((before) => ({ ...before, ...part }))
  const ready = isReady(preview) && memoFault(typed) === null
  const review = async (): Promise<void> => {
    if (preview === null || !ready || busy) return
    setBusy(true)
    await send(draft, preview, words.sent)
    setBusy(false)
  }
  return { typed, change, balance, preview, ready, busy, review }
}

const RecipientField = ({
  typed,
  onChange,
  preview,
  busy,
}: PartProps & Pick<ProblemsProps, 'preview'> & { readonly busy: boolean }) => {
  const words = useMessages().wallet
  const { hint, error } = useRecipientText(preview)
  const like = preview?.recipient.lookAlike ?? null
  return (
    <>
      <Field label={words.sendTo} hint={hint} error={error}>
        <TextInput
          className="wallet__address-input"
          maxLength={200}
          value={typed.to}
          onChange={(to) => onChange({ to })}
          readOnly={busy}
        />
      </Field>
      {like !== null && <LookAlikeNote typed={typed.to.trim()} like={like} wayOn={words.lookAlikeWayOn} />}
    </>
  )
}

const AssetField = ({ typed, onChange, balances }: PartProps & Pick<FormProps, 'balances'>) => {
  const words = useMessages().wallet
  const options = balances.map(({ key, asset }) => ({
    value: key,
    label: asset.kind === 'trc10' && asset.legacy ? `${asset.symbol} (${words.legacy})` : asset.symbol,
  }))
  return (
    <Field label={words.sendWhat}>
      <Select value={typed.asset} options={options} onChange={(asset) => onChange({ asset, amount: '', all: false })} />
    </Field>
  )
}

const SendForm = (props: FormProps) => {
  const words = useMessages().wallet
  const practising = usePractising()
  const { typed, change, balance, preview, ready, busy, review } = useSend(props)
  return (
    <form
      className="send"
      aria-label={words.send}
      onSubmit={(event) => {
        event.preventDefault()
        void review()
      }}
    >
      {practising && <PracticeBadge />}
      <RecipientField typed={typed} onChange={change} preview={preview} busy={busy} />
      <AssetField typed={typed} onChange={change} balances={props.balances} />
      <AmountField typed={typed} onChange={change} balance={balance} preview={preview} />
      <MemoPart typed={typed} onChange={change} />
      {preview?.cost != null && <CostPart cost={preview.cost} />}
      <Problems preview={preview} balance={balance} />
      <div className="send__foot">
        {busy && <span role="status">{words.sendPrepared}</span>}
        <Button type="submit" look="primary" disabled={busy || !ready}>
          {words.toReview}
        </Button>
      </div>
    </form>
  )
}

export const SendPanel = () => {
  const words = useMessages().wallet
  const wallet = useWallet()
  const held = chosenOf(wallet)
  const account = accountOf(wallet.chain, held?.address)
  const network = useSettings((settings) => settings.wallet.network)
  useEffect(() => () => useWallet.setState({ payee: '' }), [])
  if (held === null) return null
  if (held.watchOnly) return <Note>{words.watchOnlyNoSend}</Note>
  if (account === null)
    return <p className="wallet__quiet">{network === null ? words.phase.notAsked : words.phase.notRead}</p>
  return <SendForm key={held.address} held={held} balances={account.balances} />
}
