// A wallet from elsewhere: words, a private key or a wallet file. What it holds is shown before anything is kept.

import { useRef, useState } from 'react'
import type { ImportPreview, ImportSource } from '../../../app/ipc/key-window-contract.ts'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { TextArea } from '../../components/text-area.tsx'
import { useMessages } from '../../messages/messages.ts'
import { askKeys } from '../../state/keys.ts'
import { useAttempt } from './attempt.ts'
import { ImportPreviewScreen } from './import-preview.tsx'
import { PasswordField } from './password-field.tsx'
import { Screen } from './screen.tsx'

interface Typed {
  readonly from: ImportSource['from']
  readonly words: string
  readonly passphrase: string
  readonly key: string
  readonly file: File | null
  readonly password: string
}

const blank: Typed = { from: 'words', words: '', passphrase: '', key: '', file: null, password: '' }

const isComplete = ({ from, words, key, file, password }: Typed): boolean => {
  if (from === 'words') return words.trim() !== ''
  return from === 'key' ? key.trim() !== '' : file !== null && password !== ''
}

const encoder = new TextEncoder()

/** With the bytes that are secret, to be wiped afterwards. */
const sourceOf = async (typed: Typed): Promise<{ source: ImportSource; secret: readonly Uint8Array[] }> => {
  if (typed.from === 'words') {
    const words = encoder.encode(typed.words)
    const passphrase = typed.passphrase === '' ? null : encoder.encode(typed.passphrase)
    return { source: { from: 'words', words, passphrase }, secret: passphrase ? [words, passphrase] : [words] }
  }
  if (typed.from === 'key') {
    const key = encoder.encode(typed.key.trim())
    return { source: { from: 'key', key }, secret: [key] }
  }
  const password = encoder.encode(typed.password)
  const file = new Uint8Array((await typed.file?.arrayBuffer()) ?? new ArrayBuffer(0))
  return { source: { from: 'file', file, password }, secret: [password] }
}

const preview = async (typed: Typed) => {
  const { source, secret } = await sourceOf(typed)
  const result = await askKeys('key.previewImport', source)
  for (const bytes of secret) bytes.fill(0)
  return result
}

interface PartProps {
  readonly typed: Typed
  readonly onChange: (change: Partial<Typed>) => void
}

const WordsPart = ({ typed, onChange }: PartProps) => {
  const words = useMessages().keys
  return (
    <>
      <Field label={words.importWords} hint={words.importWordsHint}>
        <TextArea
          rows={3}
          autoComplete="off"
          autoCapitalize="none"
          value={typed.words}
          onChange={(value) => onChange({ words: value })}
        />
      </Field>
      <PasswordField
        label={words.passphrase}
        hint={words.passphraseHint}
        value={typed.passphrase}
        onChange={(passphrase) => onChange({ passphrase })}
      />
    </>
  )
}

const FilePart = ({ typed, onChange }: PartProps) => {
  const words = useMessages().keys
  const chooser = useRef<HTMLInputElement>(null)
  return (
    <>
      <Field label={words.importFile} hint={words.importFileHint}>
        <div className="keys__file">
          <Button onClick={() => chooser.current?.click()}>{words.importFileChoose}</Button>
          {typed.file !== null && <span className="selectable">{words.importFileChosen(typed.file.name)}</span>}
          <input
            ref={chooser}
            type="file"
            hidden
            aria-label={words.importFile}
            onChange={(event) => onChange({ file: event.target.files?.[0] ?? null })}
          />
        </div>
      </Field>
      <PasswordField
        label={words.importFilePassword}
        value={typed.password}
        onChange={(password) => onChange({ password })}
      />
    </>
  )
}

const Part = ({ typed, onChange }: PartProps) => {
  const words = useMessages().keys
  if (typed.from === 'words') return <WordsPart typed={typed} onChange={onChange} />
  if (typed.from === 'file') return <FilePart typed={typed} onChange={onChange} />
  return (
    <PasswordField
      label={words.importKey}
      hint={words.importKeyHint}
      value={typed.key}
      onChange={(key) => onChange({ key })}
    />
  )
}

export const ImportScreen = ({ onDone }: { readonly onDone: () => void }) => {
  const words = useMessages().keys
  const [typed, setTyped] = useState(blank)
  const [found, setFound] = useState<ImportPreview | null>(null)
  const attempt = useAttempt()
  if (found !== null) return <ImportPreviewScreen found={found} onBack={() => setFound(null)} onDone={onDone} />
  const change = (part: Partial<Typed>): void => setTyped({ ...typed, ...part })
  return (
    <Screen
      title={words.titles.import}
      error={attempt.error}
      busy={attempt.busy}
      disabled={!isComplete(typed)}
      action={words.look}
      onAction={() => attempt.run(() => preview(typed), setFound)}
      leave={words.cancel}
      onLeave={onDone}
    >
      <Segmented
        label={words.importFrom}
        value={typed.from}
        options={[
          { value: 'words', label: words.fromWords },
          { value: 'key', label: words.fromKey },
          { value: 'file', label: words.fromFile },
        ]}
        onChange={(from) => change({ from })}
      />
      <Part typed={typed} onChange={change} />
    </Screen>
  )
}
