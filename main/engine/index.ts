// Entry of the engine's utility process: its only way out is the port to main. When main goes away, so does it.

import { portToParent } from '../../app/ipc/parent-port.ts'
import { serveEngine } from './serve.ts'

const port = portToParent(process, 'the engine')

serveEngine(port, () => process.exit(0))
