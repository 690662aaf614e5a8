// The nodes of the DHT that answered in the last session, in a file of the state folder: with them the next session
// enters it without waiting for the public entry points. Only addresses are kept, no id of ours.

import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseV4 } from '../../../app/net/address.ts'

const MAX_NODES = 200
const MAX_BYTES = 100_000

const isNode = (text: unknown): text is string => {
  if (typeof text !== 'string') return false
  const [host = '', port = '', more] = text.split(':')
  return more === undefined && parseV4(host) !== null && /^\d{1,5}$/.test(port) && Number(port) > 0
}

export interface DhtMemory {
  /** ip:port; none when there is no file, or it is not ours. */
  load(): Promise<string[]>
  /** Nothing to remember does not undo what is remembered. */
  save(nodes: readonly string[]): Promise<void>
}

/** Remembers nothing. */
export const noMemory: DhtMemory = { load: () => Promise.resolve([]), save: () => Promise.resolve() }

export const dhtMemory = (folder: string): DhtMemory => {
  const path = join(folder, 'dht-nodes.json')
  return {
    load: async () => {
      try {
        const text = await readFile(path, 'utf8')
        const stored: unknown = text.length > MAX_BYTES ? null : JSON.parse(text)
        return Array.isArray(stored) ? stored.filter(isNode).slice(0, MAX_NODES) : []
      } catch {
        return []
      }
    },
    save: async (nodes) => {
      if (nodes.length === 0) return
      try {
        await writeFile(`${path}.new`, JSON.stringify(nodes.slice(0, MAX_NODES)), { mode: 0o600 })
        await rename(`${path}.new`, path)
      } catch {
        // A full disk, for one: the next session starts from the public entry points.
      }
    },
  }
}
