// Lets everybody else have a turn of the event loop between two steps that take long where files are many.

import { setImmediate as turn } from 'node:timers/promises'

/** What is done for fewer takes no time worth speaking of. */
const MANY = 4_096

export const pauseFor = async (files: { readonly length: number }): Promise<void> => {
  if (files.length >= MANY) await turn()
}
