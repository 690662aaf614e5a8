// electron-builder's hook between packing and signing: burns the fuses of a release, and takes out Electron's own demo app.

import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { burnFuses } from './fuses.mjs'

/** @typedef {{ appOutDir: string, electronPlatformName: string, packager: { executableName: string } }} Packed */

/** @param {Packed} packed @returns {string} the executable, or the bundle on macOS */
function binaryOf({ appOutDir, electronPlatformName, packager }) {
  if (electronPlatformName === 'win32') return join(appOutDir, `${packager.executableName}.exe`)
  if (electronPlatformName === 'linux') return join(appOutDir, packager.executableName)
  const bundle = readdirSync(appOutDir).find((name) => name.endsWith('.app'))
  if (bundle === undefined) throw new Error(`no app in ${appOutDir}`)
  return join(appOutDir, bundle)
}

/** @param {Packed} packed */
export async function afterPack(packed) {
  const mac = packed.electronPlatformName === 'darwin'
  const resources = mac ? join(binaryOf(packed), 'Contents', 'Resources') : join(packed.appOutDir, 'resources')
  rmSync(join(resources, 'default_app.asar'), { force: true })
  await burnFuses(binaryOf(packed), 'release')
}
