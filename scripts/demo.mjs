// `npm run demo`: the app in a profile of its own, which is gone afterwards, on the Practice network and with a trial of
// Speed begun. Asks nobody outside this computer for anything once the packages are there.

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './place.mjs'

const profile = mkdtempSync(join(tmpdir(), 'swiftseed-demo-'))
const settings = {
  version: 2,
  network: { port: 0, dht: false, lsd: false, upnp: false, natPmp: false },
  wallet: { network: 'practice' },
  desktop: { onClose: 'quit' },
}
writeFileSync(join(profile, 'settings.json'), JSON.stringify(settings))

const child = spawn(process.execPath, [join(root, 'scripts', 'start.mjs'), ...process.argv.slice(2)], {
  env: { ...process.env, SWIFTSEED_PROFILE: profile, SWIFTSEED_DEMO: '1' },
  stdio: 'inherit',
})
// Ctrl-C reaches the app by itself; it quits in good order and this process follows.
process.on('SIGINT', () => {})
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal))
child.on('exit', (code) => {
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  process.exitCode = code ?? 1
})
