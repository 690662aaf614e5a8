// Where the engine's events and states go: to the window as they are, and to the parts of main that act on them.
// Only events named here go anywhere.

import type { EngineState } from '../../app/ipc/contract.ts'
import type { EngineEvents } from '../../app/ipc/engine-contract.ts'
import type { CandidateMemory } from '../ipc/candidate-memory.ts'
import type { EngineMemory } from '../ipc/engine-memory.ts'
import type { WindowLink } from '../ipc/window-link.ts'
import type { Log } from '../log/log.ts'
import type { Supervisor } from '../supervisor/supervisor.ts'
import type { Intake } from './intake.ts'
import type { Presence } from './presence.ts'

interface Recipients {
  readonly link: WindowLink
  readonly memory: EngineMemory
  readonly candidates: CandidateMemory
  readonly intake: Intake
  readonly presence: Presence
  readonly speed: {
    ask(ask: EngineEvents['speed.ask']): void
    tick(tick: EngineEvents['speed.tick']): void
    engineRuns(running: boolean): void
    listChanged(): void
  }
  readonly log: Log
}

type Routes = { readonly [N in keyof EngineEvents]: (data: EngineEvents[N]) => void }

const routes = ({ link, presence, speed, log }: Recipients): Routes => ({
  'torrents.delta': (delta) => {
    presence.activity.take(delta)
    if (delta.added.length + delta.removed.length > 0) speed.listChanged()
    link.emit('torrents.delta', delta)
  },
  'session.stats': (stats) => {
    presence.stats = stats
    link.emit('session.stats', stats)
  },
  'details.update': (update) => link.emit('details.update', update),
  'add.offered': (candidate) => link.emit('add.offered', candidate),
  'create.progress': (progress) => link.emit('create.progress', progress),
  notice: (notice) => link.emit('notice', notice),
  'engine.finished': (torrent) => presence.finished(torrent),
  'speed.ask': (ask) => speed.ask(ask),
  'speed.tick': (tick) => speed.tick(tick),
  'engine.log': ({ level, text, logId }) => log.line(level, `engine: ${text}`, logId),
})

const onState = (state: EngineState, { link, memory, candidates, intake, presence, speed }: Recipients): void => {
  const running = state.state === 'running'
  // Before the window hears of it and asks what waits.
  if (running) void candidates.restore()
  link.emit('engine.changed', state)
  intake.ready = running
  speed.engineRuns(running)
  if (running) {
    void memory.restore()
    void presence.activity.begin().then(() => speed.listChanged())
    return
  }
  presence.stats = null
  presence.activity.end()
}

export const followEngine = (supervisor: Supervisor, recipients: Recipients): void => {
  const known: Partial<Record<string, (data: never) => void>> = routes(recipients)
  supervisor.onEvent((name, data) => (Object.hasOwn(known, name) ? known[name]?.(data as never) : undefined))
  supervisor.onState((state) => onState(state, recipients))
}
