// The torrent that was made: where it was saved, what it is, and what one may want to do with it now.

import { CircleCheck, Copy, FolderOpen, Save } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Created } from '../../../app/creating/creation.ts'
import { Button } from '../../components/button.tsx'
import { Note } from '../../components/note.tsx'
import { formatSize } from '../../format/bytes.ts'
import { useMessages, type Messages } from '../../messages/messages.ts'
import { copyMagnet, makeAnother, saveAgain, showSaved } from '../../state/creating.ts'
import { useSettings } from '../../state/settings.ts'

const seedingWords = (words: Messages['create'], seeding: Created['seeding']): string | null => {
  if (seeding === null) return null
  if (seeding === 'added') return words.seeding
  return seeding === 'known' ? words.known : words.notSeeding(seeding)
}

const Buttons = ({ saved }: Pick<Created, 'saved'>) => {
  const words = useMessages().create
  const isSaved = 'path' in saved
  return (
    <div className="create__choose">
      <Button look={isSaved ? 'normal' : 'primary'} icon={Save} onClick={() => void saveAgain()}>
        {isSaved ? words.saveAgain : words.save}
      </Button>
      {isSaved && (
        <Button icon={FolderOpen} onClick={showSaved}>
          {words.show}
        </Button>
      )}
      <Button icon={Copy} onClick={() => void copyMagnet()}>
        {words.copyMagnet}
      </Button>
      <Button look="quiet" onClick={makeAnother}>
        {words.another}
      </Button>
    </div>
  )
}

export const ResultPanel = ({ result }: { readonly result: Created }) => {
  const { create: words, errors } = useMessages()
  const units = useSettings(({ look }) => look.units)
  const title = useRef<HTMLHeadingElement>(null)
  // The button that had the focus is gone.
  useEffect(() => {
    if (document.activeElement === document.body) title.current?.focus()
  }, [])
  const { name, id, size, pieceCount, pieceLength, saved, seeding } = result
  const seeds = seedingWords(words, seeding)
  const failed = typeof seeding === 'object' && seeding !== null
  return (
    <section className="create__section create__result" aria-labelledby="create-done">
      <h2 ref={title} id="create-done" className="create__done" tabIndex={-1}>
        <CircleCheck size={20} aria-hidden />
        <span role="status">{words.done(name)}</span>
      </h2>
      <p className="numeric">{words.facts(formatSize(size, units), pieceCount, words.pieceOf(pieceLength))}</p>
      <dl className="create__facts">
        {'path' in saved && (
          <>
            <dt>{words.savedAs}</dt>
            <dd className="selectable">{saved.path}</dd>
          </>
        )}
        <dt>{words.infoHash}</dt>
        <dd className="selectable create__hash">{id}</dd>
      </dl>
      {'error' in saved && (
        <Note tone="warning" announced>
          {words.notSaved(errors.sentence(saved.error))}
        </Note>
      )}
      {seeds !== null && <Note tone={failed ? 'warning' : 'neutral'}>{seeds}</Note>}
      <Buttons saved={saved} />
    </section>
  )
}
