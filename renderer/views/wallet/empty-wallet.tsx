// The page without a wallet: what one would be for, and the four ways to one. Each works; there is nothing else.

import { Eye, FileInput, KeyRound, Sprout, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '../../messages/messages.ts'
import { useSettings } from '../../state/settings.ts'
import { openKeys, practise } from '../../state/wallet.ts'
import { NetworkDialog } from './network-chooser.tsx'
import { WatchDialog } from './watch-dialog.tsx'

interface WayProps {
  readonly icon: LucideIcon
  readonly title: string
  readonly text: string
  readonly onGo: () => void
}

const Way = ({ icon: Icon, title, text, onGo }: WayProps) => (
  <li>
    <button type="button" className="wallet-way" onClick={onGo}>
      <Icon size={20} strokeWidth={1.75} aria-hidden />
      <span className="wallet-way__words">
        <span className="wallet-way__title">{title}</span>
        <span className="wallet-way__text">{text}</span>
      </span>
    </button>
  </li>
)

type Next = 'create' | 'import' | 'watch'

export const EmptyWallet = () => {
  const words = useMessages().wallet
  const network = useSettings((settings) => settings.wallet.network)
  const [asking, setAsking] = useState<Next | null>(null)
  const [watching, setWatching] = useState(false)
  const go = (next: Next): void => {
    if (next === 'watch') setWatching(true)
    else openKeys(next)
  }
  /** Real keys are not for the network that a newcomer practised on, so that is asked again. */
  const begin = (next: Next): void => {
    if (network === null || network === 'practice') setAsking(next)
    else go(next)
  }
  return (
    <div className="wallet__empty">
      <h2 className="wallet__empty-title">{words.empty}</h2>
      <p className="wallet__empty-text">{words.emptyText}</p>
      <ul className="wallet__ways">
        <Way icon={KeyRound} title={words.create} text={words.createText} onGo={() => begin('create')} />
        <Way icon={FileInput} title={words.import} text={words.importText} onGo={() => begin('import')} />
        <Way icon={Eye} title={words.watch} text={words.watchText} onGo={() => begin('watch')} />
        <Way icon={Sprout} title={words.practise} text={words.practiseText} onGo={() => void practise()} />
      </ul>
      {asking !== null && (
        <NetworkDialog
          onClose={() => setAsking(null)}
          onChosen={() => {
            setAsking(null)
            go(asking)
          }}
        />
      )}
      {watching && <WatchDialog onClose={() => setWatching(false)} />}
    </div>
  )
}
