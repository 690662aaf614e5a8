// Electron's fuses: what the binary of a packed app can be made to do from outside, decided for good.
// A release has all nine as they should be. The e2e variant differs in one: Playwright drives an app through the
// inspector, which must stay open there. Invariant: a fuse that Electron adds one day fails the build until it is set.

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

/** @param {string} binary the executable, or the bundle on macOS @param {Variant} variant */
export async function burnFuses(binary, variant) {
  await flipFuses(binary, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    resetAdHocDarwinSignature: process.platform === 'darwin',
    ...fuses(variant),
  })
}
