import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { root } from './place.mjs'
import { closingLine, playwrightVerdict, suiteVerdict, total, vitestVerdict } from './report.mjs'

const e2eTest = (status: string, expectedStatus = 'passed') => ({
  file: 'list.spec.ts',
  title: `is ${status}`,
  tests: [{ status, expectedStatus, results: [{ error: { message: 'Error: no row\n  at list' } }] }],
})

const unitFile = (...statuses: string[]) => ({
  name: join(root, 'app', 'row.test.ts'),
  status: 'failed',
  message: 'SyntaxError: in the middle\n  at row',
  assertionResults: statuses.map((status) => ({
    status,
    fullName: `a row is ${status}`,
    failureMessages: ['Error: 1 is not 2\n  at row'],
  })),
})

describe('counts', () => {
  it('takes passed and failed tests from vitest', () => {
    const testResults = [unitFile('failed', 'passed')]
    expect(vitestVerdict({ numPassedTests: 1, numFailedTests: 1, testResults })).toEqual({
      counts: { passed: 1, failed: 1 },
      failures: ['app/row.test.ts › a row is failed: Error: 1 is not 2'],
    })
  })

  it('counts a file that does not load as one failure', () => {
    expect(vitestVerdict({ numPassedTests: 3, numFailedTests: 0, testResults: [unitFile()] })).toEqual({
      counts: { passed: 3, failed: 1 },
      failures: ['app/row.test.ts: SyntaxError: in the middle'],
    })
  })

  it('finds tests of Playwright in nested suites', () => {
    const report = { suites: [{ specs: [e2eTest('expected')], suites: [{ specs: [e2eTest('unexpected')] }] }] }
    expect(playwrightVerdict(report)).toEqual({
      counts: { passed: 1, failed: 1 },
      failures: ['e2e/list.spec.ts › is unexpected: Error: no row'],
    })
  })

  it('counts a test that never ran as failed, unless it was meant to be skipped', () => {
    const report = { specs: [e2eTest('skipped'), e2eTest('skipped', 'skipped'), e2eTest('flaky')] }
    expect(playwrightVerdict(report).counts).toEqual({ passed: 1, failed: 1 })
  })

  it('adds up to one closing line', () => {
    expect(
      closingLine(
        total([
          { passed: 2, failed: 0 },
          { passed: 3, failed: 1 },
        ]),
      ),
    ).toBe('5 passed, 1 failed')
  })
})

describe('a suite that broke', () => {
  let folder = ''
  const counting = (counts: { passed: number; failed: number }, exitCode: number) => {
    const file = join(folder, 'report.json')
    writeFileSync(file, '{}')
    return suiteVerdict(file, () => ({ counts, failures: [] }), exitCode).counts
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'swiftseed-report-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('fails when it left no report', () => {
    const read = () => ({ counts: { passed: 9, failed: 0 }, failures: [] })
    expect(suiteVerdict(join(folder, 'none.json'), read, 0)).toEqual({
      counts: { passed: 0, failed: 1 },
      failures: ['left no report'],
    })
  })

  it('fails when it ran nothing', () => {
    expect(counting({ passed: 0, failed: 0 }, 0)).toEqual({ passed: 0, failed: 1 })
  })

  it('fails when it ended badly after good tests', () => {
    expect(counting({ passed: 9, failed: 0 }, 1)).toEqual({ passed: 9, failed: 1 })
  })

  it('keeps its own count of failures', () => {
    expect(counting({ passed: 9, failed: 2 }, 1)).toEqual({ passed: 9, failed: 2 })
  })
})
