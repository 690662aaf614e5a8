// `npm run demo`: the app in a profile of its own, which is gone afterwards, on the Practice network and with a trial of
// Speed begun. Asks nobody outside this computer for anything once the packages are there.

import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { clearLeftovers, makeProfile, noteStarted, removeProfile } from './demo-profile.mjs'
import { root } from './place.mjs'

clearLeftovers()
const profile = makeProfile()
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
noteStarted(profile, child.pid)
// Ctrl-C reaches the app by itself; it quits in good order and this process follows.
process.on('SIGINT', () => {})
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal))
child.on('exit', (code) => {
  removeProfile(profile)
  process.exitCode = code ?? 1
})
