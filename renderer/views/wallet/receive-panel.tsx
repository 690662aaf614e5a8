// The address to be paid at: as a QR code and whole, with what may be sent there. Not before its words are written
// down, or the user has put that off to a day.

import makeCode from 'qrcode-generator'
import { useMemo } from 'react'
import { Copy, ShieldAlert } from 'lucide-react'
import type { Address } from '../../../app/tron/address.ts'
import { mayReceive, putOffUntil, reminderFrom } from '../../../app/wallet/backup.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Note } from '../../components/note.tsx'
import { PracticeBadge } from '../../components/practice-badge.tsx'
import { useMessages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { formatDate } from '../../format/times.ts'
import { useMinute } from '../../state/minute.ts'
import { notify } from '../../state/notices.ts'
import { changeSettings } from '../../state/settings.ts'
import { accountOf, chosenOf, openKeys, useBackup, usePractising, useWallet, type Held } from '../../state/wallet.ts'

const QUIET = 4

/** Dark squares of the code as one path, on a light ground in both themes: readers expect it so. */
const useCode = (text: string) =>
  useMemo(() => {
    const code = makeCode(0, 'M')
    code.addData(text)
    code.make()
    const size = code.getModuleCount()
    const places = Array.from({ length: size }, (_, at) => at)
    const path = places
      .flatMap((y) => places.filter((x) => code.isDark(y, x)).map((x) => `M${x + QUIET} ${y + QUIET}h1v1h-1z`))
      .join('')
    return { path, size: size + 2 * QUIET }
  }, [text])

const Code = ({ address }: { readonly address: string }) => {
  const words = useMessages().wallet
  const { path, size } = useCode(address)
  return (
    <svg className="receive__code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={words.qr(address)}>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  )
}

const copy = async (address: string): Promise<void> => {
  if (await act('app.copyText', { text: address })) notify({ kind: 'copied', what: 'address', count: 1 })
}

/** Instead of the address, for as long as nobody has shown to have the words. */
const Blocked = ({ first }: { readonly first: Address | null }) => {
  const words = useMessages().wallet
  const putOff = (): void => {
    if (first !== null) void changeSettings({ wallet: { backupReminder: reminderFrom(first, Date.now()) } })
  }
  return (
    <EmptyState icon={ShieldAlert} title={words.receiveBlocked} text={words.receiveBlockedText}>
      <Button look="primary" onClick={() => openKeys('back-up')}>
        {words.backUp}
      </Button>
      <Button onClick={putOff}>{words.receivePutOff}</Button>
    </EmptyState>
  )
}

const ReceiveAt = ({ held, until }: { readonly held: Held; readonly until: number | null }) => {
  const words = useMessages().wallet
  const { chain } = useWallet()
  const practising = usePractising()
  const account = accountOf(chain, held.address)
  const cannot = account === null ? '' : words.permission(account.permission)
  return (
    <div className="receive">
      {until !== null && <Note tone="warning">{words.receivePutOffText(formatDate(until))}</Note>}
      <Code address={held.address} />
      <p className="receive__only">{practising ? <PracticeBadge /> : words.receiveTronOnly}</p>
      <code className="receive__address selectable">{held.address}</code>
      <Button icon={Copy} onClick={() => void copy(held.address)}>
        {words.copyAddress}
      </Button>
      <p className="receive__text">{practising ? words.receivePractice : words.receiveText}</p>
      {account?.activated === false && <Note>{words.notActivated}</Note>}
      {cannot !== '' && <Note tone="warning">{cannot}</Note>}
    </div>
  )
}

export const ReceivePanel = () => {
  const held = chosenOf(useWallet())
  const backup = useBackup()
  const now = useMinute()
  if (held === null) return null
  if (!held.watchOnly && !mayReceive(backup, now)) return <Blocked first={backup.first} />
  const until = held.watchOnly ? null : putOffUntil(backup, now)
  return <ReceiveAt held={held} until={until} />
}
