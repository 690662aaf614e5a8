// Turns the reports of vitest and Playwright into counts and the names of what failed, and the counts into the closing line.
// Invariant: a suite that broke counts at least one failure, whatever its report says; nothing that did not run passes.

import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { root } from './place.mjs'

/** @typedef {{ passed: number, failed: number }} Counts */

/** @typedef {{ counts: Counts, failures: string[] }} Verdict a line for each test that failed */

/**
 * @typedef {object} VitestReport
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {VitestFile[]} testResults
 */

/**
 * @typedef {object} VitestFile
 * @property {string} name its path
 * @property {string} status
 * @property {string} [message] why it did not load
 * @property {{ status: string, fullName: string, failureMessages?: string[] }[]} assertionResults
 */

/**
 * @typedef {object} PlaywrightSuite
 * @property {PlaywrightSuite[]} [suites]
 * @property {PlaywrightSpec[]} [specs]
 */

/**
 * @typedef {object} PlaywrightSpec
 * @property {string} file
 * @property {string} title
 * @property {PlaywrightTest[]} tests
 */

/** @typedef {{ status: string, expectedStatus: string, results?: { error?: { message?: string } }[] }} PlaywrightTest */

/** @param {string} where @param {string | undefined} message */
const failure = (where, message) => `${where}: ${(message ?? 'did not run').trim().split('\n', 1)[0]}`

/** @param {VitestReport} report @returns {Verdict} */
export function vitestVerdict(report) {
  // A file that does not even load fails without a single failed test.
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  const failures = report.testResults.flatMap((file) =>
    file.assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => failure(`${relative(root, file.name)} › ${test.fullName}`, test.failureMessages?.[0])),
  )
  return {
    counts: { passed: report.numPassedTests, failed: report.numFailedTests + brokenFiles.length },
    failures: [...failures, ...brokenFiles.map((file) => failure(relative(root, file.name), file.message))],
  }
}

/** @param {PlaywrightSuite} suite @returns {(PlaywrightTest & { where: string })[]} */
function testsOf(suite) {
  const own = (suite.specs ?? []).flatMap((spec) =>
    spec.tests.map((test) => ({ ...test, where: `e2e/${spec.file} › ${spec.title}` })),
  )
  return [...own, ...(suite.suites ?? []).flatMap(testsOf)]
}

/** @param {PlaywrightTest} test */
const wentWell = ({ status, expectedStatus }) =>
  // Skipped although nobody asked for it: an earlier failure kept it from running.
  status === 'expected' || status === 'flaky' || (status === 'skipped' && expectedStatus === 'skipped')

/** @param {PlaywrightSuite} report @returns {Verdict} */
export function playwrightVerdict(report) {
  const tests = testsOf(report)
  const failed = tests.filter((test) => !wentWell(test))
  const passed = tests.filter((test) => wentWell(test) && test.status !== 'skipped').length
  const failures = failed.map((test) => failure(test.where, test.results?.find(({ error }) => error)?.error?.message))
  return { counts: { passed, failed: failed.length }, failures }
}

/**
 * @template T
 * @param {string} file
 * @param {(report: T) => Verdict} read
 * @param {number} exitCode of the suite
 * @returns {Verdict}
 */
export function suiteVerdict(file, read, exitCode) {
  if (!existsSync(file)) return broken('left no report')
  const verdict = read(/** @type {T} */ (JSON.parse(readFileSync(file, 'utf8'))))
  const { counts, failures } = verdict
  if (counts.passed + counts.failed === 0) return broken('ran nothing')
  if (exitCode === 0 || counts.failed > 0) return verdict
  return { counts: { ...counts, failed: 1 }, failures: [...failures, `ended with exit code ${exitCode}`] }
}

/** @param {string} why @returns {Verdict} */
export const broken = (why) => ({ counts: { passed: 0, failed: 1 }, failures: [why] })

/** @param {Counts[]} all @returns {Counts} */
export const total = (all) => ({
  passed: all.reduce((sum, counts) => sum + counts.passed, 0),
  failed: all.reduce((sum, counts) => sum + counts.failed, 0),
})

/** @param {Counts} counts */
export const closingLine = ({ passed, failed }) => `${passed} passed, ${failed} failed`
