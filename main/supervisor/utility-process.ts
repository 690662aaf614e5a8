// Our processes as Electron utility processes: forked without our environment, their messages as a Port, their last
// words kept for the log. When to fork and to kill is for the supervisor.

import { utilityProcess, type UtilityProcess } from 'electron'
import type { Port } from '../../app/ipc/port.ts'
import type { SupervisedProcess } from './process.ts'

const LAST_WORDS = 4_096

/** Locale, time zone, home and the system's folders; nothing with which a parent could change how Node runs. */
const PASSED_ON = ['LANG', 'LC_ALL', 'TZ', 'HOME', 'USERPROFILE', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'windir']

const passed = (wanted: (name: string) => boolean): Record<string, string> =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => wanted(name))) as Record<string, string>

const environment = (): Record<string, string> =>
  passed((name) => PASSED_ON.includes(name) || name.startsWith('SWIFTSEED_'))

const portOf = (child: UtilityProcess): Port => {
  let closed = false
  const closes = new Set<() => void>()
  const close = (): void => {
    if (closed) return
    closed = true
    for (const listener of closes) listener()
  }
  child.once('exit', close)
  return {
    post: (message) => {
      if (!closed) child.postMessage(message)
    },
    onMessage: (listener) => {
      const whileOpen = (message: unknown): void => {
        if (!closed) listener(message)
      }
      child.on('message', whileOpen)
      return () => child.off('message', whileOpen)
    },
    onClose: (listener) => {
      closes.add(listener)
      return () => closes.delete(listener)
    },
    close,
  }
}

const killNow = (child: UtilityProcess): void => {
  const { pid } = child
  if (pid === undefined) return void child.kill()
  try {
    // Electron's own kill asks politely; a process whose loop is frozen must not be asked.
    process.kill(pid, 'SIGKILL')
  } catch {
    // Gone already: its exit is on the way.
  }
}

interface Forking {
  /** Its bundle. */
  readonly modulePath: string
  /** As the system's list of processes has it. */
  readonly serviceName: string
  readonly env: Record<string, string>
}

/** Its standard error goes to the log only when it ends badly. */
const forkProcess = ({ modulePath, serviceName, env }: Forking): SupervisedProcess => {
  const child = utilityProcess.fork(modulePath, [], {
    env,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe'],
    serviceName,
  })
  let lastWords = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString('utf8')).slice(-LAST_WORDS)
  })
  child.on('error', (type, location) => {
    lastWords += `${type} at ${location}`
  })
  return {
    port: portOf(child),
    hand: (message, port) => child.postMessage(message, [port]),
    kill: () => killNow(child),
    onExit: (listener) =>
      void child.once('exit', (code) => listener(code === 0 ? 'code 0' : `code ${code}\n${lastWords}`.trim())),
  }
}

export const forkEngine = (modulePath: string, serviceName: string = 'Swiftseed engine'): SupervisedProcess =>
  forkProcess({ modulePath, serviceName, env: environment() })

/**
 * Without any environment, but for where Windows keeps its libraries: what holds keys takes hints from nobody. One
 * variable says nothing and has to be there: an environment that is empty Electron takes for none given, and hands down
 * all of ours (seen in 42).
 */
export const forkWallet = (modulePath: string, serviceName: string = 'Swiftseed wallet'): SupervisedProcess =>
  forkProcess({
    modulePath,
    serviceName,
    env: { SWIFTSEED_PROCESS: 'wallet', ...passed((name) => name === 'SystemRoot') },
  })

/** Speaks to nodes; holds no keys. */
export const forkChain = (modulePath: string, serviceName: string = 'Swiftseed chain'): SupervisedProcess =>
  forkProcess({ modulePath, serviceName, env: environment() })

/** The chain to practise on. */
export const forkPractice = (modulePath: string): SupervisedProcess =>
  forkProcess({ modulePath, serviceName: 'Swiftseed practice', env: environment() })
