// When a torrent has seeded enough: as the settings say, by goals of its own, or never; and what happens then.

import { MOST_MINUTES, MOST_RATIO, type OwnGoals } from '../../../app/torrent/options.ts'
import { Field } from '../../components/field.tsx'
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

interface GoalProps {
  readonly label: string
  readonly value: OwnGoals['ratio']
  readonly first: number
  /** What the settings say, as text. */
  readonly global: string
  readonly bounds: NumberBounds
  readonly wrong: string
  readonly unit?: string
  readonly onChange: (value: OwnGoals['ratio']) => void
}

const kinds: readonly GoalKind[] = ['global', 'own', 'none']

const Goal = ({ label, value, first, global, bounds, wrong, unit, onChange }: GoalProps) => {
  const words = useMessages().control
  const labelOf = (kind: GoalKind): string => (kind === 'global' ? global : words.goalKinds[kind])
  return (
    <Field inline label={label}>
      <div className="limits-dialog__goal">
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
          value={kindOf(value)}
          options={kinds.map((kind) => ({ value: kind, label: labelOf(kind) }))}
          aria-label={label}
          onChange={(kind) => onChange(goalOfKind(kind, first))}
        />
      </div>
    </Field>
  )
}

const actions: readonly OwnGoals['action'][] = ['global', 'stop', 'remove']

export const GoalsPart = ({ options: { goals }, onChange }: PartProps) => {
  const words = useMessages().control
  const { ratio, minutes } = useSettings(({ seeding }) => seeding)
  return (
    <fieldset className="limits-dialog__part">
      <legend className="limits-dialog__title">{words.goalsTitle}</legend>
      <Goal
        label={words.ratioGoal}
        value={goals.ratio}
        first={ratio ?? FIRST.ratio}
        global={words.goalGlobal(ratio === null ? null : formatRatio(ratio))}
        bounds={RATIO}
        wrong={words.ratioWrong}
        onChange={(next) => onChange({ goals: { ratio: next } })}
      />
      <Goal
        label={words.timeGoal}
        value={goals.minutes}
        first={minutes ?? FIRST.minutes}
        global={words.goalGlobal(minutes === null ? null : words.timeText(formatCount(minutes)))}
        bounds={MINUTES}
        wrong={words.timeWrong}
        unit={words.minutes}
        onChange={(next) => onChange({ goals: { minutes: next } })}
      />
      <Field inline label={words.action} hint={words.actionHint}>
        <Select
          value={goals.action}
          options={actions.map((action) => ({ value: action, label: words.actions[action] }))}
          aria-label={words.action}
          onChange={(action) => onChange({ goals: { action } })}
        />
      </Field>
    </fieldset>
  )
}
