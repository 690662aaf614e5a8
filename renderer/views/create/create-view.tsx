// The page that makes a torrent of the user's own files: what it is made of, what is said of it, how far hashing is,
// and what came of it. One may leave it while it works.

import { Button } from '../../components/button.tsx'
import { Note } from '../../components/note.tsx'
import { Progress } from '../../components/progress.tsx'
import { formatRate, formatSizePair } from '../../format/bytes.ts'
import { formatSpan } from '../../format/times.ts'
import { useMessages } from '../../messages/messages.ts'
import { makeTorrent, stopMaking, useCreating } from '../../state/creating.ts'
import { useEngineAway } from '../../state/engine.ts'
import { useSettings } from '../../state/settings.ts'
import { CreateForm } from './create-form.tsx'
import { isOfField, isReady } from './form-check.ts'
import { ResultPanel } from './result-panel.tsx'
import { SourcePanel } from './source-panel.tsx'
import '../../styles/page.css'
import './create-view.css'

const Making = () => {
  const words = useMessages().create
  const units = useSettings(({ look }) => look.units)
  const { progress, form } = useCreating()
  const { hashed = 0, size = 0, rate = 0, remaining = null } = progress ?? {}
  const pair = formatSizePair(hashed, size, units)
  const told = [
    words.progress(pair.part, pair.total, formatRate(rate, units)),
    ...(remaining === null ? [] : [words.remaining(formatSpan(Math.ceil(remaining)))]),
  ]
  return (
    <div className="create__foot">
      <div className="create__making">
        <div className="create__making-words">
          <span className="create__making-name">{words.making(form.name)}</span>
          <span className="numeric">{progress && (hashed === size ? words.finishing : told.join(' · '))}</span>
        </div>
        <Progress value={size > 0 ? hashed / size : null} tone="busy" label={words.making(form.name)} />
      </div>
      <Button onClick={stopMaking}>{words.cancel}</Button>
    </div>
  )
}

const Foot = () => {
  const words = useMessages().create
  const { form, survey } = useCreating()
  const away = useEngineAway()
  return (
    <div className="create__foot">
      <Button look="primary" disabled={away || !isReady(survey, form.name)} onClick={() => void makeTorrent()}>
        {words.confirm}
      </Button>
    </div>
  )
}

const Failure = () => {
  const { errors } = useMessages()
  const error = useCreating((state) => state.error)
  if (error === null || isOfField(error)) return null
  return (
    <Note tone="warning" announced>
      {errors.sentence(error)}
    </Note>
  )
}

export const CreateView = () => {
  const words = useMessages().create
  const { stage, source, result } = useCreating()
  const making = stage === 'making'
  return (
    <div className="page">
      <header className="page__head">
        <h1>{words.title}</h1>
      </header>
      <div className="create__page">
        {stage === 'done' && result ? (
          <ResultPanel result={result} />
        ) : (
          <>
            <SourcePanel disabled={making} />
            <Failure />
            {source && <CreateForm disabled={making} />}
          </>
        )}
      </div>
      {making && <Making />}
      {stage === 'form' && source && <Foot />}
    </div>
  )
}
