// What our own runtime can do with nothing around it: a plain loop of reading and hashing in one thread a core, over
// shares of the files' bytes. Reads 1 MiB at a time, like everyone here.

import { once } from 'node:events'
import { statSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { Hashed } from './hashing.ts'

interface Part {
  readonly path: string
  readonly start: number
  readonly end: number
}

/** The files' bytes in order, cut into shares of the same size. */
const sharesOf = (paths: readonly string[], count: number): Part[][] => {
  const sizes = paths.map((path) => statSync(path).size)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const edge = (n: number): number => Math.floor((total * n) / count)
  const shares: Part[][] = Array.from({ length: count }, () => [])
  let begin = 0
  for (const [index, path] of paths.entries()) {
    const size = sizes[index] ?? 0
    for (const [n, share] of shares.entries()) {
      const [start, end] = [Math.max(begin, edge(n)), Math.min(begin + size, edge(n + 1))]
      if (start < end) share.push({ path, start: start - begin, end: end - begin })
    }
    begin += size
  }
  return shares
}

/** Its source text is what the threads run: it uses nothing from outside its own braces. */
const loop = (): void => {
  const { parentPort } = process.getBuiltinModule('node:worker_threads')
  const { closeSync, openSync, readSync } = process.getBuiltinModule('node:fs')
  const { createHash } = process.getBuiltinModule('node:crypto')
  const room = Buffer.alloc(1024 * 1024)
  parentPort?.on('message', (parts: readonly Part[]) => {
    const hash = createHash('sha1')
    for (const { path, start, end } of parts) {
      const file = openSync(path, 'r')
      for (let at = start; at < end;) {
        const count = readSync(file, room, 0, Math.min(room.length, end - at), at)
        hash.update(room.subarray(0, count))
        at += count
      }
      closeSync(file)
    }
    hash.digest()
    parentPort.postMessage('done')
  })
  parentPort?.postMessage('ready')
}

export const rawLoop = async (paths: readonly string[], threads: number): Promise<Hashed> => {
  const shares = sharesOf(paths, threads)
  const workers = shares.map((share) => ({ share, worker: new Worker(`(${loop.toString()})()`, { eval: true }) }))
  await Promise.all(workers.map(({ worker }) => once(worker, 'message')))
  const used = process.cpuUsage()
  const began = performance.now()
  await Promise.all(
    workers.map(({ share, worker }) => {
      worker.postMessage(share)
      return once(worker, 'message')
    }),
  )
  const seconds = (performance.now() - began) / 1_000
  const { user, system } = process.cpuUsage(used)
  await Promise.all(workers.map(({ worker }) => worker.terminate()))
  return { seconds, cpuSeconds: (user + system) / 1e6 }
}
