// Ctrl+K: type a command or the name of a torrent, press Enter. Commands in a fixed order until something is typed.

import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { FileDown, Search } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { useMessages } from '../../messages/messages.ts'
import { torrents } from '../../state/torrents.ts'
import { openPalette, reveal, useUi } from '../../state/ui.ts'
import { focusList } from '../torrents/grid-parts.ts'
import { entryGroups, type EntryGroup } from './entries.ts'
import type { Entry } from './entry.ts'
import { matching } from './match.ts'
import './command-palette.css'

const MOST_TORRENTS = 8

const goTo = (id: TorrentId): void => {
  reveal(id)
  requestAnimationFrame(focusList)
}

const torrentGroup = (label: string, query: string): EntryGroup => {
  const found = query.trim() === '' ? [] : matching(torrents.rows.values(), (row) => row.name, query, MOST_TORRENTS)
  const items = found.map((row): Entry => ({ id: row.id, label: row.name, icon: FileDown, run: () => goTo(row.id) }))
  return { label, items }
}

const useGroups = (query: string): readonly EntryGroup[] => {
  const words = useMessages().palette
  const all = useMemo(() => entryGroups(), [])
  return useMemo(() => {
    const found = all.map(({ label, items }) => ({ label, items: matching(items, (item) => item.label, query) }))
    return [...found, torrentGroup(words.groups.torrents, query)].filter(({ items }) => items.length > 0)
  }, [all, query, words])
}

const Item = ({ entry, onRun }: { readonly entry: Entry; readonly onRun: (entry: Entry) => void }) => (
  <Autocomplete.Item value={entry} className="palette__item" onClick={() => onRun(entry)}>
    <entry.icon size={16} aria-hidden className="palette__icon" />
    <span className="palette__label">{entry.label}</span>
    {entry.shortcut !== undefined && <kbd className="palette__shortcut">{entry.shortcut}</kbd>}
  </Autocomplete.Item>
)

const Groups = ({ onRun }: { readonly onRun: (entry: Entry) => void }) => (
  <Autocomplete.List className="palette__list">
    {(group: EntryGroup) => (
      <Autocomplete.Group key={group.label} items={group.items} className="palette__group">
        <Autocomplete.GroupLabel className="palette__title">{group.label}</Autocomplete.GroupLabel>
        <Autocomplete.Collection>
          {(entry: Entry) => <Item key={entry.id} entry={entry} onRun={onRun} />}
        </Autocomplete.Collection>
      </Autocomplete.Group>
    )}
  </Autocomplete.List>
)

const Content = ({ onRun }: { readonly onRun: (entry: Entry) => void }) => {
  const words = useMessages().palette
  const [query, setQuery] = useState('')
  const groups = useGroups(query)
  return (
    <Autocomplete.Root
      open
      inline
      items={groups}
      filter={null}
      autoHighlight="always"
      keepHighlight
      value={query}
      onValueChange={(value, { reason }) => reason !== 'item-press' && setQuery(value)}
      itemToStringValue={(entry: Entry) => entry.label}
    >
      <Autocomplete.InputGroup className="palette__field">
        <Search size={16} aria-hidden className="palette__icon" />
        <Autocomplete.Input className="palette__input" aria-label={words.title} placeholder={words.placeholder} />
      </Autocomplete.InputGroup>
      <div className="palette__results">
        <Autocomplete.Empty>
          <p className="palette__empty">{words.empty}</p>
        </Autocomplete.Empty>
        <Groups onRun={onRun} />
      </div>
    </Autocomplete.Root>
  )
}

export const CommandPalette = () => {
  const { palette: words, common } = useMessages()
  const open = useUi((ui) => ui.paletteOpen)
  const run = (entry: Entry): void => {
    openPalette(false)
    entry.run()
  }
  return (
    <Dialog.Root open={open} onOpenChange={openPalette}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog__scrim palette__scrim" />
        <Dialog.Viewport className="dialog__viewport palette__viewport">
          <Dialog.Popup className="dialog palette" aria-label={words.title}>
            <Content onRun={run} />
            <Dialog.Close className="hidden-visually">{common.close}</Dialog.Close>
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
