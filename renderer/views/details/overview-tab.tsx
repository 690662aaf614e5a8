// The first thing to look at: what of the torrent is here and around, how fast it moves, why it does not, and what it
// is. Facts come from facts.ts, drawings from piece-bars.tsx and rates-graph.tsx.

import { Copy, FolderOpen, Info, SlidersHorizontal, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { TorrentRow } from '../../../app/torrent/row.ts'
import { Button } from '../../components/button.tsx'
import { classes } from '../../components/class-names.ts'
import { IconButton } from '../../components/icon-button.tsx'
import type { Units } from '../../format/bytes.ts'
import { formatCut, formatShare } from '../../format/numbers.ts'
import { useMessages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { askAboutChanged } from '../../state/deciding.ts'
import { askForLimits } from '../../state/limiting.ts'
import { notify } from '../../state/notices.ts'
import { useSettings } from '../../state/settings.ts'
import { useDetails, type DetailsOf } from './details-feed.ts'
import { torrentFacts, transferFacts, type Fact } from './facts.ts'
import { ownOptionsText } from './own-options.ts'
import { AvailabilityBar, PiecesBar } from './piece-bars.tsx'
import { missingShare } from './piece-columns.ts'
import { RatesGraph } from './rates-graph.tsx'
import { showNetworkSettings } from '../settings/section-ids.ts'
import './overview-tab.css'

const nothing = new Uint8Array()
const silence = new Float32Array()

const Why = ({ row }: { readonly row: TorrentRow }) => {
  const { changed, peers, status } = useMessages()
  const usual =
    row.status === 'downloading' || row.status === 'checking' || (row.status === 'seeding' && row.reason === null)
  if (usual && !status.isBesides(row)) return null
  const bad = row.status === 'error' || row.status === 'waiting'
  const Icon = bad ? TriangleAlert : Info
  return (
    <p className={classes('overview__why', bad && 'overview__why--bad')}>
      <Icon size={16} aria-hidden />
      <span>{status.of(row).sentence}</span>
      {row.reason?.code === 'encryption' && <Button onClick={showNetworkSettings}>{peers.encryptionSettings}</Button>}
      {row.reason?.code === 'changed' && <Button onClick={() => askAboutChanged(row.id)}>{changed.decide}</Button>}
    </p>
  )
}

const Bars = ({ row, details }: { readonly row: TorrentRow; readonly details: DetailsOf<'overview'> | null }) => {
  const words = useMessages().overview
  const share = formatShare(row.progress)
  const have = details?.have ?? nothing
  const availability = details?.availability ?? nothing
  const missing = missingShare(have, availability)
  const copies = formatCut(details?.copies ?? 0, 2)
  const lacking = missing === 0 ? null : formatShare(missing)
  const webSeeds = details?.webSeeds ?? 0
  const nobody = row.peers + webSeeds === 0
  const around = nobody ? words.availabilityNobody : words.copiesText(copies, row.peers, webSeeds)
  const spoken = nobody ? words.availabilityNobody : words.availabilitySpoken(copies, lacking, webSeeds)
  return (
    <div className="overview__bars">
      <span className="overview__bar-name">{words.pieces}</span>
      <PiecesBar have={have} complete={row.progress === 1} label={words.piecesSpoken(share)} />
      <span className="overview__bar-text numeric">{words.piecesShare(share)}</span>
      <span className="overview__bar-name">{words.availability}</span>
      <AvailabilityBar have={have} availability={nobody ? nothing : availability} label={spoken} />
      <span className="overview__bar-text numeric">
        {around}
        {lacking !== null && !nobody && <span className="overview__lacking">{words.missing(lacking)}</span>}
      </span>
    </div>
  )
}

const FactRow = ({
  term,
  exact,
  children,
}: {
  readonly term: string
  readonly exact?: string
  readonly children: ReactNode
}) => (
  <>
    <dt>{term}</dt>
    <dd className="numeric" title={exact}>
      {children}
    </dd>
  </>
)

const Facts = ({
  title,
  facts,
  children,
}: {
  readonly title: string
  readonly facts: readonly Fact[]
  readonly children?: ReactNode
}) => (
  <section className="overview__facts">
    <h2>{title}</h2>
    <dl>
      {facts.map(({ key, term, text, exact }) => (
        <FactRow key={key} term={term} {...(exact !== undefined && { exact })}>
          {text}
        </FactRow>
      ))}
      {children}
    </dl>
  </section>
)

interface OfTorrent {
  readonly row: TorrentRow
  readonly details: DetailsOf<'overview'> | null
}

/** What is set for it alone, and where that is changed. */
const Own = ({ row, details }: OfTorrent) => {
  const words = useMessages().control
  const units = useSettings(({ look }) => look.units)
  const text = details && ownOptionsText(details.options, details.goals, units)
  return (
    <FactRow term={words.factLimits}>
      <span className="overview__with-action">
        <span className={classes('overview__own', text === null && 'overview__own--none')}>
          {text ?? words.factNone}
        </span>
        <IconButton icon={SlidersHorizontal} small label={words.factEdit} onClick={() => askForLimits([row.id])} />
      </span>
    </FactRow>
  )
}

const Places = ({ row, details }: OfTorrent) => {
  const words = useMessages().overview
  const comment = details?.comment ?? null
  const copyHash = async (): Promise<void> => {
    if (await act('app.copyText', { text: row.id })) notify({ kind: 'copied', what: 'hash', count: 1 })
  }
  return (
    <>
      <FactRow term={words.savePath} exact={row.savePath}>
        <span className="overview__with-action">
          <span className="overview__path selectable">{row.savePath}</span>
          <IconButton
            icon={FolderOpen}
            small
            label={words.showInFolder}
            onClick={() => void act('files.show', { id: row.id, file: null }, row.name)}
          />
        </span>
      </FactRow>
      <Own row={row} details={details} />
      <FactRow term={words.infoHash} exact={row.id}>
        <span className="overview__with-action">
          <span className="overview__hash selectable">{row.id}</span>
          <IconButton icon={Copy} small label={words.copyInfoHash} onClick={() => void copyHash()} />
        </span>
      </FactRow>
      {comment !== null && (
        <FactRow term={words.comment}>
          <span className="overview__comment selectable">{comment}</span>
        </FactRow>
      )}
    </>
  )
}

export const OverviewTab = ({ row }: { readonly row: TorrentRow }) => {
  const words = useMessages().overview
  const units: Units = useSettings(({ look }) => look.units)
  const details = useDetails(row.id, 'overview')
  return (
    <div className="overview">
      <Why row={row} />
      <Bars row={row} details={details} />
      <div className="overview__columns">
        <Facts title={words.transfer} facts={transferFacts(row, details, units)} />
        <Facts title={words.torrent} facts={torrentFacts(row, details, units)}>
          <Places row={row} details={details} />
        </Facts>
        <RatesGraph
          first={{ name: words.ratesLegendDown, tone: 'download', values: details?.downHistory ?? silence }}
          second={{ name: words.ratesLegendUp, tone: 'upload', values: details?.upHistory ?? silence }}
          units={units}
          title={words.rates}
          titleBefore={words.ratesBefore}
          spoken={words.ratesSpoken}
        />
      </div>
    </div>
  )
}
