// Speed with play money at one press: what will be seen, and the button that begins it. Without the practice network it
// leads there first.

import { Sprout } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { PracticeBadge } from '../../components/practice-badge.tsx'
import { useMessages } from '../../messages/messages.ts'
import { api } from '../../state/api.ts'
import { useSpeed } from '../../state/speed.ts'
import { endTrial, startTrial } from '../../state/speed-setup.ts'
import { practise } from '../../state/wallet.ts'
import { chooseDetailsTab } from '../details/details-tab.ts'
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

const begin = (): void => void startTrial(() => chooseDetailsTab('speed'))

export const TrialPanel = () => {
  const words = useMessages().speedSetup
  const practice = useSpeed(({ state }) => state?.practice === true && state.obstacle !== 'no-wallet')
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
      ) : practice ? (
        <Button look="primary" onClick={begin}>
          {words.tryStart}
        </Button>
      ) : (
        <Button onClick={() => void practise()}>{words.tryNeedsPractice}</Button>
      )}
    </section>
  )
}
