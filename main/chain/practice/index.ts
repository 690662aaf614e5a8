// Entry of the Practice network's utility process: its only way to the app is the port to main, its only socket the
// node's own on loopback. When something unexpected happens it ends, and goes on from what it kept when started again.

import { portToParent } from '../../../app/ipc/parent-port.ts'
import { servePractice } from './serve.ts'

const port = portToParent(process, 'the Practice network')

const crash = servePractice(port, () => process.exit(0))

for (const unexpected of ['unhandledRejection', 'uncaughtException']) {
  process.on(unexpected, (cause: unknown) => {
    crash(cause)
    setImmediate(() => process.exit(70))
  })
}
