// The whole app on the fake API, for tests and screenshots without main and engine; not part of the shipped build.
// What is to be seen stands in the address: `?rows=5000&theme=dark&density=compact&still&wallet=locked&speed=open`, and
// the key window with `keys=`. `window.fake` is the API.

import '@fontsource-variable/inter'
import '../styles/base.css'
import { createRoot } from 'react-dom/client'
import type { Settings } from '../../app/settings/settings.ts'
import { connectStores } from '../state/connection.ts'
import { connectKeys } from '../state/keys.ts'
import { App } from '../views/frame/app.tsx'
import { KeyApp } from '../views/keys/key-app.tsx'
import { fakeApi, type FakeApi } from './fake-api.ts'
import { fakeKeys } from './fake-keys.ts'
import { fakeHome } from './fake-wallet.ts'
import { manyRows, sampleRows } from './samples.ts'

declare global {
  interface Window {
    fake?: FakeApi
  }
}

const wish = new URLSearchParams(location.search)
const choice = <T extends string>(name: string, fallback: T): T => (wish.get(name) as T | null) ?? fallback

const rows = wish.has('rows') ? manyRows(Number(wish.get('rows'))) : sampleRows()
const look: Partial<Settings['look']> = {
  theme: choice('theme', 'system'),
  density: choice('density', 'comfortable'),
}
const kind = wish.get('wallet')
const network = kind === 'practice' ? 'practice' : kind === null || kind === 'none' ? null : 'mainnet'
const patch = { look, layout: { detailsOpen: wish.has('details') }, wallet: { network } } as const
const api = fakeApi(rows, patch, fakeHome(kind), wish.get('speed'))
window.fake = api

if (wish.has('starting')) {
  api.answer('engine.state', () => ({ ok: true, value: { state: 'starting' } }))
}
connectStores(api)
api.tick()
if (!wish.has('still')) setInterval(() => api.tick(), 1000)

const keyWindow = () => {
  const { task, api: keys } = fakeKeys(choice('keys', 'none'))
  connectKeys(keys)
  document.documentElement.dataset['theme'] = look.theme
  return <KeyApp task={task} onDone={() => undefined} />
}

const root = document.getElementById('root')
if (root !== null) createRoot(root).render(wish.has('keys') ? keyWindow() : <App />)
