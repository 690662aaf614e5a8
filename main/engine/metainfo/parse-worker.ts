// The parsing thread: one job after another, each answered once. It may be ended in the middle of one.

import { parentPort } from 'node:worker_threads'
import { pack } from './packed-files.ts'
import { parse, type ParseAnswer, type ParseJob } from './parse-job.ts'

parentPort?.on('message', (job: ParseJob) => {
  const parsed = parse(job)
  const answer: ParseAnswer = parsed.ok ? { ok: true, value: pack(parsed.value) } : parsed
  // `hashes` is a view of `rawInfo`: both move along with their memory.
  const moved = answer.ok ? [answer.value.rawInfo.buffer as ArrayBuffer] : []
  parentPort?.postMessage(answer, moved)
})
