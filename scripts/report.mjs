// Turns the reports of vitest and Playwright into counts, and the counts into the closing line.
// Invariant: a suite that broke counts at least one failure, whatever its report says; nothing that did not run passes.

import { existsSync, readFileSync } from 'node:fs'

/** @typedef {{ passed: number, failed: number }} Counts */

/**
 * @typedef {object} VitestReport
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {{ status: string, assertionResults: { status: string }[] }[]} testResults
 */

/**
 * @typedef {object} PlaywrightSuite
 * @property {PlaywrightSuite[]} [suites]
 * @property {{ tests: { status: string, expectedStatus: string }[] }[]} [specs]
 */

/** @param {VitestReport} report @returns {Counts} */
export function vitestCounts(report) {
  // A file that does not even load fails without a single failed test.
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  return { passed: report.numPassedTests, failed: report.numFailedTests + brokenFiles.length }
}

/** @param {PlaywrightSuite} suite @returns {{ status: string, expectedStatus: string }[]} */
function testsOf(suite) {
  return [...(suite.specs ?? []).flatMap((spec) => spec.tests), ...(suite.suites ?? []).flatMap(testsOf)]
}

/** @param {PlaywrightSuite} report @returns {Counts} */
export function playwrightCounts(report) {
  const tests = testsOf(report)
  const passed = tests.filter((test) => test.status === 'expected' || test.status === 'flaky').length
  // Skipped although nobody asked for it: an earlier failure kept it from running.
  const meantToSkip = tests.filter((test) => test.status === 'skipped' && test.expectedStatus === 'skipped').length
  return { passed, failed: tests.length - passed - meantToSkip }
}

/**
 * @template T
 * @param {string} file
 * @param {(report: T) => Counts} count
 * @param {number} exitCode of the suite
 * @returns {Counts}
 */
export function suiteCounts(file, count, exitCode) {
  if (!existsSync(file)) return { passed: 0, failed: 1 }
  const counts = count(/** @type {T} */ (JSON.parse(readFileSync(file, 'utf8'))))
  if (counts.passed + counts.failed === 0) return { passed: 0, failed: 1 }
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

/** @param {Counts[]} all @returns {Counts} */
export const total = (all) => ({
  passed: all.reduce((sum, counts) => sum + counts.passed, 0),
  failed: all.reduce((sum, counts) => sum + counts.failed, 0),
})

/** @param {Counts} counts */
export const closingLine = ({ passed, failed }) => `${passed} passed, ${failed} failed`
