// What the installers will declare, asked of electron-builder itself: its tools for them are not on every machine, but
// its reading of our configuration is.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LinuxTargetHelper } from 'app-builder-lib/out/targets/LinuxTargetHelper.js'
import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { root } from './place.mjs'

type Config = Awaited<ReturnType<typeof getConfig>>
type Logger = Parameters<typeof validateConfiguration>[1]
type LinuxPackager = ConstructorParameters<typeof LinuxTargetHelper>[0]

const metadata = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>

const silent = { isEnabled: false } as Logger

/** As much of electron-builder's packager as a desktop entry is made from. */
async function desktopEntry(config: Config): Promise<string> {
  const packager = {
    config,
    platformSpecificBuildOptions: config.linux,
    fileAssociations: [config.fileAssociations].flat(),
    executableName: config.linux?.executableName,
    appInfo: { productName: config.productName, sanitizedProductName: config.productName, description: '' },
    info: { metadata },
  }
  const helper = new LinuxTargetHelper(packager as unknown as LinuxPackager)
  return helper.computeDesktopEntry({ ...config.linux, ...config.deb })
}

describe('installers', () => {
  let config: Config

  beforeAll(async () => {
    config = await getConfig(root, 'electron-builder.yml', null)
  })

  it('are described as electron-builder expects', async () => {
    await expect(validateConfiguration(config, silent)).resolves.toBeUndefined()
  })

  it('open torrent files and magnet links on Linux', async () => {
    const entry = await desktopEntry(config)
    const lines = entry.split('\n')
    expect(lines).toContain('Exec=/opt/Swiftseed/swiftseed %U')
    expect(lines).toContain('MimeType=application/x-bittorrent;x-scheme-handler/magnet;')
    // The name windows carry, by which a desktop knows whose they are.
    expect(lines).toContain('StartupWMClass=swiftseed')
    expect(metadata['desktopName']).toBe('swiftseed.desktop')
  })

  it('open torrent files and magnet links on Windows and macOS', () => {
    expect(config.fileAssociations).toMatchObject([{ ext: 'torrent', mimeType: 'application/x-bittorrent' }])
    expect(config.protocols).toMatchObject([{ schemes: ['magnet'] }])
    expect(config.mac?.extendInfo).toHaveProperty('NSLocalNetworkUsageDescription')
    expect(config.nsis).toMatchObject({ perMachine: false })
  })

  it('never leave the sandbox', () => {
    // Given nothing, electron-builder gives --no-sandbox to an AppImage.
    expect(config.appImage?.executableArgs).toEqual([])
  })

  it('loosen nothing of the hardened runtime but what V8 needs', () => {
    expect(config.mac).toMatchObject({ hardenedRuntime: true, entitlements: 'assets/entitlements.mac.plist' })
    const entitlements = readFileSync(join(root, 'assets', 'entitlements.mac.plist'), 'utf8')
    expect(entitlements.match(/<key>.*<\/key>/g)).toEqual(['<key>com.apple.security.cs.allow-jit</key>'])
  })

  it('burn the fuses', () => {
    expect(config.afterPack).toBe('./scripts/after-pack.mjs')
  })
})
