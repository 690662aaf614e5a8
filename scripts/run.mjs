// `npm run unit|e2e|bench|campaign|sim|practice|icons|contracts:energy|vault:deploy`: one suite or one program, with
// everything it needs brought up first.

import { join } from 'node:path'
import { ensureBuild } from './build.mjs'
import { root } from './place.mjs'
import { e2e, inElectron, prepare, program, runInElectronAsNode, unit } from './suites.mjs'

const [what, ...args] = process.argv.slice(2)
const electron = await prepare()

const actions = {
  unit: () => unit(electron, args),
  e2e: () => e2e(electron, args),
  bench: async () => {
    await ensureBuild()
    return program(electron, 'bench', args)
  },
  campaign: () => program(electron, 'scripts', args),
  sim: () => runInElectronAsNode(electron, [join(root, 'scripts', 'sim.ts'), ...args]),
  practice: () => runInElectronAsNode(electron, [join(root, 'scripts', 'practice.ts'), ...args]),
  energy: () => program(electron, 'scripts', ['contracts-energy', ...args]),
  deploy: () => program(electron, 'scripts', ['vault-deploy', ...args]),
  icons: () => inElectron(electron, 'scripts/icons.mjs'),
}

const action = actions[/** @type {keyof typeof actions} */ (what)]
if (action === undefined) throw new Error(`Which one? ${Object.keys(actions).join(', ')}`)
process.exitCode = (await action()).code
