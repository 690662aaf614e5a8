// Says what is the matter while the engine is not running. A start that goes well is too short to speak of.

import { LoaderCircle, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { EngineState } from '../../../app/ipc/contract.ts'
import { Banner } from '../../components/banner.tsx'
import { Button } from '../../components/button.tsx'
import { useMessages, type Messages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { useEngine } from '../../state/engine.ts'
import './engine-banner.css'

const GRACE = 1500

/** The time, told each second while `running`. */
const useNow = (running: boolean): number => {
  const [now, setNow] = useState(() => performance.now())
  useEffect(() => {
    if (!running) return
    setNow(performance.now())
    const timer = setInterval(() => setNow(performance.now()), 1000)
    return () => clearInterval(timer)
  }, [running])
  return now
}

type Restarting = Extract<EngineState, { readonly state: 'restarting' }>

const Spinner = () => <LoaderCircle size={16} aria-hidden className="engine-banner__spinner" />

const Retry = ({ words }: { readonly words: Messages['frame'] }) => (
  <Button onClick={() => void act('engine.retry', undefined)}>{words.engineRetry}</Button>
)

const RestartBanner = ({ engine, since, words }: { engine: Restarting; since: number; words: Messages['frame'] }) => {
  const now = useNow(true)
  const seconds = Math.ceil((since + engine.inMs - now) / 1000)
  return (
    <Banner mark={<Spinner />} title={words.engineRestarts[engine.why]} actions={<Retry words={words} />}>
      {[words.engineAttempt(engine.attempt), words.engineRestartingIn(seconds), words.engineKept].join(' ')}
    </Banner>
  )
}

const FailedBanner = ({ logId, words }: { logId: string; words: Messages['frame'] }) => (
  <Banner
    tone="danger"
    mark={<TriangleAlert size={16} aria-hidden />}
    title={words.engineFailed}
    actions={<Retry words={words} />}
  >
    {words.engineFailedText(logId)}
  </Banner>
)

const content = (engine: EngineState, since: number, words: Messages['frame']) => {
  switch (engine.state) {
    case 'running':
      return null
    case 'restarting':
      return <RestartBanner engine={engine} since={since} words={words} />
    case 'failed':
      return <FailedBanner logId={engine.logId} words={words} />
    case 'starting':
      return <Banner mark={<Spinner />} title={words.engineStarting} />
    case 'stopping':
      return <Banner mark={<Spinner />} title={words.engineStopping} />
  }
}

/** What is announced: once for each state, never the seconds. */
const spoken = (engine: EngineState, words: Messages['frame']): string => {
  if (engine.state === 'restarting') return words.engineRestarts[engine.why]
  return engine.state === 'failed' ? words.engineFailed : ''
}

/** True once `waiting` has lasted a while. */
const useLasting = (waiting: boolean): boolean => {
  const [lasting, setLasting] = useState(false)
  useEffect(() => {
    if (!waiting) return setLasting(false)
    const timer = setTimeout(() => setLasting(true), GRACE)
    return () => clearTimeout(timer)
  }, [waiting])
  return lasting
}

export const EngineBanner = () => {
  const words = useMessages().frame
  const { engine, since } = useEngine()
  const starting = engine.state === 'starting'
  const lasting = useLasting(starting)
  return (
    <>
      <p role="status" className="hidden-visually">
        {spoken(engine, words)}
      </p>
      {(!starting || lasting) && content(engine, since, words)}
    </>
  )
}
