// `npm test`: installs what is missing and runs every check and every test, all of them even when one fails.
// Invariant: its last line is "N passed, N failed", made from what really ran; it exits 0 only when nothing failed.

import { join } from 'node:path'
import { build } from './build.mjs'
import { run } from './child.mjs'
import { root, say } from './place.mjs'
import { closingLine, playwrightCounts, suiteCounts, total, vitestCounts } from './report.mjs'
import { e2e, prepare, reportFolder, unit } from './suites.mjs'

/** @typedef {import('./report.mjs').Counts} Counts */
/** @typedef {{ name: string, counts: Counts, seconds: number }} Result */

const minute = 60_000
/** After everything is installed, all of it ends within this. */
const wholeMs = 24 * minute

/** The tools of `npm run check`, each counted as one test. */
const checks = [
  { name: 'types', script: 'typescript/bin/tsc', args: ['-b'] },
  { name: 'lint', script: 'oxlint/bin/oxlint', args: [] },
  { name: 'format', script: 'oxfmt/bin/oxfmt', args: ['--check'] },
  { name: 'dead code', script: 'knip/bin/knip.js', args: [] },
]

/** @param {boolean} ok @returns {Counts} */
const one = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1 })

/** @param {string} name @param {() => Promise<Counts>} action @returns {Promise<Result>} */
async function step(name, action) {
  say(`── ${name} ──`)
  const began = Date.now()
  const counts = await action().catch((error) => {
    say(error instanceof Error ? error.message : String(error))
    return one(false)
  })
  return { name, counts, seconds: (Date.now() - began) / 1000 }
}

/** @param {(typeof checks)[number]} check */
async function passes(check) {
  const script = join(root, 'node_modules', check.script)
  const { code } = await run(process.execPath, [script, ...check.args], { cwd: root, limitMs: 3 * minute })
  return one(code === 0)
}

/** @returns {Promise<Result[]>} */
async function everything() {
  const electron = await prepare()
  const end = Date.now() + wholeMs
  const folder = reportFolder()
  const results = []
  for (const check of checks) results.push(await step(check.name, () => passes(check)))
  const unitReport = join(folder, 'unit.json')
  const unitStep = await step('unit tests', async () => {
    const { code } = await unit(electron, [], { report: unitReport, limitMs: 8 * minute })
    return suiteCounts(unitReport, vitestCounts, code)
  })
  const buildStep = await step('build', async () => one(await build()))
  const e2eReport = join(folder, 'e2e.json')
  const e2eStep = await step('end-to-end tests', async () => {
    const limitMs = Math.max(end - Date.now(), minute)
    // Playwright's own limit comes first, so that there is a report of what did run.
    const { code } = await e2e(electron, [`--global-timeout=${limitMs - minute / 2}`], { report: e2eReport, limitMs })
    return suiteCounts(e2eReport, playwrightCounts, code)
  })
  return [...results, unitStep, buildStep, e2eStep]
}

/** @param {Result} result */
const row = ({ name, counts, seconds }) =>
  `${name.padEnd(18)} ${closingLine(counts).padEnd(24)} ${seconds.toFixed(1)} s`

/** @param {Result[]} results */
function close(results) {
  const counts = total(results.map((result) => result.counts))
  process.stdout.write(`\n${results.map(row).join('\n')}\n\n${closingLine(counts)}\n`)
  process.exitCode = counts.failed === 0 ? 0 : 1
}

try {
  close(await everything())
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  close([{ name: 'preparation', counts: one(false), seconds: 0 }])
}
