// Says in the log when a page of ours is opened without what its preload should have put on its window: the user sees
// an empty window then, and only the log knows why. Each page says each cause once.

import { basename } from 'node:path'
import { app, type WebContents } from 'electron'
import { NO_API } from '../../app/ipc/channel.ts'
import type { Log } from '../log/log.ts'

const watch = (contents: WebContents, log: Pick<Log, 'error'>): void => {
  contents.once('preload-error', (_event, path, error) => {
    log.error(`the preload ${basename(path)} failed, its window stays empty`, error)
  })
  let told = false
  contents.on('console-message', ({ level, message }) => {
    if (told || level !== 'error' || !message.includes(NO_API)) return
    told = true
    log.error(`a page could not start: ${message}`)
  })
}

/** Before the first window. */
export const watchPreloads = (log: Pick<Log, 'error'>): void => {
  app.on('web-contents-created', (_event, contents) => watch(contents, log))
}
