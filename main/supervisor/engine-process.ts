// The engine as an Electron utility process: forked without our environment, its messages as a Port, its last words
// kept for the log. When to fork and to kill is for the supervisor.

import { utilityProcess, type UtilityProcess } from 'electron'
import type { Port } from '../../app/ipc/port.ts'
import type { SupervisedProcess } from './process.ts'

const LAST_WORDS = 4_096

/** Locale, time zone, home and the system's folders; nothing with which a parent could change how Node runs. */
const PASSED_ON = ['LANG', 'LC_ALL', 'TZ', 'HOME', 'USERPROFILE', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'windir']

const environment = (): Record<string, string> => {
  const entries = Object.entries(process.env).filter(
    ([name]) => PASSED_ON.includes(name) || name.startsWith('SWIFTSEED_'),
  )
  return Object.fromEntries(entries) as Record<string, string>
}

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

/** `modulePath` is the engine's bundle. Its standard error goes to the log only when it ends badly. */
export const forkEngine = (modulePath: string): SupervisedProcess => {
  const child = utilityProcess.fork(modulePath, [], {
    env: environment(),
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe'],
    serviceName: 'Swiftseed engine',
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
    kill: () => killNow(child),
    onExit: (listener) =>
      void child.once('exit', (code) => listener(code === 0 ? 'code 0' : `code ${code}\n${lastWords}`.trim())),
  }
}
