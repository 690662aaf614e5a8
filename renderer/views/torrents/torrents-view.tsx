// The list in its every state: not here yet, empty, nothing that matches, and the grid.

import { Download, FilePlus, Link, ListFilter, SearchX, Sprout } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { classes } from '../../components/class-names.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { useMessages } from '../../messages/messages.ts'
import { askForLinks, chooseFiles } from '../../state/adding.ts'
import { useEngineAway } from '../../state/engine.ts'
import { useList } from '../../state/list.ts'
import { setFilter, setSearch, useUi } from '../../state/ui.ts'
import { isThere, practise, useWallet } from '../../state/wallet.ts'
import { TorrentGrid } from './torrent-grid.tsx'
import './torrents-view.css'

const PATIENCE = 400

const Loading = () => {
  const words = useMessages().torrents
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), PATIENCE)
    return () => clearTimeout(timer)
  }, [])
  return slow ? <p className="torrents-view__loading">{words.loading}</p> : null
}

const FirstRun = () => {
  const words = useMessages().torrents
  const away = useEngineAway()
  const there = useWallet(({ home }) => home === null || isThere(home))
  return (
    <EmptyState icon={Download} title={words.empty} hint={words.emptyHint}>
      <Button look="primary" icon={FilePlus} disabled={away} onClick={chooseFiles}>
        {words.emptyAddFiles}
      </Button>
      <Button icon={Link} disabled={away} onClick={() => askForLinks(true)}>
        {words.emptyAddLinks}
      </Button>
      {!there && (
        <Button icon={Sprout} onClick={() => void practise()}>
          {words.emptyPractise}
        </Button>
      )}
    </EmptyState>
  )
}

const NothingFound = () => {
  const { torrents: words } = useMessages()
  const { filter, search } = useUi()
  const wanted = search.trim()
  if (wanted === '') {
    return (
      <EmptyState icon={ListFilter} title={words.noneFilter[filter]}>
        <Button onClick={() => setFilter('all')}>{words.showAll}</Button>
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={SearchX} title={words.noMatch} text={words.noMatchSearch(wanted)}>
      {filter !== 'all' && <Button onClick={() => setFilter('all')}>{words.searchAll}</Button>}
      <Button onClick={() => setSearch('')}>{words.clearSearch}</Button>
    </EmptyState>
  )
}

const content = (ids: ReturnType<typeof useList.getState>['ids'], all: number) => {
  if (ids === null) return <Loading />
  if (all === 0) return <FirstRun />
  return ids.length === 0 ? <NothingFound /> : <TorrentGrid ids={ids} />
}

export const TorrentsView = () => {
  const ids = useList((list) => list.ids)
  const all = useList((list) => list.counts.all)
  const away = useEngineAway()
  const filter = useUi((ui) => ui.filter)
  const { filterTitle, filters } = useMessages().frame
  return (
    <section className={classes('torrents-view', away && 'torrents-view--away')}>
      <h1 className="hidden-visually">{filterTitle(filters[filter])}</h1>
      {content(ids, all)}
    </section>
  )
}
