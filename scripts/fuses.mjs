// Burns Electron's fuses into a packed app: what its binary can be made to do from outside, for good.
// A release has all nine as they should be. The e2e variant differs in one: Playwright drives an app through the
// inspector, so that one must stay open there. Invariant: a fuse Electron adds one day fails the build until it is set.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses'

/** @typedef {'release' | 'e2e'} Variant */

/** @param {Variant} variant */
export const fuses = (variant) => ({
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: variant === 'e2e',
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
})

/** @param {{ appOutDir: string, electronPlatformName: string, packager: { executableName: string } }} packed */
function binaryOf({ appOutDir, electronPlatformName, packager }) {
  if (electronPlatformName === 'win32') return join(appOutDir, `${packager.executableName}.exe`)
  if (electronPlatformName === 'linux') return join(appOutDir, packager.executableName)
  const bundle = readdirSync(appOutDir).find((name) => name.endsWith('.app'))
  if (bundle === undefined) throw new Error(`no app in ${appOutDir}`)
  return join(appOutDir, bundle)
}

/** electron-builder's hook. @param {Parameters<typeof binaryOf>[0]} packed */
export async function afterPack(packed) {
  const variant = process.env['SWIFTSEED_VARIANT'] === 'e2e' ? 'e2e' : 'release'
  await flipFuses(binaryOf(packed), {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    resetAdHocDarwinSignature: packed.electronPlatformName === 'darwin',
    ...fuses(variant),
  })
}
