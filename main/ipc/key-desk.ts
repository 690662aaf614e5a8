// The key window as main's commands use it: opened for a task, and gone some time later. Implemented with Electron in
// main/desktop/key-window.ts, by fakes in tests.

import type { KeyTask } from '../../app/wallet/key-task.ts'

export interface KeyDesk {
  /** False: the wallet process is not there. */
  show(task: KeyTask): boolean
  close(): void
  onClosed(listener: (task: KeyTask) => void): () => void
}

/** Opens it and waits until it is gone. False: it could not be opened. */
export const throughKeys = (keys: KeyDesk, task: KeyTask): Promise<boolean> =>
  new Promise((resolve) => {
    const off = keys.onClosed((closed) => {
      if (closed !== task) return
      off()
      resolve(true)
    })
    if (keys.show(task)) return
    off()
    resolve(false)
  })
