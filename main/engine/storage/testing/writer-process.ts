// A process of its own that downloads a made-up torrent as fast as it can, to be killed in the midst of it. Says on
// standard output, at once and unbuffered: `w <piece>` when a piece is about to be given to the store, `d <piece>` when
// it is written, `s <pieces>` when pieces are durable. Arguments: state folder, torrent's root, seed.

import { writeSync } from 'node:fs'
import { hasBit } from '../bits.ts'
import { openSession } from '../../session/session-db.ts'
import type { Journal } from '../../session/session.ts'
import { createStorage } from '../storage.ts'
import { killSample } from './kill-sample.ts'
import { EventLog } from './sample-torrent.ts'

const [stateFolder = '', root = '', seed = '1'] = process.argv.slice(2)

const say = (line: string): void => {
  writeSync(1, `${line}\n`)
}

const { journal } = openSession(stateFolder)
const telling: Journal = new Proxy(journal, {
  get(target, name) {
    const value: unknown = Reflect.get(target, name)
    if (typeof value !== 'function') return value
    return (...args: unknown[]): unknown => {
      const result: unknown = Reflect.apply(value, target, args)
      if (name === 'durable') say(`s ${String(args[1])}`)
      return result
    }
  },
})
const storage = createStorage({ stateFolder, journal: telling, barrier: { ms: 100, bytes: 256 * 1024 } })
const torrent = killSample(root, Number(seed))
const { store, resume } = await storage.open(torrent.spec, { events: new EventLog() })
for (let piece = 0; piece < torrent.pieceCount; piece++) {
  if (hasBit(resume.bitfield, piece)) continue
  say(`w ${piece}`)
  await store.write(piece, torrent.piece(piece))
  say(`d ${piece}`)
}
say('end')
setInterval(() => undefined, 1000)
