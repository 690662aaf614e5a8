// Normal and alternative limits, where one looks for them: at the rates. The same settings as on the settings page.

import { Turtle } from 'lucide-react'
import { RateInput } from '../../components/rate-input.tsx'
import { useMessages } from '../../messages/messages.ts'
import { changeSettings, useSettings } from '../../state/settings.ts'
import './limits-form.css'

type LimitKey = 'down' | 'up' | 'alternativeDown' | 'alternativeUp'

const Limit = ({ name, which }: { readonly name: LimitKey; readonly which: string }) => {
  const words = useMessages().frame
  const units = useSettings(({ look }) => look.units)
  const value = useSettings(({ limits }) => limits[name])
  const isDown = name === 'down' || name === 'alternativeDown'
  return (
    <div className="limits-form__limit">
      <span>{isDown ? words.limitDown : words.limitUp}</span>
      <RateInput
        value={value}
        units={units}
        aria-label={isDown ? words.limitDownLabel(which) : words.limitUpLabel(which)}
        onCommit={(rate) => void changeSettings({ limits: { [name]: rate } })}
      />
    </div>
  )
}

interface TitleProps {
  readonly name: string
  readonly inForce: boolean
  readonly slow?: boolean
}

const Title = ({ name, inForce, slow = false }: TitleProps) => {
  const words = useMessages().frame
  return (
    <legend className="limits-form__title">
      {slow && <Turtle size={16} aria-hidden />}
      {name}
      {inForce && <span className="limits-form__force">{words.limitsInForce}</span>}
    </legend>
  )
}

export const LimitsForm = () => {
  const words = useMessages().frame
  const alternative = useSettings(({ limits }) => limits.alternative)
  return (
    <div className="limits-form">
      <fieldset className="limits-form__set">
        <Title name={words.limitsNormal} inForce={!alternative} />
        <Limit name="down" which={words.limitsNormal} />
        <Limit name="up" which={words.limitsNormal} />
      </fieldset>
      <fieldset className="limits-form__set">
        <Title name={words.limitsAlternative} inForce={alternative} slow />
        <Limit name="alternativeDown" which={words.limitsAlternative} />
        <Limit name="alternativeUp" which={words.limitsAlternative} />
      </fieldset>
      <p className="limits-form__hint">{words.limitHint}</p>
    </div>
  )
}
