// What a window asks of Speed, as long as nothing in main serves it: every command is refused in the same words, and
// windows show nothing of Speed. Invariant: there is an answer to each of them.

import type { AppError } from '../../app/ipc/errors.ts'
import type { speedCommands } from '../../app/ipc/speed-commands.ts'
import { fail, type Result } from '../../app/result.ts'
import type { MainHandlers } from './server.ts'

export type SpeedHandlers = Pick<MainHandlers, keyof typeof speedCommands>

const refuse = (): Promise<Result<never, AppError>> => Promise.resolve(fail({ code: 'speed-unavailable' }))

export const noSpeed: SpeedHandlers = {
  'speed.state': refuse,
  'speed.torrents': refuse,
  'speed.look': refuse,
  'speed.setTorrent': refuse,
  'speed.allowPrivate': refuse,
  'speed.setSelling': refuse,
  'speed.stopSpending': refuse,
  'speed.allow': refuse,
  'speed.preview': refuse,
  'speed.order': refuse,
  'speed.books': refuse,
  'speed.entries': refuse,
  'speed.exportBooks': refuse,
  'speed.demo': refuse,
}
