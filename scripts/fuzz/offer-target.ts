// What a user is offered, fuzzed through the whole path to the add dialog: .torrent files handed over, fetched from a URL,
// and metadata that peers send for a magnet link. What comes out crosses to the window and can be shown there.

import { createHash } from 'node:crypto'
import type { Candidate } from '../../app/ipc/contract.ts'
import { unpackFiles } from '../../app/torrent/packed-files.ts'
import { Candidates } from '../../main/engine/candidates.ts'
import { MetainfoParser } from '../../main/engine/metainfo/metainfo-parser.ts'
import type { Swarm, SwarmEvents } from '../../main/engine/swarm/swarm.ts'
import { answerLike, hostileServer, type HostileServer } from './hostile-server.ts'
import { infoInput, magnetInput, mutateBytes, torrentInput } from './inputs.ts'
import { insist } from './insist.ts'
import type { Random } from './random.ts'

interface World {
  readonly server: HostileServer
  readonly candidates: Candidates
  readonly offered: Candidate[]
  /** Of who asks for metadata just now. */
  staged: SwarmEvents | null
}

const open = async (): Promise<World> => {
  const offered: Candidate[] = []
  const join = (_: unknown, events: SwarmEvents): unknown => {
    opened.staged = events
    return { knownPeers: () => [], leave: () => Promise.resolve() }
  }
  const candidates = new Candidates({
    swarm: { join: join as Swarm['join'] },
    parser: new MetainfoParser(),
    userAgent: 'fuzz',
    localAllowed: () => false,
    listed: () => null,
    offered: (candidate) => void offered.push(structuredClone(candidate)),
  })
  const opened: World = { server: await hostileServer(), candidates, offered, staged: null }
  return opened
}
let world: Promise<World> | null = null

const insistOnCandidate = (candidate: Candidate): void => {
  const { files, id, name, size, trackers } = structuredClone(candidate)
  insist(/^[0-9a-f]{40}$/.test(id), 'no infohash')
  insist(name !== '' && name.length <= 1_000, 'no name')
  insist(trackers.length <= 40_000, 'trackers without end')
  if (files === null) return insist(size === null, 'a size of nothing')
  const entries = unpackFiles(files)
  insist(entries.length === files.lengths.length && entries.length > 0, 'files are missing')
  insist(
    entries.every(({ path, length }) => path.every((part) => part !== '' && part !== '..') && length >= 0),
    'a path that is none',
  )
  insist(size !== null && Number.isSafeInteger(size) && size >= 0, 'no size')
}

const metadataFor = async (random: Random, here: World): Promise<Candidate | null> => {
  const info = infoInput(random)
  const sent = random.chance(0.4) ? mutateBytes(random, info) : info
  const hash = createHash('sha1').update(info).digest('hex')
  const asked = await here.candidates.inspectLink(`magnet:?xt=urn:btih:${hash}`)
  if (!asked.ok) return null
  here.offered.length = 0
  here.staged?.metadata(sent)
  // Small metadata is answered in this turn and the next.
  for (let turns = 0; turns < 5 && here.offered.length === 0; turns++) await Promise.resolve()
  await new Promise((resolve) => setImmediate(resolve))
  const last = here.offered.at(-1) ?? asked.value
  const isSame = createHash('sha1').update(sent).digest('hex') === hash
  insist(last.metadata !== 'here' || isSame, 'metadata of another torrent was taken')
  return last.metadata === 'here' ? last : await here.candidates.cancel(last.ref).then(() => null)
}

const fetched = async (random: Random, here: World): Promise<Candidate | null> => {
  here.server.say(() => answerLike(random, { body: torrentInput(random), places: [`${here.server.origin}/x`] }))
  const asked = await here.candidates.inspectLink(`${here.server.origin}/a.torrent`)
  return asked.ok ? asked.value : null
}

const handed = async (random: Random, here: World): Promise<Candidate | null> => {
  const asked = random.chance(0.8)
    ? await here.candidates.inspectFile(torrentInput(random), random.chance(0.5))
    : await here.candidates.inspectLink(magnetInput(random), true)
  return asked.ok ? asked.value : null
}

export const offer = async (random: Random): Promise<'taken' | 'refused'> => {
  const here = await (world ??= open())
  const candidate = await random.pick([handed, fetched, metadataFor])(random, here)
  if (!candidate) return 'refused'
  insistOnCandidate(candidate)
  await here.candidates.cancel(candidate.ref)
  insist(here.candidates.pending().length === 0, 'something was left behind')
  return 'taken'
}
