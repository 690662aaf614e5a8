// Entry of the chain's utility process: TronWeb and the database live here, so that neither holds up main. Its way to
// the app is the port to main, its sockets those to the nodes the user chose. When something unexpected happens it
// ends, and goes on from its database when started again.

import { randomUUID } from 'node:crypto'
import { portToParent } from '../../app/ipc/parent-port.ts'
import { serveChain } from './serve.ts'

const port = portToParent(process, 'the chain')

const crash = (cause: unknown): string => {
  const id = randomUUID().slice(0, 8)
  const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
  port.post({ t: 'event', name: 'chain.log', data: { level: 'error', text, logId: id } })
  return id
}

process.on('unhandledRejection', (cause) => {
  crash(cause)
  setImmediate(() => process.exit(70))
})

serveChain(port, () => process.exit(0), crash)
