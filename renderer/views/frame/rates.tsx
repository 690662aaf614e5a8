// The rates of all torrents together, the limits behind them, and the turtle that switches to the alternative ones.

import { ArrowDown, ArrowDownToLine, ArrowUp, ArrowUpToLine, Turtle, type LucideIcon } from 'lucide-react'
import { useState, type ComponentPropsWithRef } from 'react'
import { effectiveLimits, type Settings } from '../../../app/settings/settings.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { Popover } from '../../components/popover.tsx'
import { Tooltip } from '../../components/tooltip.tsx'
import { formatRate, steadyScale, type Units } from '../../format/bytes.ts'
import { useMessages } from '../../messages/messages.ts'
import { switchAlternative } from '../../state/commands.ts'
import { useEngine, useEngineAway } from '../../state/engine.ts'
import { useSettings } from '../../state/settings.ts'
import { LimitsForm } from './limits-form.tsx'
import './rates.css'

/** A rate that stays in its unit until it has clearly left it. */
const useSteadyRate = (rate: number, units: Units): string => {
  const [scale, setScale] = useState<number | null>(null)
  const next = steadyScale(rate, units, scale)
  if (next !== scale) setScale(next)
  return formatRate(rate, units, next)
}

interface RateProps {
  readonly icon: LucideIcon
  readonly rate: string
  readonly tone: 'down' | 'up'
}

const Rate = ({ icon: Icon, rate, tone }: RateProps) => (
  <span aria-hidden className={`rates__rate rates__rate--${tone}`}>
    <Icon size={14} strokeWidth={2.25} aria-hidden />
    <span className="numeric">{rate}</span>
  </span>
)

interface RatesButtonProps extends ComponentPropsWithRef<'button'> {
  readonly down: string
  readonly up: string
  readonly limits: Limits
  readonly units: Units
}

/** An arrow that ends at a line: a limit is in force. */
const RatesButton = ({ down, up, limits, units, ...rest }: RatesButtonProps) => {
  const words = useMessages().frame
  const hint = words.ratesHint(limitText(limits.down, units, words.noLimit), limitText(limits.up, units, words.noLimit))
  return (
    <Tooltip text={hint}>
      <button type="button" {...rest} className="rates__button">
        <span className="hidden-visually">{words.rates(down, up)}</span>
        <Rate icon={limits.down === null ? ArrowDown : ArrowDownToLine} rate={down} tone="down" />
        <Rate icon={limits.up === null ? ArrowUp : ArrowUpToLine} rate={up} tone="up" />
      </button>
    </Tooltip>
  )
}

type Limits = ReturnType<typeof effectiveLimits>

const limitText = (limit: number | null, units: Units, none: string): string =>
  limit === null ? none : formatRate(limit, units)

const TurtleButton = ({ limits, units }: { limits: Settings['limits']; units: Units }) => {
  const words = useMessages().frame
  const down = limitText(limits.alternativeDown, units, words.noLimit)
  const up = limitText(limits.alternativeUp, units, words.noLimit)
  return (
    <IconButton
      icon={Turtle}
      label={words.turtle}
      hint={words.turtleHint(limits.alternative, down, up)}
      pressed={limits.alternative}
      onClick={() => switchAlternative(!limits.alternative)}
    />
  )
}

export const Rates = () => {
  const words = useMessages().frame
  const units = useSettings(({ look }) => look.units)
  const limits = useSettings((settings) => settings.limits)
  const stats = useEngine((engine) => engine.stats)
  const unknown = useMessages().units.unknown
  const away = useEngineAway()
  const downRate = useSteadyRate(stats.downRate, units)
  const upRate = useSteadyRate(stats.upRate, units)
  const [down, up] = away ? [unknown, unknown] : [downRate, upRate]
  return (
    <div className="rates">
      <Popover
        label={words.limits}
        align="end"
        trigger={<RatesButton down={down} up={up} limits={effectiveLimits(limits)} units={units} />}
      >
        <LimitsForm />
      </Popover>
      <TurtleButton limits={limits} units={units} />
    </div>
  )
}
