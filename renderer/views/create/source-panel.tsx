// What the torrent is made of: a place to drop things on, or what was chosen, with what of it counts and what does not.

import { FileBox, Folder, FileText, FolderOpen, X } from 'lucide-react'
import type { SourceSurvey } from '../../../app/creating/creation.ts'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Note } from '../../components/note.tsx'
import { Spinner } from '../../components/spinner.tsx'
import { formatSize } from '../../format/bytes.ts'
import { useMessages } from '../../messages/messages.ts'
import { chooseSource, forgetSource, setForm, useCreating } from '../../state/creating.ts'
import { useSettings } from '../../state/settings.ts'

const Choose = () => {
  const words = useMessages().create
  return (
    <div className="create__choose">
      <Button look="primary" icon={FolderOpen} onClick={() => void chooseSource('folder')}>
        {words.chooseFolder}
      </Button>
      <Button icon={FileText} onClick={() => void chooseSource('files')}>
        {words.chooseFiles}
      </Button>
    </div>
  )
}

const Nothing = () => {
  const words = useMessages().create
  return (
    <div className="create__drop">
      <FileBox size={28} strokeWidth={1.5} aria-hidden />
      <p className="create__drop-title">{words.dropTitle}</p>
      <p className="create__drop-text">{words.dropText}</p>
      <Choose />
    </div>
  )
}

const Sums = ({ survey }: { readonly survey: SourceSurvey | null }) => {
  const words = useMessages().create
  const units = useSettings(({ look }) => look.units)
  if (survey === null) {
    return (
      <span className="create__sums" role="status">
        <Spinner /> {words.looking}
      </span>
    )
  }
  return (
    <span className="create__sums numeric" role="status">
      {words.sums(survey.files, formatSize(survey.size, units))}
    </span>
  )
}

/** What the user should know before going on. */
const Notes = ({ survey }: { readonly survey: SourceSurvey }) => {
  const words = useMessages().create
  return (
    <>
      {survey.unreadable.length > 0 && (
        <Note tone="warning" announced title={words.unreadableTitle}>
          {words.unreadable(survey.unreadable)}
        </Note>
      )}
      {survey.size === 0 && survey.unreadable.length === 0 && (
        <Note tone="warning" announced>
          {words.empty}
        </Note>
      )}
      {survey.renamed > 0 && <Note>{words.renamed(survey.renamed)}</Note>}
      {survey.leftOut.length > 0 && <Note>{words.leftOut(survey.leftOut)}</Note>}
    </>
  )
}

const Chosen = ({ disabled }: { readonly disabled: boolean }) => {
  const words = useMessages().create
  const { source, survey, form } = useCreating()
  if (!source) return null
  const Icon = survey?.single === true ? FileText : Folder
  return (
    <>
      <div className="create__source">
        <Icon size={20} strokeWidth={1.5} aria-hidden className="create__source-icon" />
        <div className="create__source-names">
          <span className="create__place selectable" title={source.place}>
            {source.place}
          </span>
          <Sums survey={survey} />
        </div>
        <IconButton icon={X} label={words.remove} disabled={disabled} onClick={forgetSource} />
      </div>
      {survey && <Notes survey={survey} />}
      {survey?.single !== true && (
        <Checkbox checked={form.hidden} disabled={disabled} onChange={(hidden) => setForm({ hidden })}>
          {words.hidden}
        </Checkbox>
      )}
    </>
  )
}

export const SourcePanel = ({ disabled }: { readonly disabled: boolean }) => {
  const words = useMessages().create
  const chosen = useCreating(({ source }) => source !== null)
  return (
    <section className="create__section" aria-label={words.source}>
      {chosen ? <Chosen disabled={disabled} /> : <Nothing />}
    </section>
  )
}
