// A web server on loopback that holds files in memory, and behaves as it is told to.

import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export interface Asked {
  /** As sent, percent-encoded. */
  readonly path: string
  readonly range: string | undefined
}

export type Behaviour = (request: IncomingMessage, response: ServerResponse, file: Uint8Array | null) => void

export interface FileServer extends AsyncDisposable {
  /** `http://127.0.0.1:port` */
  readonly origin: string
  readonly asked: readonly Asked[]
  /** Connections open now. */
  connections(): number
  behave(next: Behaviour): void
  /** One more file. */
  hold(path: string, file: Uint8Array): void
}

const rangeOf = (header: string | undefined): [number, number] | null => {
  const [, from, last] = /^bytes=(\d+)-(\d+)$/.exec(header ?? '') ?? []
  return from === undefined || last === undefined ? null : [Number(from), Number(last)]
}

/** As RFC 9110 says. */
export const honest: Behaviour = (request, response, file) => {
  const range = rangeOf(request.headers.range)
  if (!file) return void response.writeHead(404).end('no such file')
  if (!range) return void response.writeHead(200, { 'content-length': file.length }).end(file)
  const [from, last] = range
  if (last >= file.length) return void response.writeHead(416).end()
  const headers = { 'content-range': `bytes ${from}-${last}/${file.length}`, 'content-length': last - from + 1 }
  response.writeHead(206, headers).end(file.subarray(from, last + 1))
}

/** Knows no parts of files. */
export const wholeOnly: Behaviour = (_request, response, file) =>
  void response.writeHead(200, { 'content-length': file?.length ?? 0 }).end(file ?? undefined)

export const answers =
  (status: number, headers: Record<string, string> = {}): Behaviour =>
  (_request, response) =>
    void response.writeHead(status, headers).end()

/** `files` by decoded path, `/` included. */
export const serveFiles = async (
  files: Readonly<Record<string, Uint8Array>>,
  behaviour: Behaviour = honest,
): Promise<FileServer> => {
  let behave = behaviour
  const held = new Map(Object.entries(files))
  const asked: Asked[] = []
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push({ path, range: request.headers.range })
    behave(request, response, held.get(decodeURIComponent(path)) ?? null)
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    connections: () => sockets.size,
    hold: (path, file) => void held.set(path, file),
    behave: (next) => {
      behave = next
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
