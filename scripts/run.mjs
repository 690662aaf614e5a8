// `npm run unit|e2e|bench|campaign|icons`: one suite or one program, with everything it needs brought up first.

import { ensureBuild } from './build.mjs'
import { e2e, inElectron, prepare, program, unit } from './suites.mjs'

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
  icons: () => inElectron(electron, 'scripts/icons.mjs'),
}

const action = actions[/** @type {keyof typeof actions} */ (what)]
if (action === undefined) throw new Error(`Which one? ${Object.keys(actions).join(', ')}`)
process.exitCode = (await action()).code
