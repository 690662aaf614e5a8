// Speed with play money at one press: what will be seen, and the button that begins it, on the Practice network, which it
// says where another one is chosen.

import { Sprout } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { PracticeBadge } from '../../components/practice-badge.tsx'
import { useMessages } from '../../messages/messages.ts'
import { api } from '../../state/api.ts'
import { useSpeed } from '../../state/speed.ts'
import { endTrial, startTrial } from '../../state/speed-setup.ts'
import { useSettings } from '../../state/settings.ts'
import './trial-panel.css'

/** Whether main has a swarm to try it on: asked by ending what does not run. */
const useTrials = (): boolean => {
  const [there, setThere] = useState(false)
  useEffect(() => {
    let current = true
    const ask = async (): Promise<void> => {
      const running = useSpeed.getState().state?.demo != null
      const answer = running ? null : await api().call('speed.demo', { on: false })
      if (current) setThere(answer === null || answer.ok)
    }
    void ask()
    return () => {
      current = false
    }
  }, [])
  return there
}

export const TrialPanel = () => {
  const words = useMessages().speedSetup
  const elsewhere = useSettings(({ wallet: { network } }) => network !== null && network !== 'practice')
  const running = useSpeed(({ state }) => state !== null && state.demo !== null)
  const there = useTrials()
  if (!there) return null
  return (
    <section className="trial" aria-label={words.try}>
      <header className="trial__head">
        <Sprout size={16} aria-hidden />
        <h2>{words.try}</h2>
        <PracticeBadge small />
      </header>
      <p>{words.tryText}</p>
      {running ? (
        <Button onClick={endTrial}>{words.tryStop}</Button>
      ) : (
        <Button look={elsewhere ? 'normal' : 'primary'} onClick={() => void startTrial()}>
          {elsewhere ? words.tryElsewhere : words.tryStart}
        </Button>
      )}
    </section>
  )
}
