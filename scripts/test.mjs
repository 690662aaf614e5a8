// `npm test`: installs what is missing and runs every check and every test, all of them even when one fails.
// Invariant: its last line is "N passed, N failed", made from what really ran; it exits 0 only when nothing failed.

import { join } from 'node:path'
import { build } from './build.mjs'
import { run } from './child.mjs'
import { root, say } from './place.mjs'
import { broken, closingLine, playwrightVerdict, suiteVerdict, total, vitestVerdict } from './report.mjs'
import { e2e, prepare, reportFolder, unit } from './suites.mjs'

/** @typedef {import('./electron-runtime.mjs').Runtime} Runtime */
/** @typedef {import('./report.mjs').Verdict} Verdict */
/** @typedef {Verdict & { name: string, seconds: number }} Result */

const minute = 60_000
/** After everything is installed, all of it ends within this. */
const wholeMs = 24.5 * minute

/** The tools of `npm run check`, each counted as one test. */
const checks = [
  { name: 'types', script: 'typescript/bin/tsc', args: ['-b'] },
  { name: 'lint', script: 'oxlint/bin/oxlint', args: [] },
  { name: 'format', script: 'oxfmt/bin/oxfmt', args: ['--check'] },
  { name: 'dead code', script: 'knip/bin/knip.js', args: [] },
]

/** @param {boolean} ok @returns {Verdict} */
const one = (ok) => (ok ? { counts: { passed: 1, failed: 0 }, failures: [] } : broken('see above'))

/** @param {string} name @param {() => Promise<Verdict>} action @returns {Promise<Result>} */
async function step(name, action) {
  say(`── ${name} ──`)
  const began = Date.now()
  const verdict = await action().catch((error) => broken(error instanceof Error ? error.message : String(error)))
  return { name, ...verdict, seconds: (Date.now() - began) / 1000 }
}

/** @param {(typeof checks)[number]} check */
async function passes(check) {
  const script = join(root, 'node_modules', check.script)
  const { code } = await run(process.execPath, [script, ...check.args], { cwd: root, limitMs: 3 * minute })
  return one(code === 0)
}

/** @param {Runtime} electron @param {string} folder of reports @param {string} project of vitest.config.ts */
function unitTests(electron, folder, project) {
  const report = join(folder, `${project}.json`)
  return step(`unit tests: ${project}`, async () => {
    const { code } = await unit(electron, ['--project', project], { report, limitMs: 10 * minute })
    return suiteVerdict(report, vitestVerdict, code)
  })
}

/** One project after the other. @param {Runtime} electron @param {string} folder of reports @param {string[]} projects */
async function lane(electron, folder, projects) {
  const results = []
  for (const project of projects) results.push(await unitTests(electron, folder, project))
  return results
}

/** @param {Runtime} electron @param {string} folder of reports @param {number} limitMs */
function endToEndTests(electron, folder, limitMs) {
  const report = join(folder, 'e2e.json')
  return step('end-to-end tests', async () => {
    // Playwright's own limit comes first, so that there is a report of what did run. Pictures are taken by `npm run shots`.
    const args = [`--global-timeout=${limitMs - minute / 2}`, '--grep-invert=@shots']
    const { code } = await e2e(electron, args, { report, limitMs })
    return suiteVerdict(report, playwrightVerdict, code)
  })
}

/** @returns {Promise<Result[]>} */
async function everything() {
  const electron = await prepare()
  const end = Date.now() + wholeMs
  const folder = reportFolder()
  const results = []
  for (const check of checks) results.push(await step(check.name, () => passes(check)))
  const lanes = [
    ['engine', 'trade'],
    ['app', 'house', 'disk'],
  ]
  const done = lanes.map((projects) => lane(electron, folder, projects))
  results.push(...(await Promise.all(done)).flat())
  results.push(await step('build', async () => one(await build())))
  results.push(await endToEndTests(electron, folder, Math.max(end - Date.now(), minute)))
  return results
}

/** @param {Result} result */
const failed = ({ name, failures }) => failures.map((failure) => `${name}: ${failure}\n`).join('')

/** @param {Result} result */
const row = ({ name, counts, seconds }) =>
  `${name.padEnd(20)} ${closingLine(counts).padEnd(24)} ${seconds.toFixed(1)} s`

/** @param {Result[]} results */
function close(results) {
  const counts = total(results.map((result) => result.counts))
  const lines = [results.map(failed).join(''), results.map(row).join('\n')]
  process.stdout.write(`\n${lines.join('\n')}\n\n${closingLine(counts)}\n`)
  process.exitCode = counts.failed === 0 ? 0 : 1
}

try {
  close(await everything())
} catch (error) {
  const why = error instanceof Error ? error.message : String(error)
  close([{ name: 'preparation', ...broken(why), seconds: 0 }])
}
