import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findAsset } from './bundle.ts'

const origin = 'app://swiftseed'
let place: string
let bundle: string
const find = (address: string) => findAsset(bundle, address, origin)

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'bundle-'))
  bundle = join(place, 'renderer')
  await mkdir(join(bundle, 'assets', 'empty.js'), { recursive: true })
  await mkdir(join(place, 'renderer-other'))
  for (const file of [
    'renderer/index.html',
    'renderer/assets/a-1_b.js',
    'renderer/.hidden.js',
    'secret.js',
    'renderer-other/a.js',
  ]) {
    await writeFile(join(place, file), 'text')
  }
  await symlink(join(place, 'secret.js'), join(bundle, 'link.js'))
  await symlink(place, join(bundle, 'up'))
})
afterAll(() => rm(place, { recursive: true }))

describe('an address of the bundle', () => {
  it('is the page itself without a name', async () => {
    expect(await find('app://swiftseed/')).toEqual({
      path: join(bundle, 'index.html'),
      type: 'text/html; charset=utf-8',
    })
  })

  it('names a file in it', async () => {
    expect(await find('app://swiftseed/assets/a-1_b.js')).toMatchObject({ path: join(bundle, 'assets/a-1_b.js') })
  })

  it.each([
    'app://swiftseed',
    'app://swiftseed/../secret.js',
    'app://swiftseed/assets/../../secret.js',
    'app://swiftseed/%2e%2e/secret.js',
    'app://swiftseed/%2E%2E%2Fsecret.js',
    'app://swiftseed/..%2fsecret.js',
    'app://swiftseed/..\\secret.js',
    'app://swiftseed/assets/..%5c..%5csecret.js',
    'app://swiftseed//secret.js',
    'app://swiftseed/./index.html',
    'app://swiftseed/.hidden.js',
    'app://swiftseed/index.html\0',
    'app://swiftseed/index.html%00.js',
    'app://swiftseed/index.html?x=1',
    'app://swiftseed/index.html#x',
    'app://swiftseed/link.js',
    'app://swiftseed/up/secret.js',
    'app://swiftseed/assets/empty.js',
    'app://swiftseed/assets',
    'app://swiftseed/gone.js',
    'app://swiftseed/etc/passwd',
    'app://swiftseed-other/a.js',
    'app://swiftseed@evil/index.html',
    'app://swiftseed:80/index.html',
    'app://evil/index.html',
    'file:///etc/passwd',
    'https://swiftseed/index.html',
  ])('is not %j', async (address) => expect(await find(address)).toBeNull())

  it('never leads out of the bundle', async () => {
    const part = fc.constantFrom(
      '..',
      '.',
      '%2e',
      '%2e%2e',
      '/',
      '%2f',
      '\\',
      '%5c',
      'assets',
      'up',
      'secret.js',
      'index.html',
      '%00',
      '\0',
      'renderer',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 8 }), fc.constantFrom('', '/'), async (parts, between) => {
        const found = await find(`${origin}/${parts.join(between)}`)
        if (found) expect([join(bundle, 'index.html')]).toContain(found.path)
      }),
      { numRuns: 2_000 },
    )
  })
})
