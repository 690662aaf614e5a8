// Speed with play money at one press: what will be seen, and the button that begins it, on the Practice network, which
// it says where another one is chosen. While it runs: where it is to be seen, and its end.

import { Sprout } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { PracticeBadge } from '../../components/practice-badge.tsx'
import { useMessages } from '../../messages/messages.ts'
import { useSpeed } from '../../state/speed.ts'
import { endTrial, startTrial } from '../../state/speed-setup.ts'
import { useSettings } from '../../state/settings.ts'
import { useSetUp } from './trial-set-up.ts'
import { showTrial } from './trial-tab.ts'
import './trial-panel.css'

const Running = ({ begun }: { readonly begun: boolean }) => {
  const words = useMessages().speedSetup
  const { text } = useSetUp()
  return (
    <>
      <p role="status">{begun ? text : words.tryStarting}</p>
      <div className="trial__actions">
        {begun && (
          <Button look="primary" onClick={showTrial}>
            {words.tryShow}
          </Button>
        )}
        <Button onClick={endTrial}>{words.tryStop}</Button>
      </div>
    </>
  )
}

export const TrialPanel = () => {
  const words = useMessages().speedSetup
  const elsewhere = useSettings(({ wallet: { network } }) => network !== null && network !== 'practice')
  const trial = useSpeed(({ state }) => state?.demo ?? null)
  return (
    <section className="trial" aria-label={words.try}>
      <header className="trial__head">
        <Sprout size={16} aria-hidden />
        <h2>{words.try}</h2>
        <PracticeBadge small />
      </header>
      <p>{words.tryText}</p>
      {trial !== null ? (
        <Running begun={trial.id !== null} />
      ) : (
        <Button look={elsewhere ? 'normal' : 'primary'} onClick={() => void startTrial()}>
          {elsewhere ? words.tryElsewhere : words.tryStart}
        </Button>
      )}
    </section>
  )
}
