// What can be done at once: add, start, stop and remove the selected torrents, search, and the rates with their limits.

import { ChevronDown, FileBox, FilePlus, Link, Square, Play, Plus, Search, Trash2, X } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../components/menu.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { useMessages } from '../../messages/messages.ts'
import { askForLinks, chooseFiles } from '../../state/adding.ts'
import { remove, start, stop } from '../../state/commands.ts'
import { useEngineAway } from '../../state/engine.ts'
import { chosenIds, useSelection } from '../../state/selecting.ts'
import { setSearch, showView, useUi } from '../../state/ui.ts'
import { focusList } from '../torrents/grid-parts.ts'
import { shortcut } from './platform.ts'
import { Rates } from './rates.tsx'
import { SEARCH_ID } from './shortcuts.ts'
import './toolbar.css'

const AddMenu = ({ disabled }: { readonly disabled: boolean }) => {
  const words = useMessages().frame
  return (
    <Menu
      trigger={
        <Button icon={Plus} after={ChevronDown} disabled={disabled}>
          {words.add}
        </Button>
      }
    >
      <MenuItem icon={FilePlus} shortcut={shortcut('O')} onSelect={chooseFiles}>
        {words.addFiles}
      </MenuItem>
      <MenuItem icon={Link} shortcut={shortcut('V')} onSelect={() => askForLinks(true)}>
        {words.addLinks}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={FileBox} shortcut={shortcut('N')} onSelect={() => showView('create')}>
        {words.create}
      </MenuItem>
    </Menu>
  )
}

const ForChosen = ({ disabled }: { readonly disabled: boolean }) => {
  const words = useMessages().frame
  const count = useSelection(({ chosen }) => chosen.size)
  const off = disabled || count === 0
  return (
    <div className="toolbar__group">
      <IconButton
        icon={Play}
        label={words.start}
        hint={words.startChosen(count)}
        disabled={off}
        onClick={() => start(chosenIds())}
      />
      <IconButton
        icon={Square}
        label={words.stop}
        hint={words.stopChosen(count)}
        disabled={off}
        onClick={() => stop(chosenIds())}
      />
      <IconButton
        icon={Trash2}
        label={words.remove}
        hint={words.removeChosen(count)}
        disabled={off}
        onClick={() => remove(chosenIds())}
      />
    </div>
  )
}

const SearchField = () => {
  const { common, frame: words } = useMessages()
  const search = useUi((ui) => ui.search)
  return (
    <TextInput
      id={SEARCH_ID}
      type="search"
      className="toolbar__search"
      icon={Search}
      value={search}
      onChange={setSearch}
      placeholder={words.searchPlaceholder}
      aria-label={words.search}
      aria-keyshortcuts="Control+F Meta+F"
      onKeyDown={(event) => {
        if (event.key === 'Escape') setSearch('')
        if (event.key === 'Escape' || event.key === 'ArrowDown' || event.key === 'Enter') focusList()
      }}
      end={search !== '' && <IconButton icon={X} label={common.clearSearch} small onClick={() => setSearch('')} />}
    />
  )
}

export const Toolbar = () => {
  const words = useMessages().frame
  const away = useEngineAway()
  return (
    <div className="toolbar" role="toolbar" aria-label={words.toolbar}>
      <AddMenu disabled={away} />
      <ForChosen disabled={away} />
      <div className="toolbar__room" />
      <SearchField />
      <Rates />
    </div>
  )
}
