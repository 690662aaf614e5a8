// A notification of the system: shown, and kept until it is pressed or closed. Leaves when and what to
// notifications.ts.

import { Notification } from 'electron'
import type { Note } from './notifications.ts'

/** One that is collected as garbage loses its press. */
const open = new Set<Notification>()

export const showNote = ({ title, body, pressed }: Note): void => {
  if (!Notification.isSupported()) return
  const notification = new Notification({ title, body })
  open.add(notification)
  notification.on('click', pressed)
  notification.on('close', () => open.delete(notification))
  notification.show()
}
