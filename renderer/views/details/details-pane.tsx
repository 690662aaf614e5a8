// The pane below the list: details of the torrent with the focus, a sum over several, a hint when none is chosen. Its
// height and whether it is open are settings; which tab is open lasts as long as the window.

import { ChevronDown, ChevronUp, MousePointerClick } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { TorrentRow } from '../../../app/torrent/row.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Splitter } from '../../components/splitter.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { useMessages } from '../../messages/messages.ts'
import { useList } from '../../state/list.ts'
import { useFocusedId, useFocusedTorrent, useSelection } from '../../state/selecting.ts'
import { changeSettings, useSettings } from '../../state/settings.ts'
import { useSpeed, useSpeedThere } from '../../state/speed.ts'
import { SpeedTab } from '../speed/speed-tab.tsx'
import { chooseDetailsTab, useDetailsTab, type PaneTab } from '../../state/details-tab.ts'
import { FilesTab } from './files-tab.tsx'
import { LogTab } from './log-tab.tsx'
import { OverviewTab } from './overview-tab.tsx'
import { PeersTab } from './peers-tab.tsx'
import { SeveralSummary } from './several-summary.tsx'
import { TrackersTab } from './trackers-tab.tsx'
import './details-pane.css'

const MIN = 120
const MAX = 2000
/** What the list and the bars around it keep at least. */
const ABOVE = 240

const setOpen = (detailsOpen: boolean): void => void changeSettings({ layout: { detailsOpen } })

const contents: { readonly [T in PaneTab]: (props: { readonly row: TorrentRow }) => ReactNode } = {
  overview: OverviewTab,
  files: FilesTab,
  peers: PeersTab,
  trackers: TrackersTab,
  speed: SpeedTab,
  log: LogTab,
}

const Hide = () => {
  const words = useMessages().details
  return <IconButton icon={ChevronDown} small label={words.hide} onClick={() => setOpen(false)} />
}

const OfOne = ({ row }: { readonly row: TorrentRow }) => {
  const words = useMessages().details
  const there = useSpeedThere()
  const wanted = useDetailsTab((state) => state.tab)
  const tab = wanted === 'speed' && !there ? 'overview' : wanted
  const Content = contents[tab]
  return (
    <Tabs
      label={words.tabs}
      value={tab}
      onChange={chooseDetailsTab}
      end={<Hide />}
      tabs={[
        { value: 'overview', label: words.overview },
        { value: 'files', label: words.files },
        { value: 'peers', label: words.peers, count: row.peers > 0 ? String(row.peers) : null },
        { value: 'trackers', label: words.trackers },
        ...(there ? [{ value: 'speed' as const, label: words.speed }] : []),
        { value: 'log', label: words.log },
      ]}
    >
      <Content key={row.id} row={row} />
    </Tabs>
  )
}

const Inside = () => {
  const words = useMessages().details
  const chosen = useSelection((selection) => selection.chosen)
  const row = useFocusedTorrent()
  if (chosen.size > 1) return <SeveralSummary ids={chosen} end={<Hide />} />
  if (row !== undefined) return <OfOne row={row} />
  return (
    <>
      <div className="details__corner">
        <Hide />
      </div>
      <EmptyState icon={MousePointerClick} title={words.nothingSelected} text={words.nothingSelectedText} />
    </>
  )
}

const Folded = () => {
  const words = useMessages().details
  return (
    <button type="button" className="details__unfold" onClick={() => setOpen(true)}>
      <ChevronUp size={14} aria-hidden />
      {words.open}
    </button>
  )
}

/** Of the window: what a trial is to show. */
const TRIAL_SHARE = 0.62

/** A trial is there to be watched: while its tab is open, the pane has room for it, unless it was made smaller. */
const useLeast = (): number => {
  const id = useFocusedId()
  const tab = useDetailsTab((state) => state.tab)
  const trial = useSpeed(({ state }) => state?.demo?.id ?? null)
  return id !== null && id === trial && tab === 'speed' ? Math.round(window.innerHeight * TRIAL_SHARE) : 0
}

const Unfolded = () => {
  const words = useMessages().details
  const stored = useSettings(({ layout }) => layout.detailsHeight)
  const [dragged, setDragged] = useState<number | null>(null)
  const max = Math.max(MIN, Math.min(MAX, window.innerHeight - ABOVE))
  const least = useLeast()
  const [resized, setResized] = useState(false)
  const height = Math.min(dragged ?? (resized ? stored : Math.max(stored, least)), max)
  const resize = (next: number, done: boolean): void => {
    setResized(true)
    setDragged(done ? null : next)
    if (done) void changeSettings({ layout: { detailsHeight: next } })
  }
  return (
    <>
      <Splitter label={words.resize} line="horizontal" behind value={height} min={MIN} max={max} onChange={resize} />
      <section className="details" aria-label={words.label} style={{ height }}>
        <Inside />
      </section>
    </>
  )
}

export const DetailsPane = () => {
  const open = useSettings(({ layout }) => layout.detailsOpen)
  const empty = useList(({ ids, counts }) => ids === null || counts.all === 0)
  if (empty) return null
  return open ? <Unfolded /> : <Folded />
}
