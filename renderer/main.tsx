// The window's start: joins the stores to the API the preload put there and draws the app.

import '@fontsource-variable/inter'
import './styles/base.css'
import { createRoot } from 'react-dom/client'
import { NO_API } from '../app/ipc/channel.ts'
import { connectStores } from './state/connection.ts'
import { App } from './views/frame/app.tsx'

const root = document.getElementById('root')
if (root === null || window.swiftseed === undefined) throw new Error(NO_API)

connectStores(window.swiftseed)
createRoot(root).render(<App />)
