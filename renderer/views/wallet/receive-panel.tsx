// The address to be paid at: as a QR code and whole, with what may be sent there.

import makeCode from 'qrcode-generator'
import { useMemo } from 'react'
import { Copy } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { Note } from '../../components/note.tsx'
import { PracticeBadge } from '../../components/practice-badge.tsx'
import { useMessages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { notify } from '../../state/notices.ts'
import { accountOf, chosenOf, usePractising, useWallet } from '../../state/wallet.ts'

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

export const ReceivePanel = () => {
  const words = useMessages().wallet
  const wallet = useWallet()
  const practising = usePractising()
  const held = chosenOf(wallet)
  if (held === null) return null
  const account = accountOf(wallet.chain, held.address)
  const unsafe = wallet.home?.wallet.backedUp === false && !held.watchOnly
  const cannot = account === null ? '' : words.permission(account.permission)
  return (
    <div className="receive">
      {unsafe && <Note tone="warning">{words.receiveBackUp}</Note>}
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
