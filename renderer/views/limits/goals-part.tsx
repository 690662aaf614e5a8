// When torrents have seeded enough: as the settings say, by goals of their own, or never; and what happens then.

import { MOST_MINUTES, MOST_RATIO, type OwnGoals } from '../../../app/torrent/options.ts'
import { Field } from '../../components/field.tsx'
import { MIXED, type Mixed } from '../../components/mixed.ts'
import { NumberInput } from '../../components/number-input.tsx'
import type { NumberBounds } from '../../components/number-text.ts'
import { Select } from '../../components/select.tsx'
import { formatCount, formatRatio } from '../../format/numbers.ts'
import { useMessages } from '../../messages/messages.ts'
import { useSettings } from '../../state/settings.ts'
import { goalOfKind, kindOf, type GoalKind } from './options-patch.ts'
import type { PartProps } from './limits-dialog.tsx'

const RATIO: NumberBounds = { min: 0, max: MOST_RATIO, decimals: 3 }
const MINUTES: NumberBounds = { min: 0, max: MOST_MINUTES, decimals: 0 }
/** What one's own begins with where the settings have none. */
const FIRST = { ratio: 2, minutes: 1_440 }

type GoalValue = OwnGoals['ratio'] | Mixed

interface GoalProps {
  readonly label: string
  readonly before: GoalValue
  readonly value: GoalValue
  readonly first: number
  /** What the settings say, as text. */
  readonly global: string
  readonly bounds: NumberBounds
  readonly wrong: string
  readonly unit?: string
  /** Undefined: as each of them has it. */
  readonly onChange: (value: OwnGoals['ratio'] | undefined) => void
}

const kinds: readonly GoalKind[] = ['global', 'own', 'none']

/** The choices, and among them that of leaving what differs as it is. */
const choices = <T extends string>(before: unknown, all: readonly T[]): readonly (T | Mixed)[] =>
  before === MIXED ? [MIXED, ...all] : all

const Goal = ({ label, before, value, first, global, bounds, wrong, unit, onChange }: GoalProps) => {
  const { control: words, common } = useMessages()
  const labelOf = (kind: GoalKind | Mixed): string => {
    if (kind === MIXED) return common.mixed
    return kind === 'global' ? global : words.goalKinds[kind]
  }
  return (
    <Field inline label={label}>
      <div className="limits-dialog__control">
        {typeof value === 'number' && (
          <NumberInput
            value={value}
            bounds={bounds}
            wrong={wrong}
            aria-label={label}
            {...(unit !== undefined && { unit })}
            onCommit={(next) => next !== null && onChange(next)}
          />
        )}
        <Select
          value={value === MIXED ? MIXED : kindOf(value)}
          options={choices(before, kinds).map((kind) => ({ value: kind, label: labelOf(kind) }))}
          aria-label={label}
          onChange={(kind) => onChange(kind === MIXED ? undefined : goalOfKind(kind, first))}
        />
      </div>
    </Field>
  )
}

const actions: readonly OwnGoals['action'][] = ['global', 'stop', 'remove']

const Action = ({ before, options: { goals }, onChange }: PartProps) => {
  const { control: words, common } = useMessages()
  const global = useSettings(({ seeding }) => seeding.action)
  const labelOf = (action: OwnGoals['action'] | Mixed): string => {
    if (action === MIXED) return common.mixed
    return action === 'global' ? words.actionGlobal(words.actions[global]) : words.actions[action]
  }
  return (
    <Field inline label={words.action} hint={words.actionHint}>
      <Select
        value={goals.action}
        options={choices(before.goals.action, actions).map((action) => ({
          value: action,
          label: labelOf(action),
        }))}
        aria-label={words.action}
        onChange={(action) => onChange({ goals: { action: action === MIXED ? undefined : action } })}
      />
    </Field>
  )
}

export const GoalsPart = (part: PartProps) => {
  const words = useMessages().control
  const { before, options, onChange } = part
  const { ratio, minutes } = useSettings(({ seeding }) => seeding)
  return (
    <fieldset className="limits-dialog__part">
      <legend className="limits-dialog__title">{words.goalsTitle}</legend>
      <Goal
        label={words.ratioGoal}
        before={before.goals.ratio}
        value={options.goals.ratio}
        first={ratio ?? FIRST.ratio}
        global={words.goalGlobal(ratio === null ? null : formatRatio(ratio))}
        bounds={RATIO}
        wrong={words.ratioWrong}
        onChange={(next) => onChange({ goals: { ratio: next } })}
      />
      <Goal
        label={words.timeGoal}
        before={before.goals.minutes}
        value={options.goals.minutes}
        first={minutes ?? FIRST.minutes}
        global={words.goalGlobal(minutes === null ? null : words.timeText(formatCount(minutes)))}
        bounds={MINUTES}
        wrong={words.timeWrong}
        unit={words.minutes}
        onChange={(next) => onChange({ goals: { minutes: next } })}
      />
      <Action {...part} />
    </fieldset>
  )
}
