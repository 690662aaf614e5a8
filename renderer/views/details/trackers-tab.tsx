// The trackers of a torrent and how they answer, with DHT, peer exchange and local discovery beside them: every way
// peers are found; and below them the web seeds, which give data without peers.

import { Copy, Globe, Pencil, Radio, RadioTower } from 'lucide-react'
import { useState } from 'react'
import type { TrackerRow, TrackersDetails } from '../../../app/torrent/details.ts'
import type { TorrentRow } from '../../../app/torrent/row.ts'
import { Button } from '../../components/button.tsx'
import { DataGrid, type GridColumn } from '../../components/data-grid.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { MenuItem } from '../../components/menu.tsx'
import { formatCount } from '../../format/numbers.ts'
import { formatDateTime, formatExactTime, formatRelative } from '../../format/times.ts'
import { useMessages, type Messages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { useEngineAway } from '../../state/engine.ts'
import { notify } from '../../state/notices.ts'
import { useDetails } from './details-feed.ts'
import { useEverySecond } from './seconds.ts'
import type { Tiers } from './tracker-text.ts'
import { TrackersDialog } from './trackers-dialog.tsx'
import { Waiting } from './waiting.tsx'
import { WebSeedsDialog } from './web-seeds-dialog.tsx'
import { WebSeedsTable } from './web-seeds-table.tsx'
import './trackers-tab.css'

type Key = 'tier' | 'url' | 'state' | 'seeds' | 'leechers' | 'next' | 'message'

const State = ({ state }: { readonly state: TrackerRow['state'] }) => (
  <span className="tracker-state" data-state={state}>
    {useMessages().trackers.states[state]}
  </span>
)

const count = (n: number | null): string => (n === null ? '' : formatCount(n))

const stateTitle = (words: Messages['trackers'], { state, lastAnnounce }: TrackerRow): string | undefined => {
  const parts = [words.stateHint[state], lastAnnounce === null ? null : words.announcedAt(formatDateTime(lastAnnounce))]
  return parts.filter((part) => part !== null).join(' ') || undefined
}

const problemOf = (words: Messages['trackers'], { problem, message }: TrackerRow): string | null =>
  problem === null ? message : words.problem(problem, message)

/** When it is asked next, and how soon it may be asked at the user's wish. */
const nextTitle = (
  words: Messages['trackers'],
  { nextAnnounce, allowedAt }: TrackerRow,
  now: number,
): string | undefined => {
  if (nextAnnounce === null) return undefined
  const exact = formatExactTime(nextAnnounce)
  return allowedAt !== null && allowedAt > now ? `${exact}. ${words.allowedAt(formatExactTime(allowedAt))}` : exact
}

const columns = (words: Messages['trackers'], now: number): readonly GridColumn<TrackerRow, Key>[] => [
  { key: 'tier', label: words.tier, width: '36px', cell: ({ tier }) => <span className="numeric">{tier + 1}</span> },
  {
    key: 'url',
    label: words.url,
    width: 'minmax(180px, 2fr)',
    cell: ({ url }) => <span className="selectable">{url}</span>,
    title: ({ url }) => url,
  },
  {
    key: 'state',
    label: words.state,
    width: '128px',
    cell: ({ state }) => <State state={state} />,
    title: (tracker) => stateTitle(words, tracker),
  },
  {
    key: 'message',
    label: words.message,
    width: 'minmax(110px, 1.4fr)',
    cell: (tracker) => problemOf(words, tracker) ?? '',
    title: (tracker) => problemOf(words, tracker) ?? undefined,
  },
  { key: 'seeds', label: words.seeds, width: '64px', align: 'end', cell: ({ seeds }) => count(seeds) },
  { key: 'leechers', label: words.leechers, width: '72px', align: 'end', cell: ({ leechers }) => count(leechers) },
  {
    key: 'next',
    label: words.next,
    width: '112px',
    align: 'end',
    cell: ({ nextAnnounce }) => (nextAnnounce === null ? '' : formatRelative(Math.max(now, nextAnnounce), now)),
    title: (tracker) => nextTitle(words, tracker, now),
  },
]

const copyUrl = async (url: string): Promise<void> => {
  if (await act('app.copyText', { text: url })) notify({ kind: 'copied', what: 'other', count: 1 })
}

const Others = ({ details }: { readonly details: TrackersDetails }) => {
  const words = useMessages().trackers
  const { dht, pex, lsd } = details
  return (
    <dl className="tracker-others numeric">
      <div>
        <dt>{words.dht}</dt>
        <dd>{words.dhtState(dht.state, dht.nodes)}</dd>
      </div>
      <div>
        <dt>{words.pex}</dt>
        <dd>{words.pexState(pex.state, pex.peers)}</dd>
      </div>
      <div>
        <dt>{words.lsd}</dt>
        <dd>{words.lsdState(lsd.state, lsd.peers)}</dd>
      </div>
    </dl>
  )
}

const Table = ({ trackers }: { readonly trackers: readonly TrackerRow[] }) => {
  const words = useMessages().trackers
  const now = useEverySecond()
  return (
    <DataGrid
      label={words.label}
      columns={columns(words, now)}
      rows={trackers}
      rowKey={({ url }) => url}
      minWidth={800}
      menu={({ url }) => (
        <MenuItem icon={Copy} onSelect={() => void copyUrl(url)}>
          {words.copyUrl}
        </MenuItem>
      )}
    />
  )
}

export const TrackersTab = ({ row }: { readonly row: TorrentRow }) => {
  const { trackers: words, webSeeds: webWords } = useMessages()
  const away = useEngineAway()
  const details = useDetails(row.id, 'trackers')
  const [edited, setEdited] = useState<Tiers | null>(null)
  const [editedSeeds, setEditedSeeds] = useState<readonly string[] | null>(null)
  const seedUrls = details?.webSeeds.map(({ url }) => url) ?? []
  const removeSeed = (url: string): void =>
    void act('torrents.setWebSeeds', { id: row.id, urls: seedUrls.filter((one) => one !== url) }, row.name)
  const edit = async (): Promise<void> => {
    const tiers = await act('torrents.trackers', { id: row.id }, row.name)
    if (tiers) setEdited(tiers.value)
  }
  return (
    <div className="details-table">
      <div className="details-table__tools">
        <Button
          look="quiet"
          icon={Radio}
          disabled={away || row.status === 'stopped'}
          onClick={() => void act('torrents.reannounce', { ids: [row.id] }, row.name)}
        >
          {words.reannounce}
        </Button>
        <Button look="quiet" icon={Pencil} disabled={away} onClick={() => void edit()}>
          {words.edit}
        </Button>
        <Button look="quiet" icon={Globe} disabled={away || details === null} onClick={() => setEditedSeeds(seedUrls)}>
          {webWords.edit}
        </Button>
        {details && <Others details={details} />}
      </div>
      {details === null ? (
        <Waiting />
      ) : details.trackers.length === 0 ? (
        <EmptyState icon={RadioTower} title={words.none} text={words.noneText} />
      ) : (
        <div className="details-table__fill">
          <Table trackers={details.trackers} />
        </div>
      )}
      {details !== null && details.webSeeds.length > 0 && (
        <WebSeedsTable seeds={details.webSeeds} onCopy={(url) => void copyUrl(url)} onRemove={removeSeed} />
      )}
      {editedSeeds && <WebSeedsDialog row={row} urls={editedSeeds} onClose={() => setEditedSeeds(null)} />}
      {edited && <TrackersDialog row={row} tiers={edited} onClose={() => setEdited(null)} />}
    </div>
  )
}
