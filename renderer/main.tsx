// The window's start: joins the stores to the API the preload put there and draws the app.

import '@fontsource-variable/inter'
import './styles/base.css'
import { createRoot } from 'react-dom/client'
import { connectStores } from './state/connection.ts'
import { App } from './views/frame/app.tsx'

const root = document.getElementById('root')
if (root === null || window.swiftseed === undefined) throw new Error('The window was opened without its API.')

connectStores(window.swiftseed)
createRoot(root).render(<App />)
