// What happens when a window is closed or the app is to end: a state machine without a clock or windows of its own.
// Invariant, fail open: whatever is missing (a window that could ask, a tray, an engine that answers), a wish to
// quit ends in `exit`, at the latest at the deadline.

/** From the wish to quit to the exit, in ms: the engine's own 5 s, and one for what comes after. */
export const QUIT_MS = 6_500

export type Quit =
  | { readonly phase: 'open' }
  /** The window shows the question; closing it again asks again. */
  | { readonly phase: 'asking' }
  | { readonly phase: 'stopping' }
  | { readonly phase: 'over' }

/** What counts when a window is closed. */
export interface Circumstances {
  readonly onClose: 'ask' | 'background' | 'quit'
  /** macOS: an app outlives its windows, the Dock brings them back. */
  readonly outlivesWindows: boolean
  /** There is a tray to find the app again in. */
  readonly tray: boolean
  /** The window can show a question: loaded, alive, responding. */
  readonly canAsk: boolean
}

export type QuitEvent =
  | { readonly it: 'window-close'; readonly circumstances: Circumstances }
  | { readonly it: 'answer'; readonly keepRunning: boolean; readonly tray: boolean }
  /** Menu, tray, command, or the system ending the session. */
  | { readonly it: 'quit' }
  | { readonly it: 'stopped' | 'deadline' }

/** `hide` leaves no trace but the tray's; `minimise` keeps the window within reach where there is no tray. */
export type QuitEffect = 'ask' | 'hide' | 'minimise' | 'stop' | 'exit'

export interface QuitStep {
  readonly next: Quit
  readonly effects: readonly QuitEffect[]
}

const stay = (next: Quit, ...effects: QuitEffect[]): QuitStep => ({ next, effects })

const stop = stay({ phase: 'stopping' }, 'stop')

const intoBackground = (tray: boolean): QuitStep => stay({ phase: 'open' }, tray ? 'hide' : 'minimise')

const closeWindow = ({ onClose, outlivesWindows, tray, canAsk }: Circumstances): QuitStep => {
  if (outlivesWindows) return stay({ phase: 'open' }, 'hide')
  if (onClose === 'background') return intoBackground(tray)
  if (onClose === 'ask' && canAsk) return stay({ phase: 'asking' }, 'ask')
  return stop
}

const whileOpen = (now: Quit, event: QuitEvent): QuitStep => {
  switch (event.it) {
    case 'window-close':
      return closeWindow(event.circumstances)
    case 'answer':
      return event.keepRunning ? intoBackground(event.tray) : stop
    case 'quit':
      return stop
    default:
      return stay(now)
  }
}

export const quitStep = (now: Quit, event: QuitEvent): QuitStep => {
  if (now.phase === 'over') return stay(now)
  if (now.phase !== 'stopping') return whileOpen(now, event)
  // A second wish does not shorten the saving of the first: the deadline does.
  return event.it === 'stopped' || event.it === 'deadline' ? stay({ phase: 'over' }, 'exit') : stay(now)
}
