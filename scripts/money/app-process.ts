// An app in a process of its own, to be killed with everything: main's own parts without windows, their three processes
// under their own supervisors, and a person who types the password and says yes to all that is asked. What it is about is
// its first argument; what it is asked comes over the channel to the campaign, and without one it ends.

import { flushCompileCache } from 'node:module'
import type { Port } from '../../app/ipc/port.ts'
import { serve } from '../../app/ipc/rpc.ts'
import { fail, ok } from '../../app/result.ts'
import { createLog } from '../../main/log/log.ts'
import { Member } from '../../main/speed/demo/member.ts'
import { systemClock } from '../../main/supervisor/clock.ts'
import type { AppEvents, AppHandlers, AppStart } from './app-words.ts'
import { forkProcess, keyLine } from './forked.ts'
import type { ProcessName } from './process-words.ts'

const { folder, password, practice, patch } = JSON.parse(process.argv[2] ?? '{}') as AppStart
/** A person who sees that a process waits has it started at once. */
const RETRY_MS = 20

const port: Port = {
  post: (message) => void (process.connected && process.send?.(message, undefined, undefined, () => undefined)),
  onMessage: (listener) => {
    process.on('message', listener)
    return () => process.off('message', listener)
  },
  onClose: () => () => undefined,
  close: () => undefined,
}

const describe = (cause: unknown): string => (cause instanceof Error ? (cause.stack ?? cause.message) : String(cause))
const emit = <N extends keyof AppEvents>(name: N, data: AppEvents[N]): void => server.emit(name, data)

const forking = (name: ProcessName) => () => {
  const forked = forkProcess(name)
  emit('forked', { name, pid: forked.pid })
  return forked
}

const log = createLog({
  write: (line) => / (warn|error)/.test(line.slice(0, 40)) && emit('said', line),
  redact: (line) => line,
  now: Date.now,
})

const away = fail({ code: 'speed-unavailable' } as const)

const handlersOf = (member: Member): AppHandlers => ({
  look: async () => {
    const speed = member.speed?.speed
    const bought = new Map((speed?.torrents ?? []).map((each) => [each.id, each]))
    const torrents = [...member.rows.values()].map(({ id, progress, status }) => {
      const { on = null, budget = null } = bought.get(id) ?? {}
      return { id, progress, status, budget: on === true ? budget : null }
    })
    return ok({ account: member.account, port: member.port, torrents, speed: speed?.state ?? null })
  },
  add: ({ bytes, folder: to }) => member.add(bytes, to),
  remove: (id) => member.engine.call('engine.remove', { ids: [id] }),
  addPeer: (peer) => member.engine.call('torrents.addPeer', peer),
  buy: async ({ id, budget }) => (await member.speed?.speed.setTorrent(id, true, budget)) ?? away,
  sell: async (ask) => (await member.speed?.speed.setSelling(true, ask)) ?? away,
  allow: async (allowance) => (await member.speed?.allow(allowance)) ?? away,
  order: async (order) => (await member.speed?.order(order)) ?? away,
})

process.on('disconnect', () => process.exit(0))
const opening = (async () => {
  const member = await Member.open(folder, patch, {
    fork: { engine: forking('engine'), wallet: forking('wallet'), chain: forking('chain') },
    line: keyLine,
    practice: () => practice,
    log,
    clock: systemClock,
    password,
  })
  member.onChange(() => setTimeout(() => member.retry(), RETRY_MS))
  const begin = async (): Promise<void> => {
    const traded = await member.trade()
    // Its wallet or its chain was killed meanwhile.
    if (!traded.ok) setTimeout(() => void begin(), RETRY_MS)
  }
  void begin()
  return member
})()
const handlers = opening.then(handlersOf)

const server = serve(
  port,
  async (name, input) => (await handlers)[name as keyof AppHandlers](input as never),
  (cause, name) => {
    emit('said', `error ${name}: ${describe(cause)}`)
    return 'campaign'
  },
)
setImmediate(flushCompileCache)
