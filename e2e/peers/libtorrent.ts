// libtorrent itself as a peer: the Python script beside this file, spoken to in lines of JSON. The one peer that can
// be told to call somebody, and the one that says to the millisecond when data began to move.

import { EventEmitter, once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { startClient } from './client.ts'
import type { Peer, PeerOptions, Progress } from './peer.ts'
import type { Program } from './process.ts'
import { linkAs } from './torrent.ts'
import { until } from './until.ts'

const SCRIPT = join(import.meta.dirname, 'libtorrent-peer.py')
const CHECK_MS = 60_000

export interface LibtorrentOptions extends PeerOptions {
  /** Insists on RC4 for the payload: no plaintext after an encrypted handshake. */
  readonly rc4?: boolean
}

export interface LibtorrentPeer extends Peer {
  /** Takes data without checking it. */
  trust(torrent: Uint8Array, folder: string): Promise<void>
  connect(infoHash: string, port: number): Promise<void>
  remove(infoHash: string): Promise<void>
  /** Seconds since the epoch at which the first payload byte has moved, from now on. */
  firstByte(infoHash: string, withinMs: number): Promise<number>
  /** Seconds since the epoch at which the download was complete; call before it can be. */
  finishedAt(infoHash: string, withinMs: number): Promise<number>
}

interface Message {
  readonly id?: number
  readonly value?: unknown
  readonly error?: string
  readonly event?: string
  readonly infoHash?: string
  readonly at?: number
}

const conversation = (program: Program) => {
  const news = new EventEmitter()
  let next = 1
  createInterface({ input: program.child.stdout ?? process.stdin }).on('line', (line) => {
    if (!line.startsWith('{')) return
    const message = JSON.parse(line) as Message
    if (message.id !== undefined) news.emit(`answer ${message.id}`, message)
    else news.emit(`${message.event} ${message.infoHash ?? ''}`.trim(), message)
  })
  const heard = async (event: string, withinMs: number): Promise<Message> => {
    const waiting = new AbortController()
    const give = (why: string): void => waiting.abort(new Error(`libtorrent ${why}\n${program.output()}`))
    const ended = (code: number | null, signal: string | null): void =>
      give(`ended (${signal ?? code}) before it said "${event}"`)
    const late = setTimeout(() => give(`did not say "${event}" within ${withinMs} ms`), withinMs)
    program.child.once('exit', ended)
    if (program.hasExited()) ended(program.child.exitCode, program.child.signalCode)
    try {
      const [message] = (await once(news, event, { signal: waiting.signal })) as [Message]
      return message
    } catch {
      throw waiting.signal.reason
    } finally {
      clearTimeout(late)
      program.child.off('exit', ended)
    }
  }
  /** For what is awaited only after something else: the failure waits for whoever asks. */
  const awaited = (event: string, withinMs: number): Promise<Message> => {
    const coming = heard(event, withinMs)
    coming.catch(() => undefined)
    return coming
  }
  const ask = async <T>(command: string, input: object): Promise<T> => {
    const id = next++
    const answer = heard(`answer ${id}`, 60_000)
    program.child.stdin?.write(`${JSON.stringify({ id, do: command, ...input })}\n`)
    const { value, error } = await answer
    if (error !== undefined) throw new Error(`libtorrent ${command}: ${error}`)
    return value as T
  }
  return { heard, awaited, ask }
}

export const startLibtorrent = async (options: LibtorrentOptions = {}): Promise<LibtorrentPeer> => {
  const { encryption = 'allowed', utp = false, tcp = true, rc4 = false, uploadLimit = 0, downloadLimit = 0 } = options
  const host = options.ipv6 === true ? '[::1]' : '127.0.0.1'
  const client = await startClient('libtorrent', options, ({ port }) => {
    const settings = { host, port, encryption, utp, tcp, level: rc4 ? 2 : 3, rc4, uploadLimit, downloadLimit }
    return { command: '/usr/bin/python3', args: [SCRIPT, JSON.stringify(settings)], talksOnStdout: true }
  })
  const { heard, awaited, ask } = conversation(client.program)
  const seeds = join(client.home, 'seeds')
  const hex = (torrent: Uint8Array): string => Buffer.from(torrent).toString('hex')
  const progress = (infoHash: string): Promise<Progress> => ask('progress', { infoHash })
  const peer: LibtorrentPeer = {
    name: 'libtorrent',
    pid: client.program.pid,
    port: client.port,
    output: client.program.output,
    seed: async (torrent, data) => {
      const bytes = hex(torrent.bytes)
      const { files } = await ask<{ files: string[] }>('layout', { torrent: bytes, folder: seeds })
      await linkAs(data, torrent, files)
      await ask('add', { torrent: bytes, folder: seeds })
      const checked = async () => (await progress(torrent.infoHash)).complete
      await until('libtorrent to have checked its data', checked, { withinMs: CHECK_MS })
    },
    trust: (torrent, data) => ask('add', { torrent: hex(torrent), folder: data, trusted: true }),
    download: (source, data) =>
      ask('add', { ...(typeof source === 'string' ? { magnet: source } : { torrent: hex(source) }), folder: data }),
    progress,
    files: async (infoHash) => (await ask<{ files: string[] }>('files', { infoHash })).files,
    limitUpload: (rate) => ask('limit', { rate: rate ?? 0 }),
    connect: (infoHash, to) => ask('connect', { infoHash, port: to }),
    remove: (infoHash) => ask('remove', { infoHash }),
    firstByte: async (infoHash, withinMs) => {
      const moved = awaited(`first-byte ${infoHash}`, withinMs)
      await ask('watch', { infoHash })
      return (await moved).at ?? Number.NaN
    },
    finishedAt: async (infoHash, withinMs) => (await heard(`finished ${infoHash}`, withinMs)).at ?? Number.NaN,
    [Symbol.asyncDispose]: client[Symbol.asyncDispose],
  }
  await client.ready(() => ask('hello', {}))
  return peer
}
