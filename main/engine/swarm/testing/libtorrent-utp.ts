// A libtorrent that speaks uTP alone, on loopback, by libtorrent-utp.py: what it says of its peers, and its going with
// a goodbye or without. Gone when disposed of.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { SampleTorrent } from './sample-swarm.ts'
import { udpRelay } from './udp-relay.ts'

const script = join(import.meta.dirname, 'libtorrent-utp.py')

type Peers = readonly { readonly uploadOnly: boolean }[]

export interface Libtorrent extends AsyncDisposable {
  readonly port: number
  /** What it says of its peers now. */
  peers(): Peers
  leave(): void
  kill(): void
}

/** On a port that was free just now; with `seeds` it has all the data. It calls a port of loopback, or nobody: 0. */
export const libtorrentUtp = async (sample: SampleTorrent, call: number, seeds: boolean): Promise<Libtorrent> => {
  const folder = await mkdtemp(join(tmpdir(), 'utp-'))
  const torrent = join(folder, 'sample.torrent')
  await writeFile(torrent, Buffer.concat([Buffer.from('d4:info'), sample.rawInfo, Buffer.from('e')]))
  if (seeds) await writeFile(join(folder, 'sample.bin'), sample.data)
  const probe = await udpRelay(9)
  const port = Number(probe.address.split(':')[1])
  await probe[Symbol.asyncDispose]()
  const child = spawn('/usr/bin/python3', [script, String(port), torrent, folder, String(call)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let peers: Peers = []
  createInterface(child.stdout).on('line', (line) => {
    peers = (JSON.parse(line) as { peers?: Peers }).peers ?? []
  })
  return {
    port,
    peers: () => peers,
    leave: () => void child.stdin.write('leave\n'),
    kill: () => void child.kill('SIGKILL'),
    [Symbol.asyncDispose]: async () => {
      const over = once(child, 'exit')
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL')
        await over
      }
      await rm(folder, { recursive: true })
    },
  }
}
