// A number, empty for none. Given out when the field is left, Enter is pressed or its form is sent; Escape takes back
// what was typed. What cannot be one is said beneath and not given out. Of several that differ it is empty until it is
// typed in.

import { useEffect, useId, useRef, useState } from 'react'
import { fail, type Result } from '../../app/result.ts'
import { useMessages } from '../messages/messages.ts'
import { classes } from './class-names.ts'
import { intoSight, useFormField } from './form-fields.ts'
import { MIXED, type Mixed } from './mixed.ts'
import { numberToText, textToNumber, type NumberBounds } from './number-text.ts'
import { TextInput } from './text-input.tsx'
import './number-input.css'

export interface NumberInputProps {
  readonly value: number | null | Mixed
  readonly bounds: NumberBounds
  readonly onCommit: (value: number | null) => void
  /** What an empty field means; without it, empty is wrong. */
  readonly none?: string
  /** Said beneath when what was typed cannot be taken. */
  readonly wrong: string
  readonly unit?: string
  /** As a line of text: as wide as its place, from the left. */
  readonly wide?: boolean
  readonly disabled?: boolean
  readonly 'aria-label': string
}

type Draft = Pick<NumberInputProps, 'value' | 'bounds' | 'none' | 'onCommit'>

const useDraft = ({ value, bounds, none, onCommit }: Draft) => {
  const shown = value === MIXED ? '' : numberToText(value, bounds)
  const [text, setText] = useState(shown)
  const [typed, setTyped] = useState(false)
  const [refused, setRefused] = useState(false)
  const restore = (): void => {
    setText(shown)
    setTyped(false)
    setRefused(false)
  }
  useEffect(restore, [shown, value])
  /** Left as each of them has it. */
  const mixed = value === MIXED && !(typed && (text !== '' || none !== undefined))
  const read = (from: string): Result<number | null, 'wrong'> => {
    const number = textToNumber(from, bounds)
    return number.ok && number.value === null && none === undefined ? fail('wrong') : number
  }
  const commit = (): boolean => {
    if (mixed) return true
    const number = read(text)
    setRefused(!number.ok)
    if (number.ok && number.value !== value) onCommit(number.value)
    return number.ok
  }
  const change = (next: string): void => {
    setText(next)
    setTyped(true)
    if (refused) setRefused(!read(next).ok)
  }
  return { text, refused: refused && !mixed, mixed, change, commit, restore }
}

export const NumberInput = (props: NumberInputProps) => {
  const { bounds, none, wrong, unit, wide, disabled = false, 'aria-label': label } = props
  const words = useMessages().common
  const { text, refused, mixed, change, commit, restore } = useDraft(props)
  const box = useRef<HTMLInputElement>(null)
  const faultId = useId()
  useFormField(box, commit)
  return (
    <div className={classes('number-input', wide && 'number-input--wide')}>
      <div className="number-input__row">
        <TextInput
          ref={box}
          className="number-input__number numeric"
          inputMode={bounds.decimals === 0 ? 'numeric' : 'decimal'}
          value={text}
          disabled={disabled}
          placeholder={mixed ? words.mixed : none}
          end={text === '' ? undefined : unit}
          aria-label={mixed ? words.mixedName(label) : label}
          aria-invalid={refused}
          aria-describedby={refused ? faultId : undefined}
          onChange={change}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit()
            if (event.key === 'Escape') restore()
          }}
        />
      </div>
      {refused && (
        <p ref={intoSight} id={faultId} className="number-input__fault">
          {wrong}
        </p>
      )}
    </div>
  )
}
