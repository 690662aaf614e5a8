// The key window's start. It knows the wallet process by `window.keys` and nothing else; what it was opened for stands
// in its address.

import '@fontsource-variable/inter'
import './styles/base.css'
import { createRoot } from 'react-dom/client'
import { NO_API } from '../app/ipc/channel.ts'
import { keyTaskOf } from '../app/wallet/key-task.ts'
import { connectKeys } from './state/keys.ts'
import { KeyApp } from './views/keys/key-app.tsx'

const root = document.getElementById('root')
const task = keyTaskOf(location.hash.slice(1))
if (root === null || task === null) throw new Error('A key window without its task.')
if (window.keys === undefined) throw new Error(NO_API)

connectKeys(window.keys)
createRoot(root).render(<KeyApp task={task} onDone={() => window.close()} />)
