// A scene on a network of its own (Linux, network namespace): our client and libtorrent on one interface, who know
// nothing of each other but what local discovery tells. Prints one line of JSON. Started by neighbours.test.ts; its
// argument is an empty folder.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import type { TorrentId } from '../../../../app/torrent/row.ts'
import { joinSample, openSwarm, sampleTorrent, testSettings } from '../../swarm/testing/sample-swarm.ts'
import { localInterfaces } from '../interfaces.ts'
import { LocalDiscovery } from '../local-discovery.ts'

const V4 = '10.9.9.1'
const V6 = 'fd09::1'
const SECONDS = 30
/** A client says what it has once in five minutes: one that starts later missed it. */
const SAY_AGAIN = 2_000

const until = async (met: () => boolean): Promise<boolean> => {
  for (let tries = 0; tries < SECONDS * 10; tries++) {
    if (met()) return true
    await wait(100)
  }
  return false
}

const torrentFile = (folder: string, name: string, rawInfo: Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, Buffer.concat([Buffer.from('d4:info'), rawInfo, Buffer.from('e')]))
  return path
}

/** It has to hear us to get ours, and we have to hear it to get its. */
const withLibtorrent = async (folder: string) => {
  const listening = { lsd: true, testBed: { dhtNodes: [], router: null, interfaces: [V4] } }
  await using leecher = await openSwarm(testSettings(listening))
  // Says what it has, and calls nobody.
  await using seeder = await openSwarm()
  const [ours, theirs] = [sampleTorrent(300_000, 16_384), sampleTorrent(300_000, 16_384)]
  const [seeds, gets] = [join(folder, 'seeds'), join(folder, 'gets')]
  mkdirSync(seeds)
  mkdirSync(gets)
  writeFileSync(join(seeds, 'sample.bin'), theirs.data)
  const script = join(import.meta.dirname, 'libtorrent-neighbour.py')
  const seeded = torrentFile(folder, 'theirs.torrent', theirs.rawInfo)
  const wanted = torrentFile(folder, 'ours.torrent', ours.rawInfo)
  const args = [script, V4, seeded, seeds, wanted, gets, String(SECONDS)]
  const libtorrent = spawn('/usr/bin/python3', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines: string[] = []
  createInterface(libtorrent.stdout).on('line', (line) => lines.push(line))
  joinSample(seeder, ours, { have: 'all', data: ours.data })
  const say = (): LocalDiscovery => {
    const speaker = new LocalDiscovery({
      interfaces: () => localInterfaces([V4]),
      port: () => seeder.stats().port,
      found: () => undefined,
    })
    speaker.announce(ours.id)
    return speaker
  }
  const speakers = [say()]
  const again = setInterval(() => speakers.push(say()), SAY_AGAIN)
  const leech = joinSample(leecher, theirs)
  let weGot = false
  void leech.complete.then(() => (weGot = true))
  await until(() => weGot && lines.length > 0)
  const { lsd } = leecher.stats().network
  const neighbours = leech.torrent.lsd()
  libtorrent.kill()
  await once(libtorrent, 'exit')
  clearInterval(again)
  await Promise.all(speakers.map((speaker) => speaker.close()))
  return { weGot, theyGot: lines.length > 0, lsd, neighbours }
}

/** Two of ours, over IPv6 alone. */
const overIpv6 = async () => {
  const id = 'ab'.repeat(20) as TorrentId
  const found: string[] = []
  const make = (port: number): LocalDiscovery =>
    new LocalDiscovery({
      interfaces: () => localInterfaces([V6]),
      port: () => port,
      found: (_, address) => void found.push(address),
    })
  const both = [make(50_003), make(50_004)]
  for (const one of both) one.announce(id)
  await until(() => new Set(found).size === 2)
  await Promise.all(both.map((one) => one.close()))
  return [...new Set(found)].sort()
}

const [, , folder = ''] = process.argv
process.stdout.write(`${JSON.stringify({ libtorrent: await withLibtorrent(folder), v6: await overIpv6() })}\n`)
process.exit(0)
