// The places of the window: torrents by status with their counts, and the settings. Below a window width of 1100 it
// folds to icons; then names are tooltips.

import { HandCoins, Settings as SettingsIcon, Wallet, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { classes } from '../../components/class-names.ts'
import { Splitter } from '../../components/splitter.tsx'
import { Tooltip } from '../../components/tooltip.tsx'
import { formatCount } from '../../format/numbers.ts'
import { useMessages } from '../../messages/messages.ts'
import { filterKeys } from '../../state/filter.ts'
import { useList } from '../../state/list.ts'
import { changeSettings, useSettings } from '../../state/settings.ts'
import { setFilter, showView, useUi } from '../../state/ui.ts'
import { useSpeed } from '../../state/speed.ts'
import { useWallet } from '../../state/wallet.ts'
import { filterIcons } from './filter-icons.ts'
import { useNarrow } from './narrow.ts'
import './sidebar.css'

interface PlaceProps {
  readonly icon: LucideIcon
  readonly name: string
  readonly count?: number
  readonly spoken?: string
  /** A word of warning in place of a count. */
  readonly mark?: string
  readonly current: boolean
  readonly folded: boolean
  readonly alarming?: boolean
  readonly onGo: () => void
}

const Place = (props: PlaceProps) => {
  const { icon: Icon, name, count, spoken, mark, current, folded, alarming = false, onGo } = props
  const button = (
    <button
      type="button"
      className={classes('place', alarming && 'place--alarming')}
      aria-current={current ? 'page' : undefined}
      aria-label={spoken ?? name}
      onClick={onGo}
    >
      <Icon size={16} aria-hidden />
      {/* The space keeps name and count two words for what reads the text. */}
      <span className="place__name">{name}</span>{' '}
      {mark !== undefined && (
        <span aria-hidden className="place__count">
          {mark}
        </span>
      )}
      {count !== undefined && count > 0 && (
        <span aria-hidden className="place__count numeric">
          {formatCount(count)}
        </span>
      )}
    </button>
  )
  return folded ? (
    <Tooltip text={spoken ?? name} side="right">
      {button}
    </Tooltip>
  ) : (
    button
  )
}

const Filters = ({ folded }: { readonly folded: boolean }) => {
  const words = useMessages().frame
  const counts = useList((list) => list.counts)
  const { view, filter } = useUi()
  return filterKeys.map((key) => (
    <li key={key}>
      <Place
        icon={filterIcons[key]}
        name={words.filters[key]}
        count={counts[key]}
        spoken={words.filterSpoken(words.filters[key], counts[key])}
        current={view === 'torrents' && filter === key}
        folded={folded}
        alarming={key === 'problems' && counts.problems > 0}
        onGo={() => setFilter(key)}
      />
    </li>
  ))
}

/** Marked as long as its keys are not backed up. */
const WalletPlace = ({ folded }: { readonly folded: boolean }) => {
  const words = useMessages().wallet
  const current = useUi((ui) => ui.view === 'wallet')
  const unsafe = useWallet(({ home }) => home?.wallet.backedUp === false)
  return (
    <Place
      icon={Wallet}
      name={words.sidebar}
      {...(unsafe && { spoken: words.sidebarSpoken(words.notBackedUpShort), mark: words.notBackedUpShort })}
      current={current}
      folded={folded}
      alarming={unsafe}
      onGo={() => showView('wallet')}
    />
  )
}

/** Where there is Speed; marked as long as nothing may be spent. */
const EarningsPlace = ({ folded }: { readonly folded: boolean }) => {
  const words = useMessages().earnings
  const current = useUi((ui) => ui.view === 'earnings')
  const there = useSpeed(({ state }) => state !== null)
  const stopped = useSpeed(({ state }) => state?.spendingStopped === true)
  if (!there) return null
  return (
    <Place
      icon={HandCoins}
      name={words.sidebar}
      {...(stopped && { spoken: words.sidebarStopped, mark: words.stoppedShort })}
      current={current}
      folded={folded}
      onGo={() => showView('earnings')}
    />
  )
}

const MIN = 160
const MAX = 320

export const Sidebar = () => {
  const words = useMessages().frame
  const folded = useNarrow()
  const view = useUi((ui) => ui.view)
  const stored = useSettings(({ layout }) => layout.sidebarWidth)
  const [dragged, setDragged] = useState<number | null>(null)
  const width = dragged ?? stored
  const resize = (next: number, done: boolean): void => {
    setDragged(done ? null : next)
    if (done) void changeSettings({ layout: { sidebarWidth: next } })
  }
  return (
    <nav className={classes('sidebar', folded && 'sidebar--folded')} aria-label={words.sidebar}>
      <div className="sidebar__inside" style={folded ? undefined : { width }}>
        <h2 className="sidebar__title">{words.torrents}</h2>
        <ul className="sidebar__places">
          <Filters folded={folded} />
        </ul>
        <div className="sidebar__foot">
          <EarningsPlace folded={folded} />
          <WalletPlace folded={folded} />
          <Place
            icon={SettingsIcon}
            name={words.settings}
            current={view === 'settings'}
            folded={folded}
            onGo={() => showView('settings')}
          />
        </div>
      </div>
      {folded ? (
        <div className="sidebar__edge" />
      ) : (
        <Splitter label={words.resizeSidebar} line="vertical" value={width} min={MIN} max={MAX} onChange={resize} />
      )}
    </nav>
  )
}
