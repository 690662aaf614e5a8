// What our own runtime can do with nothing around it: a plain loop of reading and hashing in one thread a core, over
// shares of a file. Reads 1 MiB at a time, like everyone here.

import { once } from 'node:events'
import { statSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { Hashed } from './hashing.ts'

/** Its source text is what the threads run: it uses nothing from outside its own braces. */
const loop = (): void => {
  const { parentPort } = process.getBuiltinModule('node:worker_threads')
  const { openSync, readSync } = process.getBuiltinModule('node:fs')
  const { createHash } = process.getBuiltinModule('node:crypto')
  const room = Buffer.alloc(1024 * 1024)
  parentPort?.on('message', ({ path, start, end }: { path: string; start: number; end: number }) => {
    const file = openSync(path, 'r')
    const hash = createHash('sha1')
    for (let at = start; at < end;) {
      const count = readSync(file, room, 0, Math.min(room.length, end - at), at)
      hash.update(room.subarray(0, count))
      at += count
    }
    hash.digest()
    parentPort.postMessage('done')
  })
  parentPort?.postMessage('ready')
}

export const rawLoop = async (path: string, threads: number): Promise<Hashed> => {
  const { size } = statSync(path)
  const workers = Array.from({ length: threads }, () => new Worker(`(${loop.toString()})()`, { eval: true }))
  await Promise.all(workers.map((worker) => once(worker, 'message')))
  const used = process.cpuUsage()
  const began = performance.now()
  const shares = workers.map((worker, n) => {
    const [start, end] = [Math.floor((size * n) / threads), Math.floor((size * (n + 1)) / threads)]
    worker.postMessage({ path, start, end })
    return once(worker, 'message')
  })
  await Promise.all(shares)
  const seconds = (performance.now() - began) / 1_000
  const { user, system } = process.cpuUsage(used)
  await Promise.all(workers.map((worker) => worker.terminate()))
  return { seconds, cpuSeconds: (user + system) / 1e6 }
}
