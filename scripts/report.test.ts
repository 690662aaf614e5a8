import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { closingLine, playwrightCounts, suiteCounts, total, vitestCounts } from './report.mjs'

const e2eTest = (status: string, expectedStatus = 'passed') => ({ tests: [{ status, expectedStatus }] })

describe('counts', () => {
  it('takes passed and failed tests from vitest', () => {
    const file = { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] }
    expect(vitestCounts({ numPassedTests: 1, numFailedTests: 1, testResults: [file] })).toEqual({
      passed: 1,
      failed: 1,
    })
  })

  it('counts a file that does not load as one failure', () => {
    const broken = { status: 'failed', assertionResults: [] }
    expect(vitestCounts({ numPassedTests: 3, numFailedTests: 0, testResults: [broken] })).toEqual({
      passed: 3,
      failed: 1,
    })
  })

  it('finds tests of Playwright in nested suites', () => {
    const report = { suites: [{ specs: [e2eTest('expected')], suites: [{ specs: [e2eTest('unexpected')] }] }] }
    expect(playwrightCounts(report)).toEqual({ passed: 1, failed: 1 })
  })

  it('counts a test that never ran as failed, unless it was meant to be skipped', () => {
    const report = { specs: [e2eTest('skipped'), e2eTest('skipped', 'skipped'), e2eTest('flaky')] }
    expect(playwrightCounts(report)).toEqual({ passed: 1, failed: 1 })
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
    return suiteCounts(file, () => counts, exitCode)
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'swiftseed-report-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('fails when it left no report', () => {
    expect(suiteCounts(join(folder, 'none.json'), () => ({ passed: 9, failed: 0 }), 0)).toEqual({
      passed: 0,
      failed: 1,
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
