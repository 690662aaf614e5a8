import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { completed, missingBuilds, platformOf } from './lockfile.mjs'
import { inStep } from './packages.mjs'
import { root } from './place.mjs'

const lockfile = () =>
  JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Parameters<typeof completed>[0]

describe('lockfile', () => {
  it('names every build for every system, so that npm ci accepts it anywhere', () => {
    expect(missingBuilds(lockfile()).map((build) => build.name)).toEqual([])
  })

  it('names no registry', () => {
    expect(JSON.stringify(lockfile())).not.toMatch(/"resolved":"https?:/)
  })

  it('reads the system a build is for from its name', () => {
    expect(platformOf('@oxlint/binding-linux-arm64-musl')).toEqual({ os: ['linux'], cpu: ['arm64'], libc: ['musl'] })
    expect(platformOf('@oxlint/binding-linux-arm-gnueabihf')).toEqual({ os: ['linux'], cpu: ['arm'], libc: ['glibc'] })
    expect(platformOf('@oxlint-tsgolint/darwin-x64')).toEqual({ os: ['darwin'], cpu: ['x64'] })
    expect(platformOf('fsevents')).toBeUndefined()
  })

  it('is completed from what the owner of a build says, and only where something is missing', () => {
    const owner = { version: '2.0.0', dev: true, license: 'MIT', optionalDependencies: { 'a-win32-x64': '2.0.0' } }
    const whole = completed({ packages: { 'node_modules/a': owner } })
    const build = { version: '2.0.0', dev: true, license: 'MIT', optional: true, os: ['win32'], cpu: ['x64'] }
    expect(whole.packages['node_modules/a-win32-x64']).toEqual(build)
    expect(completed(whole)).toEqual(whole)
  })
})

describe('an installation in step with the lockfile', () => {
  const wanted = {
    '': { version: '1.0.0' },
    'node_modules/a': { version: '2.0.0', integrity: 'sha512-a' },
    'node_modules/b-win32-x64': { version: '2.0.0', optional: true },
  }
  const installed = { 'node_modules/a': { version: '2.0.0', integrity: 'sha512-a' } }

  it('may lack builds for other systems', () => expect(inStep(wanted, installed)).toBe(true))

  it('has every other package', () => expect(inStep(wanted, {})).toBe(false))

  it('has the same contents', () => {
    const other = { 'node_modules/a': { version: '2.0.0', integrity: 'sha512-b' } }
    expect(inStep(wanted, other)).toBe(false)
  })
})
