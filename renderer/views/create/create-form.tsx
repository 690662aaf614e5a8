// What the user says of the new torrent. What few need stands behind one button.

import { ChevronDown, ChevronRight } from 'lucide-react'
import { useEffect, useRef, useState, type RefObject } from 'react'
import { autoPieceLength, pieceCount, pieceLengths } from '../../../app/creating/piece-length.ts'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { Field } from '../../components/field.tsx'
import { showField } from '../../components/form-fields.ts'
import { Select } from '../../components/select.tsx'
import { Switch } from '../../components/switch.tsx'
import { TextArea } from '../../components/text-area.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { useMessages } from '../../messages/messages.ts'
import { setForm, useCreating } from '../../state/creating.ts'
import { isName } from './form-check.ts'

interface Part {
  readonly disabled: boolean
}

const AUTOMATIC = 0

const PieceLength = ({ disabled }: Part) => {
  const words = useMessages().create
  const { form, survey } = useCreating()
  const size = survey?.size ?? 0
  const automatic = autoPieceLength(size)
  const options = [
    { value: AUTOMATIC, label: size > 0 ? words.automaticWith(words.pieceOf(automatic)) : words.automatic },
    ...pieceLengths.map((length) => ({ value: length, label: words.pieceOf(length) })),
  ]
  return (
    <Field label={words.pieceLength} hint={words.pieceHint}>
      <div className="create__pieces">
        <Select
          value={form.pieceLength ?? AUTOMATIC}
          options={options}
          disabled={disabled}
          aria-label={words.pieceLength}
          onChange={(length) => setForm({ pieceLength: length === AUTOMATIC ? null : length })}
        />
        {size > 0 && (
          <span className="create__count numeric">{words.pieces(pieceCount(size, form.pieceLength ?? automatic))}</span>
        )}
      </div>
    </Field>
  )
}

/** The field has the focus when something is wrong with it that was not while typing. */
const useFocusOn = (fault: unknown): RefObject<HTMLTextAreaElement | null> => {
  const box = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (fault === null || !box.current) return
    box.current.focus()
    showField(box.current)
  }, [fault])
  return box
}

const Trackers = ({ disabled }: Part) => {
  const { create: words, errors, trackers } = useMessages()
  const { form, error, trackerFault } = useCreating()
  const none = error?.code === 'private-without-tracker' ? error : null
  const box = useFocusOn(trackerFault ?? none)
  return (
    <Field
      label={words.trackers}
      hint={form.isPrivate ? words.trackersPrivateHint : words.trackersHint}
      error={none ? errors.sentence(none) : trackerFault && trackers.fault(trackerFault.line, trackerFault.why)}
    >
      <TextArea
        ref={box}
        value={form.trackers}
        rows={5}
        disabled={disabled}
        onChange={(value) => setForm({ trackers: value })}
      />
    </Field>
  )
}

const More = ({ disabled }: Part) => {
  const words = useMessages().create
  const { form, error } = useCreating()
  const wrong = error?.code === 'web-seed-invalid' ? error : null
  const box = useFocusOn(wrong)
  return (
    <div className="create__fields" id="create-more">
      <Field label={words.webSeeds} hint={words.webSeedsHint} error={wrong && words.webSeedWrong(wrong.url)}>
        <TextArea
          ref={box}
          value={form.webSeeds}
          rows={2}
          disabled={disabled}
          onChange={(value) => setForm({ webSeeds: value })}
        />
      </Field>
      <Field label={words.comment}>
        <TextArea value={form.comment} rows={2} disabled={disabled} onChange={(comment) => setForm({ comment })} />
      </Field>
      <Field label={words.sourceTag} hint={words.sourceTagHint}>
        <TextInput
          value={form.source}
          maxLength={255}
          disabled={disabled}
          onChange={(value) => setForm({ source: value })}
        />
      </Field>
      <Checkbox checked={form.dated} disabled={disabled} onChange={(dated) => setForm({ dated })}>
        {words.dated}
      </Checkbox>
    </div>
  )
}

const Switches = ({ disabled }: Part) => {
  const words = useMessages().create
  const { form, survey } = useCreating()
  const cannot = (survey?.renamed ?? 0) > 0
  return (
    <div className="create__switches">
      <Field inline label={words.private} hint={words.privateHint}>
        <Switch checked={form.isPrivate} disabled={disabled} onChange={(isPrivate) => setForm({ isPrivate })} />
      </Field>
      <Field inline label={words.seed} hint={cannot ? words.seedImpossible : words.seedHint}>
        <Switch checked={form.seed && !cannot} disabled={disabled || cannot} onChange={(seed) => setForm({ seed })} />
      </Field>
    </div>
  )
}

export const CreateForm = ({ disabled }: Part) => {
  const words = useMessages().create
  const { form, error } = useCreating()
  const [open, setOpen] = useState(false)
  const shown = open || error?.code === 'web-seed-invalid'
  return (
    <section className="create__section create__fields" aria-label={words.title}>
      <Field label={words.name} hint={words.nameHint} error={isName(form.name) ? null : words.nameWrong}>
        <TextInput value={form.name} maxLength={255} disabled={disabled} onChange={(name) => setForm({ name })} />
      </Field>
      <PieceLength disabled={disabled} />
      <Trackers disabled={disabled} />
      <Switches disabled={disabled} />
      <div>
        <Button
          look="quiet"
          className="create__more"
          icon={shown ? ChevronDown : ChevronRight}
          aria-expanded={shown}
          onClick={() => setOpen(!shown)}
        >
          {words.more}
        </Button>
      </div>
      {shown && <More disabled={disabled} />}
    </section>
  )
}
